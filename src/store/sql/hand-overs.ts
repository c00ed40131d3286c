/** Hand-overs of leads to systems outside. */
import { LEAD_COLUMNS } from './columns.ts';

/**
 * Takes what may be worked on. $1: JSON array of lead ids · $2: target · $3: holder · $4: now · $5: until when
 * A lead that somebody else holds comes without its hand-over's columns; a dead letter does not come at all.
 */
export const BEGIN_HAND_OVERS = `
  WITH wanted AS (
    SELECT lead.id, known.state FROM lead
    LEFT JOIN hand_over AS known ON known.lead_id = lead.id AND known.target = $2
    WHERE lead.id = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)::uuid))
    ORDER BY lead.id
  ), taken AS (
    INSERT INTO hand_over AS held (lead_id, target, attempts, lease_holder, lease_until)
    SELECT id, $2, 1, $3, $5::timestamptz FROM wanted WHERE state IS DISTINCT FROM 'dead'
    ON CONFLICT (lead_id, target) DO UPDATE
      SET attempts = held.attempts + 1, lease_holder = excluded.lease_holder, lease_until = excluded.lease_until
      WHERE held.state = 'open' AND (held.lease_until IS NULL OR held.lease_until <= $4::timestamptz)
    RETURNING lead_id, sent_version, remote_id, attempts, failed_at
  )
  SELECT ${LEAD_COLUMNS}, taken.sent_version AS "sentVersion", taken.remote_id AS "remoteId", taken.attempts,
    taken.failed_at AS "failedAt"
  FROM wanted JOIN lead ON lead.id = wanted.id LEFT JOIN taken ON taken.lead_id = lead.id
  WHERE wanted.state IS DISTINCT FROM 'dead'`;

/** Events of leads after a version of each. $1: JSON array of `{ id, after, upto }` */
export const EVENTS_AFTER = `
  SELECT event.lead_id AS "leadId", event.version, event.at, event.event
  FROM jsonb_to_recordset($1::jsonb) AS wanted (id uuid, after int, upto int)
  JOIN lead_event AS event ON event.lead_id = wanted.id AND event.version > after AND event.version <= upto
  ORDER BY event.lead_id, event.version`;

/** $1: target · $2: holder · $3: rows of the table */
export const END_HAND_OVERS = `
  UPDATE hand_over SET state = new.state, sent_version = new.sent_version, remote_id = new.remote_id,
    attempts = new.attempts, error = new.error, failed_at = new.failed_at, lease_holder = NULL, lease_until = NULL
  FROM jsonb_to_recordset($3::jsonb) AS new
    (lead_id uuid, state text, sent_version int, remote_id text, attempts int, error text, failed_at timestamptz)
  WHERE hand_over.lead_id = new.lead_id AND hand_over.target = $1 AND hand_over.lease_holder = $2`;

/** $1: target, or null */
export const COUNT_DEAD = `
  SELECT target, coalesce(error, 'unknown') AS code, count(*)::int AS count, min(failed_at) AS since
  FROM hand_over WHERE state = 'dead' AND ($1::text IS NULL OR target = $1)
  GROUP BY target, error ORDER BY target, count DESC, code`;

/** $1: target, or null · $2: limit */
export const LIST_DEAD = `
  SELECT lead_id AS "leadId", target, coalesce(error, 'unknown') AS code, failed_at AS since
  FROM hand_over WHERE state = 'dead' AND ($1::text IS NULL OR target = $1)
  ORDER BY failed_at, lead_id LIMIT $2`;

/** $1: target · $2: limit */
export const REPLAY_DEAD = `
  WITH oldest AS (
    SELECT lead_id FROM hand_over WHERE state = 'dead' AND target = $1
    ORDER BY failed_at, lead_id LIMIT $2 FOR UPDATE SKIP LOCKED
  )
  UPDATE hand_over SET state = 'open', failed_at = NULL, error = NULL,
    sent_version = CASE error WHEN 'record_deleted' THEN 0 ELSE sent_version END,
    remote_id = CASE error WHEN 'record_deleted' THEN NULL ELSE remote_id END
  FROM oldest WHERE hand_over.lead_id = oldest.lead_id AND hand_over.target = $1
  RETURNING hand_over.lead_id AS "leadId"`;

export const FAILING_TARGETS = `
  SELECT target, (array_agg(error ORDER BY failed_at DESC))[1] AS code, count(*)::int AS tried, min(failed_at) AS since
  FROM hand_over WHERE state = 'open' AND error IS NOT NULL
  GROUP BY target ORDER BY target`;

/** $1: target · $2: JSON array of their ids */
export const LEADS_OF_RECORDS = `
  SELECT known.remote_id AS "remoteId", ${LEAD_COLUMNS}
  FROM hand_over AS known JOIN lead ON lead.id = known.lead_id
  WHERE known.target = $1 AND known.remote_id = ANY (ARRAY (SELECT jsonb_array_elements_text($2::jsonb)))`;
