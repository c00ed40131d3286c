/**
 * Writes `sending`, while the lease is held and nobody has found a message of this delivery meanwhile.
 * $1: delivery · $2: holder · $3: now
 * The lease's row is locked as well, so that it cannot change hands before this is committed.
 */
export const START_POST = `
  WITH lease AS (
    SELECT conversation.id FROM conversation JOIN delivery ON delivery.conversation_id = conversation.id
    WHERE delivery.id = $1::uuid AND lease_holder = $2 AND lease_until > $3::timestamptz
    FOR SHARE OF conversation
  )
  UPDATE delivery SET state = 'sending', attempts = attempts + 1, attempted_at = $3::timestamptz, looks = 0
  FROM lease
  WHERE delivery.id = $1::uuid AND delivery.conversation_id = lease.id AND state = 'pending' AND message IS NULL
  RETURNING delivery.id`;
