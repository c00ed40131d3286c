import { LOCK_SPACE, TIMEKEEPER_LOCK } from './advisory-locks.ts';
import { LEAD_COLUMNS } from './columns.ts';

/**
 * Takes the timekeeper's lock until the end of the transaction, and the leads whose step is due.
 * $1: now · $2: at most how many
 * Comes back with `mine: false` alone when another timekeeper has the lock, with empty columns when nothing is due.
 */
export const TAKE_DUE_LIMITS = `
  WITH turn AS MATERIALIZED (
    SELECT pg_try_advisory_xact_lock(${LOCK_SPACE}, ${TIMEKEEPER_LOCK}) AS mine
  )
  SELECT turn.mine, due.*
  FROM turn LEFT JOIN LATERAL (
    SELECT ${LEAD_COLUMNS}, event.at AS "changedAt", (
      SELECT max(first) FROM (
        SELECT min(attempted_at) AS first FROM delivery
        WHERE delivery.lead_id = lead.id AND kind IN ('owner', 'reminder') AND sent_version > 0
        GROUP BY kind, delivery.round
      ) AS message
    ) AS "shownAt", (
      SELECT jsonb_agg(step.at ORDER BY step.at) FROM lead_event AS step
      WHERE step.lead_id = lead.id AND step.at > $1::timestamptz - interval '1 day'
        AND step.event ->> 'type' = 'reminded'
    ) AS recent
    FROM lead JOIN lead_event AS event ON event.lead_id = lead.id AND event.version = lead.version
    WHERE turn.mine AND step_at <= $1::timestamptz
    ORDER BY step_at, lead.id
    LIMIT $2::int
    FOR UPDATE OF lead SKIP LOCKED
  ) AS due ON true`;

/** $1: now · $2: whether the pass before went well · $3: how long a gap may be that is none, in ms */
export const WATCH = `
  WITH last AS (
    SELECT began_at, until FROM watch ORDER BY until DESC LIMIT 1
  ), longer AS (
    UPDATE watch SET until = greatest(watch.until, $1::timestamptz) FROM last
    WHERE watch.began_at = last.began_at
      AND ($2::boolean OR $1::timestamptz - last.until <= $3::int * interval '1 millisecond')
    RETURNING watch.began_at
  )
  INSERT INTO watch (began_at, until)
  SELECT $1::timestamptz, $1::timestamptz WHERE NOT EXISTS (SELECT FROM longer)
  ON CONFLICT DO NOTHING`;

/** $1: since when */
export const DOWN = `
  SELECT "from", "to" FROM (
    SELECT lag(until) OVER (ORDER BY began_at) AS "from", began_at AS "to" FROM watch
  ) AS gap
  WHERE "from" < "to" AND "to" > $1::timestamptz`;

/**
 * $1: JSON array of reps · $2: held back at or after this moment counts as held back now · $3: the problem of who is not in chat
 * A conversation that does not take our messages shows in a message that waits. Whoever has another one that does can be reached.
 */
export const UNREACHABLE = `
  SELECT target AS rep FROM (
    SELECT target, address IS NOT NULL AS known, (
      (problem IS NOT NULL OR held_until >= $2::timestamptz) AND EXISTS (
        SELECT FROM delivery
        WHERE conversation_id = conversation.id AND state IN ('pending', 'sending', 'ambiguous') AND sent_version < wanted_version)
    ) AS blocked
    FROM conversation
    WHERE kind = 'direct' AND target = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))
      AND problem IS DISTINCT FROM $3
  ) AS chat
  GROUP BY target
  HAVING bool_or(blocked) AND NOT bool_or(known AND NOT blocked)`;

/** $1: rep · $2: the lead whose message it is */
export const REMINDED_WITH = `
  SELECT ${LEAD_COLUMNS} FROM lead
  WHERE status = 'owned' AND owner = $1 AND running_limit -> 'reminder' ->> 'with' = $2
  ORDER BY (running_limit ->> 'until')::timestamptz, id`;

/** $1: JSON array of recipients · $2: since when */
export const LIMIT_MESSAGES = `
  SELECT recipient, at FROM limit_message
  WHERE recipient = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb))) AND at > $2::timestamptz
  ORDER BY at`;

/** $1: JSON array of recipients · $2: when · $3: what was sent before is forgotten */
export const NOTE_LIMIT_MESSAGES = `
  WITH forgotten AS (
    DELETE FROM limit_message WHERE at <= $3::timestamptz
  )
  INSERT INTO limit_message (recipient, at)
  SELECT DISTINCT jsonb_array_elements_text($1::jsonb), $2::timestamptz
  ON CONFLICT DO NOTHING`;
