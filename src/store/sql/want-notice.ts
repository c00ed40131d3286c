import { announceWork } from './advisory-locks.ts';

/**
 * Puts a notice into a conversation, unless its key was used.
 * $1: id · $2: key · $3: conversation · $4: the card as JSON · $5: JSON array of the leads that it names, or null
 */
export const WANT_NOTICE = `
  WITH wanted AS (
    INSERT INTO delivery (id, notice_key, conversation_id, notice, kind, round, state, wanted_version, about)
    VALUES ($1::uuid, $2, $3::uuid, $4::jsonb, 'notice', 0, 'pending', 1,
      CASE WHEN $5::jsonb IS NOT NULL THEN ARRAY (SELECT jsonb_array_elements_text($5::jsonb)::uuid) END)
    ON CONFLICT (notice_key) DO NOTHING
    RETURNING conversation_id
  )
  SELECT conversation_id AS id, ${announceWork('conversation_id')} AS announced FROM wanted`;

/** $1: key · $2: the card as JSON. As with cards, one that was skipped or refused comes back by being wanted anew. */
export const EDIT_NOTICE = `
  WITH edited AS (
    UPDATE delivery SET notice = $2::jsonb, wanted_version = wanted_version + 1,
      state = CASE
        WHEN state NOT IN ('skipped', 'failed') THEN state
        WHEN message IS NULL THEN 'pending'
        ELSE 'sent' END,
      not_before = CASE WHEN state IN ('skipped', 'failed') THEN NULL ELSE not_before END
    WHERE notice_key = $1 AND notice IS DISTINCT FROM $2::jsonb
    RETURNING conversation_id
  )
  SELECT conversation_id AS id, ${announceWork('conversation_id')} AS announced FROM edited`;
