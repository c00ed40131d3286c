/** How fast a backlog of 20,000 leads is routed (design §6, number 2), beside the same done by hand in one statement. */
import { type BenchApp, openBenchApp, POOLS } from './bench-app.ts';
import { atLeast, atMost, type BenchRow } from './bench-row.ts';
import { median, timed } from './measure.ts';
import { withDatabase } from './postgres.ts';
import { storeLeads } from './stored-leads.ts';

const BACKLOG = 20_000;
/** As many as the router takes at once. */
const BATCH = 500;
const ROUNDS = 3;

/** What one writer without rules, traces and cards would do with a batch. */
const BY_HAND = `
  WITH taken AS (
    SELECT id FROM lead WHERE status = 'received' ORDER BY received_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  ), routed AS (
    UPDATE lead SET status = 'pooled', version = version + 1, round = 1, pool = 'pool0', ruleset_version = 1
    FROM taken WHERE lead.id = taken.id
    RETURNING lead.id, lead.version
  )
  INSERT INTO lead_event (lead_id, version, at, event)
  SELECT id, version, now(), '{"type": "routed", "ruleset": 1, "to": {"kind": "pool", "pool": "pool0"}, "trace": []}' FROM routed`;

export function benchRouting(): Promise<BenchRow[]> {
  return withDatabase('routing', async (url) => {
    const app = await openBenchApp(url);
    try {
      return await measure(app);
    } finally {
      await app.close();
    }
  });
}

async function measure(app: BenchApp): Promise<BenchRow[]> {
  const byHand: number[] = [];
  const ours: number[] = [];
  const recognising: number[] = [];
  let statements = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = 3 * round * BACKLOG;
    await storeLeads(app.executeSql, { status: 'received', from, count: BACKLOG });
    byHand.push(await leadsPerSecond(() => routeByHand(app)));
    await storeLeads(app.executeSql, { status: 'received', from: from + BACKLOG, count: BACKLOG });
    app.sent.length = 0;
    ours.push(await leadsPerSecond(() => routeAll(app)));
    statements = app.sent.filter((sql) => !sql.includes('pgboss')).length / (BACKLOG / BATCH);
    await storeLeads(app.executeSql, { status: 'received', from: from + 2 * BACKLOG, count: BACKLOG, repeats: true });
    recognising.push(await leadsPerSecond(() => routeAll(app)));
  }
  return [
    atLeast({
      name: `routing a backlog of ${BACKLOG.toLocaleString('en')} into ${POOLS} pools`,
      unit: 'leads/s',
      figure: median(ours),
      baseline: median(byHand),
      share: 0.5,
      orAbove: 4_000,
    }),
    atLeast({
      name: 'routing the same where 30 % are of people who wrote before',
      unit: 'leads/s',
      figure: median(recognising),
      baseline: median(byHand),
      share: 0.3,
      orAbove: 2_500,
    }),
    atMost({ name: 'routing, beside the queue of jobs', unit: 'statements/batch', figure: statements, limit: 3 }),
  ];
}

async function leadsPerSecond(work: () => Promise<unknown>): Promise<number> {
  return (BACKLOG / (await timed(work))) * 1_000;
}

async function routeByHand({ executeSql }: BenchApp): Promise<void> {
  for (let routed = 0; routed < BACKLOG; routed += BATCH) await executeSql(BY_HAND, []);
}

async function routeAll({ routeLeads }: BenchApp): Promise<void> {
  for (let routed = 0; routed < BACKLOG; ) routed += (await routeLeads()).routed.length;
}
