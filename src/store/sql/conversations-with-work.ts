/** Conversations that have due work and are not held back. $1: now · $2: at most how many */
export const CONVERSATIONS_WITH_WORK = `
  SELECT id FROM conversation
  WHERE (held_until IS NULL OR held_until <= $1::timestamptz)
    AND EXISTS (
      SELECT FROM delivery
      WHERE conversation_id = conversation.id AND state IN ('sent', 'sending', 'ambiguous', 'pending')
        AND sent_version < wanted_version AND (not_before IS NULL OR not_before <= $1::timestamptz))
  ORDER BY id
  LIMIT $2::int`;
