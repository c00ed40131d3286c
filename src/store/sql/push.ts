import { ASSIGNER_LOCK, BUDGET_LOCK_SPACE, LOCK_SPACE } from './advisory-locks.ts';
import { LEAD_COLUMNS } from './columns.ts';

/**
 * Takes the assigner's lock until the end of the transaction, and the leads whose time has come.
 * $1: now · $2: at most how many
 * Comes back with `mine: false` alone when another assigner has the lock, with empty columns when nothing is due.
 */
export const TAKE_DUE = `
  WITH turn AS MATERIALIZED (
    SELECT pg_try_advisory_xact_lock(${LOCK_SPACE}, ${ASSIGNER_LOCK}) AS mine
  )
  SELECT turn.mine, due.*
  FROM turn LEFT JOIN LATERAL (
    SELECT ${LEAD_COLUMNS}, (
      SELECT CASE WHEN bool_or(sent_version > 0) THEN 'yes' WHEN bool_and(state IN ('failed', 'skipped')) THEN 'never' END
      FROM delivery
      WHERE lead.status = 'offered' AND lead_id = lead.id AND kind = 'offer' AND delivery.round = lead.round
    ) AS shown
    FROM lead
    WHERE turn.mine AND due_at <= $1::timestamptz
    ORDER BY due_at, id
    LIMIT $2::int
    FOR UPDATE SKIP LOCKED
  ) AS due ON true`;

export const WAIT_FOR_ASSIGNER = `SELECT pg_advisory_xact_lock(${LOCK_SPACE}, ${ASSIGNER_LOCK})::text`;

/** Goes from pool to pool through the index, so it costs as much as there are pools with leads that wait. */
export const HELD_POOLS = `
  WITH RECURSIVE held AS (
    (SELECT pool FROM lead WHERE held_since IS NOT NULL ORDER BY pool LIMIT 1)
    UNION ALL
    SELECT (SELECT lead.pool FROM lead WHERE held_since IS NOT NULL AND lead.pool > held.pool ORDER BY lead.pool LIMIT 1)
    FROM held WHERE held.pool IS NOT NULL
  )
  SELECT pool FROM held WHERE pool IS NOT NULL`;

/** $1: pool · $2, $3: time and id of the last lead looked at · $4: at most how many */
export const TAKE_HELD = `
  SELECT ${LEAD_COLUMNS} FROM lead
  WHERE held_since IS NOT NULL AND pool = $1 AND (received_at, id) > ($2::timestamptz, $3::uuid)
  ORDER BY received_at, id
  LIMIT $4::int
  FOR UPDATE SKIP LOCKED`;

/** $1: JSON array of reps · $2: since when */
export const LOADS = `
  WITH rep AS (
    SELECT jsonb_array_elements_text($1::jsonb) AS id
  ), got AS (
    SELECT rep.id AS rep, lead.pool, jsonb_agg(lead.owned_at ORDER BY lead.owned_at) AS received
    FROM rep JOIN lead ON lead.owner = rep.id AND lead.owned_at > $2::timestamptz
    GROUP BY rep.id, lead.pool
  ), has AS (
    SELECT rep.id AS rep, lead.pool, count(*)::int AS open
    FROM rep JOIN lead ON lead.owner = rep.id AND lead.status = 'owned'
    GROUP BY rep.id, lead.pool
  )
  SELECT coalesce(got.rep, has.rep) AS rep, coalesce(got.pool, has.pool) AS pool, coalesce(received, '[]') AS received,
    coalesce(open, 0) AS open
  FROM got FULL JOIN has ON has.rep = got.rep AND has.pool IS NOT DISTINCT FROM got.pool`;

export const OPEN_OFFERS = `
  SELECT offered_to AS rep, count(*)::int AS offers FROM lead WHERE offered_to IS NOT NULL GROUP BY offered_to`;

/** $1: rep, or null for all */
export const OFFERED = `
  SELECT id FROM lead WHERE offered_to IS NOT NULL AND ($1::text IS NULL OR offered_to = $1)`;

/** Lets one transaction at a time count what a pool's budget still allows. $1: pool */
export const LOCK_BUDGET = `SELECT pg_advisory_xact_lock(${BUDGET_LOCK_SPACE}, hashtext($1))::text`;

/** How many leads of a pool each rep took. $1: pool · $2: JSON array of reps · $3: since when */
export const COUNT_TAKEN = `
  SELECT owner AS rep, count(*)::int AS taken FROM lead
  WHERE owner = ANY (ARRAY (SELECT jsonb_array_elements_text($2::jsonb))) AND owned_at > $3::timestamptz AND pool = $1
  GROUP BY owner`;

/**
 * $1: pool · $2: since when. The last entry of the timeline says when a lead came to where it is; of an erased one that before, and its
 * stage how it ended.
 */
export const RESULTS = `
  SELECT owner AS rep, date_trunc('day', at, 'UTC') AS at, result, count(*)::int AS count
  FROM (
    SELECT lead.owner, event.at, CASE
      WHEN lead.status IN ('won', 'lost') THEN lead.status
      WHEN lead.status = 'erased' AND lead.stage IN ('won', 'lost') THEN lead.stage
      WHEN lead.stage IN ('opportunity', 'proposal') THEN 'opportunity'
      ELSE 'open' END AS result
    FROM lead JOIN lead_event AS event ON event.lead_id = lead.id AND event.version = lead.version - (lead.status = 'erased')::int
    WHERE lead.owner IS NOT NULL AND lead.pool = $1 AND event.at > $2::timestamptz
  ) AS outcome
  GROUP BY 1, 2, 3`;
