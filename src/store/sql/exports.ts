import { LEAD_COLUMNS } from './columns.ts';

const GIVEN_IDS = 'ARRAY (SELECT jsonb_array_elements_text($1::jsonb)::uuid)';

/** $1: JSON array of ids */
export const BELONGINGS = `
  SELECT (
    SELECT coalesce(jsonb_agg(jsonb_build_object('leadId', lead_id, 'key', key, 'requestHash', request_hash) ORDER BY key), '[]')
    FROM intake_key WHERE lead_id = ANY (${GIVEN_IDS})
  ) AS keys, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('leadId', lead_id, 'platform', platform, 'kind', delivery.kind, 'target', target,
      'state', state, 'message', message, 'at', attempted_at) ORDER BY delivery.id), '[]')
    FROM delivery JOIN conversation ON conversation.id = conversation_id WHERE lead_id = ANY (${GIVEN_IDS})
  ) AS cards, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('leadId', lead_id, 'target', target, 'state', state, 'remoteId', remote_id)
      ORDER BY lead_id, target), '[]')
    FROM hand_over WHERE lead_id = ANY (${GIVEN_IDS})
  ) AS "handOvers", (
    SELECT coalesce(jsonb_agg(DISTINCT person_key.key), '[]')
    FROM lead JOIN person_key ON person_key.person = lead.person
    WHERE lead.id = ANY (${GIVEN_IDS}) AND person_key.key = ANY (lead.match_keys)
  ) AS "personKeys"`;

/**
 * Ids are in the order of arrival and say when that was, so that no other index is needed.
 * $1: first id · $2: before which id · $3: status, or null · $4: pool, or null
 */
const SELECTED = `
  status <> 'erased' AND id >= $1::uuid AND id < $2::uuid
  AND ($3::text IS NULL OR status = $3) AND ($4::text IS NULL OR pool = $4)`;

export const CUSTOM_KEYS = `
  SELECT DISTINCT key FROM lead, jsonb_object_keys(attributes -> 'custom') AS key WHERE ${SELECTED} ORDER BY key`;

/** $5: at most how many */
export const LEAD_PAGE = `SELECT ${LEAD_COLUMNS} FROM lead WHERE ${SELECTED} ORDER BY id LIMIT $5::int`;
