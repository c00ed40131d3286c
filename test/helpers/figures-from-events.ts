/**
 * The figures of a digest worked out a second time, from the timelines of the leads and nothing else, so that a mistake in what the
 * program counts cannot hide in what it stores for counting. Slow, and written apart from the program.
 */
import type { Counts, Dimension } from '../../src/domain/digest/figures.ts';
import type { Span } from '../../src/domain/digest/period.ts';
import type { ExecuteSql } from '../../src/store/home.ts';

/** Each event with the pool, rule and reps that it has to do with; of a lead's touches only the first counts, and of its arrivals in a pool. */
const HAPPENED = `
  WITH step AS (
    SELECT lead_id, version, at, event, event ->> 'type' AS type,
      CASE WHEN event ->> 'type' IN ('routed', 'decided') AND event #>> '{to,kind}' = 'pool' THEN event #>> '{to,pool}'
        WHEN event ->> 'type' = 'fell-back' THEN event ->> 'to' END AS into_pool,
      event ->> 'type' IN ('routed', 'decided') AND event #>> '{to,kind}' IN ('pool', 'rep') AS arrives
    FROM lead_event
  ), begun AS (
    SELECT lead_id, event #>> '{attributes,source}' AS source, event #>> '{attributes,country}' AS country, at AS received_at
    FROM step WHERE type = 'received'
  ), told AS (
    SELECT step.*, source, country, received_at,
      (array_remove(array_agg(into_pool) OVER so_far, NULL))[count(into_pool) OVER so_far] AS pool,
      (array_remove(array_agg(CASE type WHEN 'routed' THEN event ->> 'rule' END) OVER so_far, NULL))[
        count(*) FILTER (WHERE type = 'routed') OVER so_far] AS rule,
      arrives AND count(*) FILTER (WHERE arrives) OVER so_far = 1 AS first_arrival,
      type IN ('contacted', 'stage') AND count(*) FILTER (WHERE type IN ('contacted', 'stage')) OVER so_far = 1 AS first_touch
    FROM step JOIN begun USING (lead_id)
    WINDOW so_far AS (PARTITION BY lead_id ORDER BY version)
  ), happened AS (
    SELECT 'received' AS what, at, NULL AS pool, NULL AS rep, source, NULL AS rule, country, received_at, NULL::float8 AS amount FROM told WHERE type = 'received'
    UNION ALL SELECT 'qualified', at, pool, event #>> '{to,rep}', source, rule, country, received_at, NULL FROM told WHERE first_arrival
    UNION ALL SELECT CASE type WHEN 'expired' THEN 'timed-out' ELSE type END, at, pool, event ->> 'rep', source, rule, country, received_at, NULL
      FROM told WHERE type IN ('claimed', 'offered', 'accepted', 'declined', 'expired')
    UNION ALL SELECT 'given', at, pool, event #>> '{to,rep}', source, rule, country, received_at, NULL FROM told WHERE arrives AND event #>> '{to,kind}' = 'rep'
    UNION ALL SELECT 'given', at, pool, event ->> 'rep', source, rule, country, received_at, NULL FROM told WHERE type = 'assigned'
    UNION ALL SELECT 'given', at, pool, event ->> 'to', source, rule, country, received_at, NULL FROM told WHERE type = 'handed-over'
    UNION ALL SELECT 'touched', at, pool, event ->> 'rep', source, rule, country, received_at, NULL FROM told WHERE first_touch
    UNION ALL SELECT 'won', at, pool, event ->> 'rep', source, rule, country, received_at, coalesce((event ->> 'amount')::float8, 0) FROM told
      WHERE type = 'stage' AND event ->> 'stage' = 'won'
  )`;

/** @returns counts by key and kind, kinds that did not happen left out */
export async function countsFromEvents(
  executeSql: ExecuteSql,
  { from, to }: Span,
  by: Dimension,
): Promise<Map<string | null, Partial<Counts> & { amount: number }>> {
  const { rows } = await executeSql(
    `${HAPPENED} SELECT ${by} AS key, what, count(*)::int AS count, sum(amount) AS amount FROM happened
     WHERE at >= $1::timestamptz AND at < $2::timestamptz GROUP BY 1, 2`,
    [from.toISOString(), to.toISOString()],
  );
  const counts = new Map<string | null, Partial<Counts> & { amount: number }>();
  for (const row of rows as { key: string | null; what: keyof Counts; count: number; amount: number | null }[]) {
    const known = counts.get(row.key) ?? { amount: 0 };
    counts.set(row.key, { ...known, [row.what]: row.count, amount: known.amount + (row.amount ?? 0) });
  }
  return counts;
}

/** How long each lead that came in in a span had waited when it was answered in it, in ms, by key; ascending. */
export async function waitsFromEvents(executeSql: ExecuteSql, { from, to }: Span, by: Dimension | null) {
  const { rows } = await executeSql(
    `${HAPPENED} SELECT ${by ?? 'NULL'} AS key, (extract(epoch FROM at - received_at) * 1000)::float8 AS wait FROM happened
     WHERE what = 'touched' AND received_at >= $1::timestamptz AND received_at < $2::timestamptz AND at < $2::timestamptz
     ORDER BY 2`,
    [from.toISOString(), to.toISOString()],
  );
  const waits = new Map<string | null, number[]>();
  for (const { key, wait } of rows as { key: string | null; wait: number }[])
    waits.set(key, [...(waits.get(key) ?? []), Math.round(wait)]);
  return waits;
}

/** Leads that came in in a span, qualified, and had not been answered when their limit was over, though it was over in time. */
export async function overdueFromEvents(executeSql: ExecuteSql, { from, to }: Span, limitMs: number): Promise<number> {
  const { rows } = await executeSql(
    `${HAPPENED}, touch AS (
       SELECT lead_id, min(at) AS at FROM told WHERE first_touch GROUP BY lead_id
     )
     SELECT count(*)::int AS count FROM told LEFT JOIN touch USING (lead_id)
     WHERE first_arrival AND received_at >= $1::timestamptz AND received_at + $3::int * interval '1 ms' <= $2::timestamptz
       AND (touch.at IS NULL OR touch.at >= $2::timestamptz)`,
    [from.toISOString(), to.toISOString(), limitMs],
  );
  return (rows as { count: number }[])[0]?.count ?? 0;
}
