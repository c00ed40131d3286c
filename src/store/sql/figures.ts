/**
 * Figures of digests. All have: $1, $2: from and to · $3: JSON array of pools, or null for all · $4: rep, or null for all.
 * Times of `fact` are in the order in which it was written, so its block range index leads straight to them.
 */
import type { Dimension } from '../../domain/digest/figures.ts';

/** New rows are in no range until somebody says so; until then every reader would look through them. Its result is of no interest. */
export const SUMMARIZE_FACTS = `SELECT brin_summarize_new_values('fact_at_idx')::text`;

const IN_SCOPE = `
  ($3::jsonb IS NULL OR pool = ANY (ARRAY (SELECT jsonb_array_elements_text($3::jsonb)))) AND ($4::text IS NULL OR rep = $4)`;

/** Our own column names; nothing of a request gets into a statement. */
const COLUMN: Record<Dimension, string> = {
  rep: 'rep',
  pool: 'pool',
  source: 'source',
  rule: 'rule',
  country: 'country',
};

/** $5: JSON array of the instants at which stretches begin, ascending · $6: the kind of fact that is counted by them */
export function countFacts(by: readonly Dimension[]): string {
  const keys = by.map((dimension) => `, ${COLUMN[dimension]}`).join('');
  return `
  SELECT what${keys}, CASE WHEN what = $6 THEN width_bucket(at, ARRAY (
      SELECT start::timestamptz FROM jsonb_array_elements_text($5::jsonb) AS start ORDER BY 1
    )) END AS bucket, count(*)::int AS count, coalesce(sum(amount), 0) AS amount
  FROM fact WHERE at >= $1::timestamptz AND at < $2::timestamptz AND ${IN_SCOPE}
  GROUP BY what${keys}, bucket`;
}

/**
 * Leads that came in between $1 and $2: those touched by then, and those that were not. $5: JSON of limits by pool, in ms ·
 * $6: the limit of the other pools. Waits come as one text of numbers: percentiles in SQL would sort them once for every key.
 */
export function measureWaits(by: readonly Dimension[]): string {
  const keys = by.map((dimension) => `${COLUMN[dimension]}, `).join('');
  const untouched = by.map((dimension) => `${UNTOUCHED_COLUMN[dimension]} AS ${COLUMN[dimension]}, `).join('');
  return `
  WITH lead_in AS (
    SELECT ${keys} at < $2::timestamptz AS answered,
      greatest(0, round(extract(epoch FROM at - received_at) * 1000))::int8 AS waited,
      received_at, coalesce(($5::jsonb ->> pool)::int8, $6::int8) AS most
    FROM fact
    WHERE what = 'touched' AND at >= $1::timestamptz AND received_at >= $1::timestamptz AND received_at < $2::timestamptz
      AND ${IN_SCOPE}
    UNION ALL
    SELECT ${untouched} false, NULL, received_at, coalesce(($5::jsonb ->> pool)::int8, $6::int8)
    FROM lead
    WHERE first_touch_at IS NULL AND (status = 'pooled' OR status = 'offered' OR status = 'owned')
      AND received_at >= $1::timestamptz AND received_at < $2::timestamptz AND ${IN_SCOPE.replace('rep =', 'owner =')}
  )
  SELECT ${keys} string_agg(waited::text, ',') FILTER (WHERE answered) AS waits,
    count(*) FILTER (WHERE answered AND waited <= most)::int AS within,
    count(*) FILTER (WHERE answered OR received_at + most * interval '1 ms' <= $2::timestamptz)::int AS due
  FROM lead_in
  GROUP BY GROUPING SETS ((${by.map((dimension) => COLUMN[dimension]).join(', ')}))`;
}

/** A lead that nobody has touched is whose it is. */
const UNTOUCHED_COLUMN: Record<Dimension, string> = {
  rep: 'owner',
  pool: 'pool',
  source: `attributes ->> 'source'`,
  rule: 'rule',
  country: `attributes ->> 'country'`,
};

/** $1: now · $2: JSON of limits by pool, in ms · $3, $4: scope · $5: the limit of the other pools */
export const COUNT_STALE = `
  SELECT owner AS rep, count(*)::int AS count FROM lead
  WHERE status = 'owned' AND coalesce(touched_at, owned_at)
    <= $1::timestamptz - coalesce(($2::jsonb ->> pool)::int8, $5::int8) * interval '1 ms'
    AND ${IN_SCOPE.replace('rep =', 'owner =')}
  GROUP BY owner ORDER BY owner`;

/** $1: JSON array of pools, or null for all */
export const COUNT_WAITING = `
  SELECT count(*)::int AS count FROM lead
  WHERE status = 'pooled' AND ($1::jsonb IS NULL OR pool = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb))))`;
