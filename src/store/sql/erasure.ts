import { announceWork } from './advisory-locks.ts';
import { LEAD_COLUMNS } from './columns.ts';

const GIVEN_IDS = 'ARRAY (SELECT jsonb_array_elements_text($1::jsonb)::uuid)';

/** $1: JSON array of match keys · $2: of e-mail addresses · $3: of telephone numbers · $4: at most how many, or null · $5: first id */
export const FIND_PERSON = `
  SELECT ${LEAD_COLUMNS} FROM lead
  WHERE status <> 'erased' AND id >= $5::uuid AND (
    match_keys && ARRAY (SELECT jsonb_array_elements_text($1::jsonb))
    OR attributes ->> 'email' = ANY (ARRAY (SELECT jsonb_array_elements_text($2::jsonb)))
    OR attributes ->> 'phone' = ANY (ARRAY (SELECT jsonb_array_elements_text($3::jsonb))))
  LIMIT $4::int`;

/** $1: JSON array of ids */
export const TIED_LEADS = `
  WITH known AS MATERIALIZED (
    SELECT id, person, merged_into FROM lead WHERE id = ANY (${GIVEN_IDS})
  ), tied AS (
    SELECT other.id FROM known JOIN lead AS other ON other.person = known.person
    UNION SELECT other.id FROM known JOIN lead AS other ON other.merged_into = known.id
    UNION SELECT merged_into FROM known WHERE merged_into IS NOT NULL
  )
  SELECT ${LEAD_COLUMNS} FROM tied JOIN lead ON lead.id = tied.id
  WHERE status <> 'erased'
  ORDER BY lead.id`;

/** $1: JSON array of ids */
export const MERGED_WITH = `
  SELECT id FROM lead WHERE merged_into = ANY (${GIVEN_IDS})
  UNION SELECT merged_into FROM lead WHERE id = ANY (${GIVEN_IDS}) AND merged_into IS NOT NULL`;

/** $1: JSON array of ids */
export const TIMELINES = `
  SELECT lead_id AS "leadId", version, at, event FROM lead_event WHERE lead_id = ANY (${GIVEN_IDS})
  ORDER BY lead_id, version`;

/**
 * Each event becomes what is given; what else stands with the leads goes.
 * $1: `{ leads, events }`: ids, and rows of `lead_event`
 * The events are read once, then each is found by its key.
 */
export const TAKE_TRACES = `
  WITH given AS MATERIALIZED (
    SELECT ARRAY (SELECT jsonb_array_elements_text($1::jsonb -> 'leads')::uuid) AS ids
  ), new AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb -> 'events') AS event (lead_id uuid, version int, event jsonb)
  ), bare AS (
    UPDATE lead_event SET event = new.event FROM new
    WHERE lead_event.lead_id = new.lead_id AND lead_event.version = new.version
    RETURNING 1
  ), key AS (
    DELETE FROM intake_key WHERE lead_id = ANY ((SELECT ids FROM given)::uuid[]) RETURNING 1
  ), handed AS (
    DELETE FROM hand_over WHERE lead_id = ANY ((SELECT ids FROM given)::uuid[])
    RETURNING lead_id AS "leadId", target, state, remote_id AS "remoteId"
  ), tied AS (
    SELECT DISTINCT person FROM lead WHERE id = ANY ((SELECT ids FROM given)::uuid[]) AND person IS NOT NULL
  ), untied AS (
    UPDATE lead SET person = NULL WHERE id = ANY ((SELECT ids FROM given)::uuid[]) AND person IS NOT NULL
  )
  SELECT (SELECT count(*)::int FROM bare) AS events, (SELECT count(*)::int FROM key) AS "intakeKeys",
    (SELECT coalesce(jsonb_agg(to_jsonb(handed)), '[]') FROM handed) AS handed,
    (SELECT coalesce(jsonb_agg(person), '[]') FROM tied) AS persons`;

/**
 * Keys of these persons, and these keys, unless a lead that stays is known under them.
 * $1: JSON array of persons · $2: JSON array of keys
 */
export const FORGET_PERSON_KEYS = `
  DELETE FROM person_key
  WHERE (person = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)::uuid))
      OR key = ANY (ARRAY (SELECT jsonb_array_elements_text($2::jsonb))))
    AND NOT EXISTS (
      SELECT FROM lead
      WHERE lead.person = person_key.person AND status <> 'erased' AND match_keys @> ARRAY[person_key.key])
  RETURNING key`;

/** Jobs that are about a lead, waiting, at work, or kept after the end. $1: JSON array of lead ids */
export const FORGET_JOBS = `
  WITH waiting AS (
    DELETE FROM pgboss.job WHERE data ->> 'leadId' = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb))) RETURNING 1
  ), kept AS (
    DELETE FROM pgboss.archive WHERE data ->> 'leadId' = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb))) RETURNING 1
  )
  SELECT (SELECT count(*)::int FROM waiting) + (SELECT count(*)::int FROM kept) AS jobs`;

/** $1: `{ lead, events }`: a row of `lead`, and rows of `lead_event` */
export const REWRITE_LEAD = `
  WITH new AS (
    SELECT id, attributes, match_keys, company
    FROM jsonb_to_record($1::jsonb -> 'lead') AS row (id uuid, attributes jsonb, match_keys text[], company text)
  ), event AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb -> 'events') AS event (lead_id uuid, version int, event jsonb)
  ), told AS (
    UPDATE lead_event SET event = event.event FROM event
    WHERE lead_event.lead_id = event.lead_id AND lead_event.version = event.version
  )
  UPDATE lead SET attributes = new.attributes, match_keys = new.match_keys, company = new.company
  FROM new WHERE lead.id = new.id`;

/** $1: JSON array of lead ids */
export const REVIVE_CARDS = `
  UPDATE delivery SET state = 'sent', not_before = NULL
  WHERE lead_id = ANY (${GIVEN_IDS}) AND message IS NOT NULL AND state IN ('skipped', 'failed')`;

/** What a message shows counts as unknown, so that it is drawn again. $1: JSON array of lead ids */
export const REDRAW_CARDS = `
  WITH drawn AS (
    UPDATE delivery SET sent_version = 0, state = 'sent', not_before = NULL
    WHERE lead_id = ANY (${GIVEN_IDS}) AND message IS NOT NULL AND state IN ('sent', 'skipped', 'failed')
    RETURNING conversation_id
  )
  SELECT conversation_id AS id, ${announceWork('conversation_id')} AS announced
  FROM (SELECT DISTINCT conversation_id FROM drawn ORDER BY 1) AS work`;

/** $1: JSON array of `{ id, version }` of leads · $2: when the first is due */
export const SPREAD_CARDS = `
  WITH due AS MATERIALIZED (
    SELECT delivery.id, lead.version, row_number() OVER (ORDER BY delivery.id) - 1 AS place
    FROM jsonb_to_recordset($1::jsonb) AS lead (id uuid, version int) JOIN delivery ON delivery.lead_id = lead.id
    WHERE message IS NOT NULL
  ), later AS (
    UPDATE delivery SET wanted_version = due.version, not_before = $2::timestamptz + place * interval '1 second',
      state = CASE WHEN state IN ('skipped', 'failed') THEN 'sent' ELSE state END
    FROM due WHERE delivery.id = due.id
    RETURNING 1
  )
  SELECT count(*)::int AS cards FROM later`;

/** $1: JSON array of lead ids */
export const NOTICES_ABOUT = `
  SELECT id AS "deliveryId", notice AS card FROM delivery WHERE about && ${GIVEN_IDS} AND notice IS NOT NULL`;

/** Also those from before a notice had the leads that it names. $1: JSON array of patterns */
export const NOTICES_WITH = `
  SELECT id AS "deliveryId", notice AS card FROM delivery
  WHERE notice IS NOT NULL AND lower(notice::text) LIKE ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))`;

/** $1: JSON array of `{ deliveryId, card }`. As with `EDIT_NOTICE`, one that was skipped or refused is tried again. */
export const REWRITE_NOTICES = `
  WITH given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS new ("deliveryId" uuid, card jsonb)
  ), edited AS (
    UPDATE delivery SET notice = given.card, wanted_version = wanted_version + 1, not_before = NULL,
      state = CASE WHEN state IN ('skipped', 'failed') AND message IS NOT NULL THEN 'sent' ELSE state END
    FROM given WHERE delivery.id = given."deliveryId"
    RETURNING conversation_id
  )
  SELECT conversation_id AS id, ${announceWork('conversation_id')} AS announced
  FROM (SELECT DISTINCT conversation_id FROM edited ORDER BY 1) AS work`;

/**
 * The status stands in the text, so that a prepared plan uses the index of those.
 * $1: before then it came in, and nothing has happened since · $2, $3: time and id of the last lead looked at · $4: at most how many
 */
export const outlived = (status: string) => `
  SELECT lead.id, lead.version, lead.received_at AS "receivedAt", event.at < $1::timestamptz AS "isOver"
  FROM (
    SELECT id, version, received_at FROM lead
    WHERE status = '${status}' AND received_at < $1::timestamptz AND (received_at, id) > ($2::timestamptz, $3::uuid)
    ORDER BY received_at, id
    LIMIT $4::int
  ) AS lead JOIN lead_event AS event ON event.lead_id = lead.id AND event.version = lead.version
  ORDER BY lead.received_at, lead.id`;
