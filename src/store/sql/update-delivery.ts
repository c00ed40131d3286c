/**
 * Writes what came of a step, and when something was posted.
 * $1: delivery · $2: JSON of the columns to change · $3: when it was posted, or null
 * A card that is still to be posted, or may not be there, shows no version. Where a copy has the message already, it is the
 * copy that goes: one message is one card.
 */
export const UPDATE_DELIVERY = `
  WITH freed AS (
    DELETE FROM delivery copy USING delivery own
    WHERE own.id = $1::uuid AND copy.conversation_id = own.conversation_id AND copy.id <> own.id AND copy.copy > 0
      AND copy.message = $2::jsonb ->> 'message'
    RETURNING copy.id
  ), written AS (
    UPDATE delivery SET (state, sent_version, message, looks, not_before, error) = (
      SELECT new.state, CASE WHEN new.state IN ('pending', 'sending', 'ambiguous') THEN 0 ELSE new.sent_version END,
        new.message, new.looks, new.not_before, new.error
      FROM jsonb_populate_record(delivery, $2::jsonb) AS new
    )
    WHERE id = $1::uuid AND (SELECT count(*) FROM freed) >= 0
    RETURNING conversation_id
  )
  UPDATE conversation SET last_posted_at = greatest(last_posted_at, $3::timestamptz)
  FROM written
  WHERE conversation.id = written.conversation_id AND $3::timestamptz IS NOT NULL`;
