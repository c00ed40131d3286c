import { announceWork } from './advisory-locks.ts';

/**
 * Puts a notice into a conversation, unless its key was used.
 * $1: id · $2: key · $3: conversation · $4: the card as JSON
 */
export const WANT_NOTICE = `
  WITH wanted AS (
    INSERT INTO delivery (id, notice_key, conversation_id, notice, kind, round, state, wanted_version)
    VALUES ($1::uuid, $2, $3::uuid, $4::jsonb, 'notice', 0, 'pending', 1)
    ON CONFLICT (notice_key) DO NOTHING
    RETURNING conversation_id
  )
  SELECT conversation_id AS id, ${announceWork('conversation_id')} AS announced FROM wanted`;
