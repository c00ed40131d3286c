/**
 * What a digest costs over 1,000,000 stored leads (design §6, number 7): the whole of what the calendar reads for one, comparison with
 * the period before and fairness included, of the last day and the last 30 days. And what counting facts costs intake.
 */
import { createReadDigest } from '../../src/app/digest/read-digest.ts';
import { headline } from '../../src/domain/digest/digest-card.ts';
import { periodUntil } from '../../src/domain/digest/period.ts';
import { systemClock } from '../../src/system/system-clock.ts';
import { type BenchApp, openBenchApp, POOLS } from './bench-app.ts';
import { benchRuleset, leadAttributes } from './bench-leads.ts';
import { atMost, type BenchRow } from './bench-row.ts';
import { median, timed } from './measure.ts';
import { withDatabase } from './postgres.ts';

const LEADS = 1_000_000;
/** Over so many days: about 80,000 a month. */
const DAYS = 375;
/** Those that came last are still in hand. */
const OPEN = 20_000;
const ROUNDS = 7;

const LIMITS = { day: 50, month: 500 };

export async function benchDigest(): Promise<BenchRow[]> {
  return withDatabase('digest', async (databaseUrl) => {
    const app = await openBenchApp(databaseUrl);
    try {
      await fill(app);
      return [await measure(app, 'day'), await measure(app, 'month')];
    } finally {
      await app.close();
    }
  });
}

async function measure({ store }: BenchApp, every: keyof typeof LIMITS): Promise<BenchRow> {
  const read = createReadDigest({ store, ruleset: benchRuleset(POOLS), clock: systemClock });
  const once = () => {
    const period = periodUntil(every, new Date(), 'Europe/London');
    return read({ period, pools: null, by: ['rep', 'source'], reader: null });
  };
  // What a digest says is shown, so that nobody measures an empty one.
  process.stderr.write(`  ${every}: ${headline(await once())}\n`);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(once));
  const name = `digest of ${every === 'day' ? 'a day' : '30 days'} over 1,000,000 stored leads, compared with those before`;
  return atMost({ name, unit: 'ms', figure: median(times), limit: LIMITS[every] });
}

/** Leads with what happened to each, oldest first, as they would have been written. */
async function fill({ executeSql }: BenchApp): Promise<void> {
  const n = `generate_series(1, ${LEADS}) AS n`;
  const id = `('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const received = `now() - interval '${DAYS} days' + n * (interval '${DAYS} days' / ${LEADS})`;
  const isOpen = `n > ${LEADS - OPEN}`;
  await executeSql(
    `INSERT INTO lead (id, status, version, round, pool, owner, ruleset_version, received_at, owned_at, first_touch_at, touched_at, rule, attributes)
     SELECT ${id}, CASE WHEN ${isOpen} THEN 'owned' WHEN n % 5 = 0 THEN 'won' ELSE 'lost' END, 5, 1, 'pool' || n % ${POOLS}, 'rep' || n % 20, 1,
       ${received}, ${received} + interval '1 min',
       CASE WHEN n % 8 > 0 OR NOT ${isOpen} THEN ${received} + interval '4 min' END,
       CASE WHEN n % 8 > 0 OR NOT ${isOpen} THEN ${received} + interval '4 min' END, 'Product ' || n % ${POOLS},
       $1::jsonb || jsonb_build_object('source', 'source ' || n % 5)
     FROM ${n}`,
    [JSON.stringify(leadAttributes(0, 0))],
  );
  await executeSql(
    `INSERT INTO fact (at, what, pool, rep, source, country, rule, received_at, amount)
     SELECT received + lag * (1 + n % 7), what, CASE WHEN what <> 'received' THEN 'pool' || n % ${POOLS} END,
       CASE WHEN has_rep THEN 'rep' || n % 20 END, 'source ' || n % 5, 'ES', CASE WHEN what <> 'received' THEN 'Product ' || n % ${POOLS} END,
       CASE what WHEN 'touched' THEN received END, CASE what WHEN 'won' THEN n % 1000 END
     FROM (SELECT n, ${received} AS received FROM ${n}) AS lead, (VALUES
       ('received', interval '0', false), ('qualified', interval '1 s', false), ('offered', interval '2 s', true),
       ('accepted', interval '30 s', true), ('touched', interval '1 min', true), ('won', interval '1 day', true)
     ) AS fact (what, lag, has_rep)
     WHERE (what <> 'touched' OR n % 8 > 0) AND (what <> 'won' OR n % 5 = 0) AND received + lag * (1 + n % 7) <= now()
     ORDER BY 1`,
    [],
  );
  await executeSql('VACUUM ANALYZE lead, fact');
}
