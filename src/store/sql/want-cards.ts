import { announceWork } from './advisory-locks.ts';

/**
 * Makes wanted cards exist and marks every other card of the changed leads as out of date.
 * $1: `{ cards, versions }`
 * A card that was skipped or refused comes back only by being wanted again itself; where its message is known it is edited.
 * Returns the conversations that have work by this.
 */
export const WANT_CARDS = `
  WITH given AS (
    SELECT $1::jsonb AS batch
  ), changed AS (
    SELECT lead_id, max(version) AS version
    FROM given, jsonb_to_recordset(batch -> 'versions') AS change (lead_id uuid, version int)
    GROUP BY lead_id
  ), card AS (
    SELECT DISTINCT ON (card.lead_id, kind, round, conversation_id) card.*, changed.version
    FROM given, changed, jsonb_to_recordset(batch -> 'cards') AS card
      (id uuid, lead_id uuid, kind text, round int, conversation_id uuid)
    WHERE changed.lead_id = card.lead_id
  ), wanted AS (
    INSERT INTO delivery AS old (id, conversation_id, lead_id, kind, round, state, wanted_version)
    SELECT id, conversation_id, lead_id, kind, round, 'pending', version FROM card
    ON CONFLICT (lead_id, kind, round, conversation_id, copy) DO UPDATE SET
      wanted_version = greatest(old.wanted_version, excluded.wanted_version),
      state = CASE
        WHEN old.state NOT IN ('skipped', 'failed') THEN old.state
        WHEN old.message IS NULL THEN 'pending'
        ELSE 'sent' END,
      not_before = CASE WHEN old.state IN ('skipped', 'failed') THEN NULL ELSE old.not_before END
    RETURNING conversation_id, sent_version < wanted_version AS has_work
  ), outdated AS (
    UPDATE delivery SET wanted_version = changed.version
    FROM changed
    WHERE delivery.lead_id = changed.lead_id AND delivery.wanted_version < changed.version
      AND delivery.state NOT IN ('skipped', 'failed')
      AND NOT EXISTS (
        SELECT FROM card
        WHERE delivery.copy = 0 AND (card.lead_id, card.kind, card.round, card.conversation_id)
          = (delivery.lead_id, delivery.kind, delivery.round, delivery.conversation_id))
    RETURNING conversation_id
  )
  SELECT conversation_id AS id, ${announceWork('conversation_id')} AS announced
  FROM (
    SELECT conversation_id FROM wanted WHERE has_work UNION SELECT conversation_id FROM outdated
    ORDER BY 1
  ) AS work`;
