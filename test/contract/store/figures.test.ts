/** Figures of digests against the same figures worked out from the timelines. Runs on PGlite and on PostgreSQL. */
import { beforeAll, describe, expect, it } from 'vitest';
import { DIMENSIONS, type Dimension, rowsOf, totalOf } from '../../../src/domain/digest/figures.ts';
import { periodBefore, type Span } from '../../../src/domain/digest/period.ts';
import { openTestStore } from '../../helpers/database.ts';
import { countsFromEvents, overdueFromEvents, waitsFromEvents } from '../../helpers/figures-from-events.ts';
import { hasSampleData, madeHistories, sampleHistories, storeHistories } from '../../helpers/lead-histories.ts';
import { at, changed, happen, storeLead, toPool } from '../../helpers/store-data.ts';

const { store, database } = await openTestStore();
const sql = database.executeSql;

const ALL = { pools: null, rep: null };
const LIMITS = { byPool: {}, otherwise: 5 * 60_000 };
/** Before all other leads of this file. */
const MADE_FROM = new Date('2026-01-05T00:00:00Z');

async function compare(span: Span, by: Dimension): Promise<void> {
  const { rows: counts } = await store.figures.counts(span, ALL, [by]);
  const measured = await store.figures.waits(span, ALL, [by], LIMITS);
  const total = totalOf([], measured).response;
  const expected = await countsFromEvents(sql, span, by);
  const waits = await waitsFromEvents(sql, span, by);
  expect(new Set(counts.map((row) => row[by]))).toEqual(new Set(expected.keys()));
  for (const row of rowsOf(counts, measured, by)) {
    const { amount = 0, ...kinds } = expected.get(row.key) ?? {};
    expect(row.counts).toEqual({ ...totalOf([]).counts, ...kinds });
    expect(row.amount).toBeCloseTo(amount, 6);
    const own = waits.get(row.key) ?? [];
    expect(row.response).toMatchObject({ answered: own.length, median: at50(own), p90: at90(own) });
    expect(row.response.within).toBe(own.filter((wait) => wait <= LIMITS.otherwise).length);
  }
  const all = [...waits.values()].flat().sort((a, b) => a - b);
  const overdue = await overdueFromEvents(sql, span, LIMITS.otherwise);
  expect(total).toEqual({
    answered: all.length,
    median: at50(all),
    p90: at90(all),
    within: all.filter((wait) => wait <= LIMITS.otherwise).length,
    due: all.length + overdue,
  });
}

/** The smallest wait that half, or nine tenths, of them do not exceed. */
const at50 = (waits: readonly number[]) => waits[Math.ceil(waits.length * 0.5) - 1] ?? null;
const at90 = (waits: readonly number[]) => waits[Math.ceil(waits.length * 0.9 - 1e-9) - 1] ?? null;

describe('figures of 400 made-up histories', () => {
  beforeAll(() => storeHistories(store, madeHistories(400, { start: MADE_FROM, days: 20, seed: 11 })));
  const week = periodBefore('week', new Date('2026-01-20T08:00:00Z'), 'Europe/Madrid');

  it.each(DIMENSIONS)('are those of the timelines by %s, in a week and in the one before', async (by) => {
    await compare(week, by);
    await compare(week.before, by);
  });

  it('are those of the timelines over a span in which nothing happened', async () => {
    const empty = { from: new Date('2020-01-01T00:00:00Z'), to: new Date('2020-02-01T00:00:00Z') };
    await compare(empty, 'rep');
    expect(await store.figures.counts(empty, ALL, [])).toEqual({ rows: [], arrivals: [] });
  });

  it('add up to the same total by every dimension', async () => {
    const totals = await Promise.all(
      [[], ...DIMENSIONS.map((by) => [by]), ['rep', 'source'] as const].map(async (by) =>
        totalOf((await store.figures.counts(week, ALL, by)).rows),
      ),
    );
    for (const { counts } of totals) expect(counts).toEqual(totals[0]?.counts);
  });

  it('of one pool are that pool’s row, and of one rep that rep’s', async () => {
    const byPool = rowsOf((await store.figures.counts(week, ALL, ['pool'])).rows, [], 'pool');
    const own = totalOf((await store.figures.counts(week, { pools: ['world'], rep: null }, ['rep', 'rule'])).rows);
    expect(own.counts).toEqual(byPool.find(({ key }) => key === 'world')?.counts);
    const byRep = rowsOf((await store.figures.counts(week, ALL, ['rep'])).rows, [], 'rep');
    const anas = totalOf((await store.figures.counts(week, { pools: null, rep: 'ana' }, [])).rows);
    expect(anas.counts).toEqual(byRep.find(({ key }) => key === 'ana')?.counts);
  });

  it('put every arrival into its day', async () => {
    const starts = week.buckets.map(({ from }) => from);
    const { arrivals } = await store.figures.counts(week, ALL, [], starts);
    const { rows } = await sql(
      `SELECT extract(isodow FROM received_at AT TIME ZONE 'Europe/Madrid')::int AS day, count(*)::int AS count FROM lead
       WHERE received_at >= $1::timestamptz AND received_at < $2::timestamptz GROUP BY 1 ORDER BY 1`,
      [week.from.toISOString(), week.to.toISOString()],
    );
    expect(arrivals).toEqual((rows as { count: number }[]).map(({ count }) => count));
  });
});

describe.runIf(hasSampleData)('figures of the 8,300 leads of the sample data with a date', () => {
  beforeAll(() => storeHistories(store, sampleHistories()));

  it.each(['2017-04-01', '2017-08-01'])(
    'of the month before %s are those of the timelines',
    { timeout: 120_000 },
    async (day) => {
      const month = periodBefore('month', new Date(`${day}T08:00:00Z`), 'America/New_York');
      await compare(month, 'rep');
      await compare(month, 'source');
      const { counts } = totalOf((await store.figures.counts(month, ALL, [])).rows);
      expect(counts.won).toBeGreaterThan(100);
    },
  );
});

describe('facts', () => {
  const span = { from: at(0), to: at(86_400) };

  async function countsOf(rep: string) {
    return totalOf((await store.figures.counts(span, { pools: null, rep }, [])).rows).counts;
  }

  it('count a lead’s first touch once, however many follow at the same instant', async () => {
    const lead = await happen(store, await storeLead(store), toPool('iberia'), { type: 'claimed', rep: 'dora' });
    await happen(
      store,
      lead,
      { type: 'contacted', rep: 'dora', how: 'call' },
      { type: 'stage', rep: 'dora', stage: 'meeting' },
    );
    expect(await countsOf('dora')).toMatchObject({ claimed: 1, touched: 1 });
  });

  it('count a lead that is set to won twice in a row once', async () => {
    const lead = await happen(store, await storeLead(store), toPool('iberia'), { type: 'claimed', rep: 'emil' });
    await happen(
      store,
      lead,
      { type: 'stage', rep: 'emil', stage: 'won' },
      { type: 'stage', rep: 'emil', stage: 'won' },
    );
    expect(await countsOf('emil')).toMatchObject({ won: 1, touched: 1 });
  });

  it('are not written when the change was not', async () => {
    const lead = await happen(store, await storeLead(store), toPool('iberia'));
    const change = changed(lead, { type: 'claimed', rep: 'fay' });
    const late = { ...change, entry: { ...change.entry, version: 9 } };
    await expect(store.leads.append([late])).rejects.toThrow('follow on what is stored');
    expect(await countsOf('fay')).toMatchObject({ claimed: 0 });
  });

  it('stay when the person is forgotten, since nothing of the person is in them', async () => {
    const lead = await happen(
      store,
      await storeLead(store),
      toPool('iberia'),
      { type: 'claimed', rep: 'gus' },
      { type: 'erased' },
    );
    expect(await countsOf('gus')).toMatchObject({ claimed: 1 });
    const { rows } = await sql(`SELECT * FROM fact WHERE rep = 'gus'`, []);
    expect(JSON.stringify(rows)).not.toContain(lead.id);
  });

  it('are read by the block range index and the index of first touches, whatever else is stored', async () => {
    const { rows } = await sql(`SELECT indexdef FROM pg_indexes WHERE tablename = 'fact' ORDER BY indexname`, []);
    expect(rows).toMatchObject([
      { indexdef: expect.stringContaining('brin') },
      { indexdef: expect.stringContaining('touched') },
    ]);
  });
});
