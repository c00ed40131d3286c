import { announceWork } from './advisory-locks.ts';

/**
 * Takes in a message that shows a delivery's card and is not its known message.
 * $1: delivery · $2: the conversation's address on the platform · $3: message · $4: id for a copy
 * While a post is under way its answer may bring another message, so the one at hand becomes a copy.
 */
export const ADOPT_MESSAGE = `
  WITH own AS (
    SELECT delivery.* FROM delivery JOIN conversation ON conversation.id = delivery.conversation_id
    WHERE delivery.id = $1::uuid AND conversation.address = $2
    FOR UPDATE OF delivery
  ), strange AS (
    SELECT own.*, message IS NULL AND state <> 'sending' AS orphaned FROM own
    WHERE NOT EXISTS (
      SELECT FROM delivery known WHERE known.conversation_id = own.conversation_id AND known.message = $3)
  ), adopted AS (
    UPDATE delivery SET message = $3, state = 'sent', sent_version = 0, not_before = NULL
    FROM strange
    WHERE delivery.id = strange.id AND strange.orphaned
    RETURNING delivery.conversation_id
  ), copied AS (
    INSERT INTO delivery (id, conversation_id, lead_id, kind, round, copy, state, wanted_version, message)
    SELECT $4::uuid, conversation_id, lead_id, kind, round, (
        SELECT max(sibling.copy) + 1 FROM delivery sibling
        WHERE (sibling.lead_id, sibling.kind, sibling.round, sibling.conversation_id)
          = (strange.lead_id, strange.kind, strange.round, strange.conversation_id)
      ), 'sent', wanted_version, $3
    FROM strange
    WHERE NOT orphaned
    ON CONFLICT DO NOTHING
    RETURNING conversation_id
  )
  SELECT conversation_id AS id, ${announceWork('conversation_id')} AS announced
  FROM (SELECT conversation_id FROM adopted UNION ALL SELECT conversation_id FROM copied) AS work`;
