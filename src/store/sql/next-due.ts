/** What is not up to date and can still be brought there. */
const OPEN = `
  SELECT not_before FROM delivery
  WHERE conversation_id = conversation.id AND state IN ('sent', 'sending', 'ambiguous', 'pending')
    AND sent_version < wanted_version`;

/**
 * When the next work of a conversation is due; long ago when it is due already, nothing when there is none.
 * $1: conversation
 * Most work is due at once, and the first such row is enough to know: a long queue need not be read.
 */
export const NEXT_DUE = `
  SELECT greatest(held_until, next) AS at
  FROM conversation CROSS JOIN LATERAL (
    SELECT CASE
      WHEN EXISTS (${OPEN} AND not_before IS NULL) THEN 'epoch'
      ELSE (SELECT min(not_before) FROM (${OPEN}) AS open) END AS next
  ) AS due
  WHERE id = $1::uuid AND next IS NOT NULL`;
