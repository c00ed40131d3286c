/** Gathers the figures of one digest. What a rep may see of them is decided here: their own, and the totals of their pools. */

import type { Digest, DigestTable, RepFairness } from '../../domain/digest/digest.ts';
import { type Fairness, readFairness, sumFairness } from '../../domain/digest/fairness.ts';
import { type Dimension, type Figures, rowsOf, taken, totalOf } from '../../domain/digest/figures.ts';
import type { Period, Span } from '../../domain/digest/period.ts';
import { experimentLine } from '../../domain/experiments/report.ts';
import { repName } from '../../domain/lead-card.ts';
import { isMember, isOffering, type Pool, type Ruleset } from '../../domain/ruleset.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FigureScope, PoolLimits } from '../../ports/figures.ts';
import type { RotationKey } from '../../ports/rotations.ts';
import type { Store } from '../../ports/store.ts';
import { readExperiments } from '../experiments/read-experiments.ts';

export interface DigestRequest {
  period: Period;
  /** `null`: all. */
  pools: readonly string[] | null;
  by: readonly Dimension[];
  /** A rep who manages nobody; `null`: somebody who may see all. */
  reader: string | null;
}

export type ReadDigest = (request: DigestRequest) => Promise<Digest>;

export interface DigestContext {
  store: Pick<Store, 'figures' | 'rotations' | 'experiments'>;
  ruleset: Ruleset;
  clock: Clock;
}

/** What a first touch has as its limit, and when a lead is stale, in pools that do not say. */
const FIRST_TOUCH_MS = 5 * 60_000;
const STALE_MS = 3 * 86_400_000;

export function createReadDigest({ store, ruleset, clock }: DigestContext): ReadDigest {
  const answerWithin = limits(ruleset, FIRST_TOUCH_MS, ({ sla }) => sla?.firstTouchMs);
  const staleAfter = limits(ruleset, STALE_MS, ({ sla }) => sla?.staleAfterMs ?? undefined);
  const { figures } = store;

  async function total(span: Span, scope: FigureScope): Promise<Figures> {
    const [{ rows }, waits] = await Promise.all([
      figures.counts(span, scope, []),
      figures.waits(span, scope, [], answerWithin),
    ]);
    return totalOf(rows, waits);
  }

  /** What everybody who reads about these pools sees, and the tables that only some do: both from the same rows. */
  async function forAll(period: Period, scope: FigureScope, by: readonly Dimension[]) {
    const starts = period.buckets.map(({ from }) => from);
    const [first = [], ...others] = pairs(by);
    // Side by side: each of them reads a part of the facts of its own.
    const [{ rows, arrivals }, waits, before] = await Promise.all([
      figures.counts(period, scope, first, starts),
      figures.waits(period, scope, first, answerWithin),
      total(period.before, scope),
    ]);
    const tables: DigestTable[] = first.map((one) => ({ by: one, rows: rowsOf(rows, waits, one) }));
    for (const pair of others) {
      const more = await figures.counts(period, scope, pair);
      const moreWaits = await figures.waits(period, scope, pair, answerWithin);
      tables.push(...pair.map((one) => ({ by: one, rows: rowsOf(more.rows, moreWaits, one) })));
    }
    return {
      period,
      pools: scope.pools,
      total: totalOf(rows, waits),
      before,
      arrivals,
      tables,
      currency: ruleset.currency ?? null,
      nameOf: (rep: string) => repName(ruleset, rep),
    };
  }

  async function forManager({ period, pools, by }: DigestRequest): Promise<Digest> {
    const scope = { pools, rep: null };
    const [all, fairness, stale, waiting, experiments] = await Promise.all([
      forAll(period, scope, by),
      by.includes('rep') ? fairnessIn(store, poolsIn(ruleset, pools), period) : [],
      figures.stale(clock.now(), scope, staleAfter),
      figures.waiting(scope),
      readExperiments({ store, ruleset, clock }),
    ]);
    return {
      ...all,
      of: titleOf(pools),
      reader: null,
      own: null,
      fairness,
      stale,
      waiting,
      experiments: experiments.map((report) => ({ name: report.experiment.name, says: experimentLine(report) })),
    };
  }

  async function forRep({ period, pools }: DigestRequest, reader: string): Promise<Digest> {
    const mine = { pools, rep: reader };
    return {
      ...(await forAll(period, { pools: readable(ruleset, reader, pools), rep: null }, [])),
      of: repName(ruleset, reader),
      reader,
      own: { now: await total(period, mine), before: await total(period.before, mine) },
      fairness: [],
      stale: await figures.stale(clock.now(), mine, staleAfter),
      waiting: 0,
      experiments: [],
    };
  }

  return (request) => (request.reader === null ? forManager(request) : forRep(request, request.reader));
}

/** Two dimensions are read at once, which costs hardly more than one. With three, hardly two leads are alike. */
function pairs(by: readonly Dimension[]): Dimension[][] {
  return by.flatMap((_, index) => (index % 2 === 0 ? [by.slice(index, index + 2)] : []));
}

function limits({ pools }: Ruleset, otherwise: number, of: (pool: Pool) => number | undefined): PoolLimits {
  return { byPool: Object.fromEntries(pools.map((pool) => [pool.id, of(pool) ?? otherwise])), otherwise };
}

/** Totals of pools that a rep is not in are none of their business. */
function readable({ pools }: Ruleset, rep: string, asked: readonly string[] | null): string[] {
  return pools.filter((pool) => isMember(pool, rep) && (asked?.includes(pool.id) ?? true)).map(({ id }) => id);
}

function poolsIn({ pools }: Ruleset, ids: readonly string[] | null): Pool[] {
  return pools.filter(({ id }) => ids?.includes(id) ?? true);
}

const POOLS_NAMED = 3;

function titleOf(pools: readonly string[] | null): string {
  if (pools === null) return 'all pools';
  const named = pools.slice(0, POOLS_NAMED).join(', ');
  return pools.length > POOLS_NAMED ? `${named} and ${pools.length - POOLS_NAMED} more` : named;
}

/** Virtual queues of a pool that are looked at; a pool with more has them for values that hardly ever come. */
const QUEUES_READ = 50;

async function fairnessIn(
  { figures, rotations }: DigestContext['store'],
  pools: readonly Pool[],
  span: Span,
): Promise<RepFairness[]> {
  const ledgers = pools.filter((pool) => isOffering(pool) || pool.claims.windowMs !== undefined).map(({ id }) => id);
  if (ledgers.length === 0) return [];
  const found: Fairness[] = [];
  for (const pool of ledgers) {
    for (const queue of await rotations.queuesOf(pool, QUEUES_READ)) {
      found.push(...(await fairnessOf(rotations, { pool, queue }, span)));
    }
  }
  const counts = await figures.counts(span, { pools: ledgers, rep: null }, ['rep']);
  const rows = rowsOf(counts.rows, [], 'rep');
  const received = new Map(rows.map((row) => [row.key, taken(row)]));
  return [...sumFairness(found).values()].map((row) => {
    const got = received.get(row.rep) ?? 0;
    return { ...row, received: got, aside: got - row.entitled - row.absences - row.balance };
  });
}

/** Few enough that nobody waits while they are read. */
const ENTRIES_AT_ONCE = 2_000;

async function fairnessOf(
  rotations: DigestContext['store']['rotations'],
  key: RotationKey,
  span: Span,
): Promise<Fairness[]> {
  const snapshot = await rotations.load(key);
  if (!snapshot) return [];
  const reader = readFairness(snapshot.accounts, span);
  for (let seq = snapshot.seq; seq > 0; seq -= ENTRIES_AT_ONCE) {
    const entries = await rotations.entriesUntil(key, seq, ENTRIES_AT_ONCE);
    reader.add(entries);
    if ((entries.at(-1)?.at ?? span.from) < span.from || entries.length < ENTRIES_AT_ONCE) break;
  }
  return reader.result();
}
