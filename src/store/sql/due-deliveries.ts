import { DELIVERY_COLUMNS } from './columns.ts';

/** One kind of due work, oldest first, straight from the index of what is not up to date. */
const due = (turn: number, states: string) => `
  (SELECT id, ${turn} AS turn FROM delivery
   WHERE conversation_id = (SELECT id FROM free) AND state IN (${states}) AND sent_version < wanted_version
     AND (not_before IS NULL OR not_before <= $2::timestamptz)
   ORDER BY id LIMIT $3::int)`;

/**
 * What is to do in a conversation: edits, then lost answers, then posts. Nothing while it is held back.
 * $1: conversation · $2: now · $3: at most how many
 */
export const DUE_DELIVERIES = `
  WITH free AS MATERIALIZED (
    SELECT id FROM conversation WHERE id = $1::uuid AND (held_until IS NULL OR held_until <= $2::timestamptz)
  ), work AS (
    ${due(1, "'sent'")} UNION ALL ${due(2, "'sending', 'ambiguous'")} UNION ALL ${due(3, "'pending'")}
  )
  SELECT ${DELIVERY_COLUMNS} FROM work JOIN delivery ON delivery.id = work.id
  ORDER BY work.turn, work.id
  LIMIT $3::int`;
