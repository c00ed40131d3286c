import { awaitAnnounced } from './advisory-locks.ts';

/**
 * Takes or renews the lease of a conversation.
 * $1: conversation · $2: holder · $3: now · $4: until
 * First waits for those who are about to commit work for it, then locks the row, so that it is judged as it is by then.
 */
export const LEASE_CONVERSATION = `
  WITH announced AS MATERIALIZED (
    SELECT ${awaitAnnounced('$1::uuid')}
  ), place AS (
    SELECT conversation.id, lease_holder, lease_until FROM announced, conversation
    WHERE conversation.id = $1::uuid
    FOR NO KEY UPDATE OF conversation
  )
  UPDATE conversation SET lease_holder = $2, lease_until = $4::timestamptz
  FROM place
  WHERE conversation.id = place.id
    AND (place.lease_holder IS NULL OR place.lease_holder = $2 OR place.lease_until <= $3::timestamptz)
  RETURNING conversation.id, platform, kind, target, address, last_posted_at AS "lastPostedAt", held_until AS "heldUntil", problem`;
