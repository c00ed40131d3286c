/** Looks at everything that alarms are about. */
import type { Alarm } from '../../domain/alarms/alarm.ts';
import { failingDeliveries } from '../../domain/alarms/failing-deliveries.ts';
import { failingHandOver } from '../../domain/alarms/failing-hand-over.ts';
import { fairnessDrift, outOfBounds } from '../../domain/alarms/fairness-drift.ts';
import { growingBacklog } from '../../domain/alarms/growing-backlog.ts';
import { nobodyAvailable } from '../../domain/alarms/nobody-available.ts';
import { companyTime, LEAST_SILENCE_MS, quietSource } from '../../domain/alarms/quiet-source.ts';
import { failingJobs, workLeftLying } from '../../domain/alarms/work-left-lying.ts';
import { DAY_MS, HOUR_MS } from '../../domain/availability/local-time.ts';
import type { WaitingInPool } from '../../ports/alarms.ts';
import type { AssignContext } from '../push/assign-leads.ts';
import { readAttendance } from './attendance.ts';

export interface ObserveContext extends AssignContext {
  /** The scheduled jobs that there are now: of one that was taken out of the table nothing is expected. */
  jobs: readonly string[];
}

/** How long ago what is usual is learnt from. */
export const HABITS_DAYS = 28;
const BACKLOG_DAYS = 14;

/** Three days: before, nothing is usual. */
const BACKLOG_HOURS = 72;

/** A source that was active in fewer hours has no habits. */
const SOURCE_HOURS = 5;
const SOURCES = 200;

/** Enough to know for each pool of a large company; a pool with a queue for every town has the first of them watched. */
const LEDGERS = 500;

/** Entries of a ledger that a drift is explained from. */
const LOOK_BACK = 500;

const REFUSED_WITHIN_MS = HOUR_MS;

export async function observe(context: ObserveContext): Promise<Alarm[]> {
  const { store, clock } = context;
  const now = clock.now();
  const waiting = await store.alarms.waiting();
  const conversations = await store.alarms.conversations(new Date(now.getTime() - REFUSED_WITHIN_MS));
  const runs = (await store.cronRuns.newest()).filter(({ job }) => context.jobs.includes(job));
  return [
    ...workLeftLying(await store.alarms.overdueWork(), now),
    ...failingJobs(runs, now),
    ...failingDeliveries(conversations, now),
    ...(await failingTargets(context, now)),
    ...(await readAttendance(context, waiting)).flatMap((attendance) => nobodyAvailable(attendance) ?? []),
    ...(await backlogs(context, waiting, now)),
    ...(await drifts(context)),
    ...(await quietSources(context, now)),
  ];
}

/** What is no longer in the routing file is not tried any more. */
async function failingTargets({ store, ruleset }: ObserveContext, now: Date): Promise<Alarm[]> {
  const targets = new Set(ruleset.handOver?.map(({ id }) => id));
  if (targets.size === 0) return [];
  const failing = (await store.handOvers.failing()).filter(({ target }) => targets.has(target));
  return Promise.all(
    failing.map(async (one) =>
      failingHandOver({ ...one, waiting: await store.handOvers.countWaiting(one.target) }, now),
    ),
  );
}

async function backlogs({ store }: ObserveContext, waiting: readonly WaitingInPool[], now: Date): Promise<Alarm[]> {
  const since = new Date(now.getTime() - BACKLOG_DAYS * DAY_MS);
  const usual = new Map((await store.alarms.usualWaiting(since, BACKLOG_HOURS)).map((one) => [one.pool, one.usual]));
  return waiting.flatMap((one) => growingBacklog({ ...one, usual: usual.get(one.pool) ?? null }, now) ?? []);
}

async function drifts({ store, ruleset }: ObserveContext): Promise<Alarm[]> {
  const keeps = new Map(ruleset.pools.map((pool) => [pool.id, pool.offer.keeps]));
  const ledgers = await store.alarms.ledgers([...keeps.keys()], LEDGERS);
  const alarms: Alarm[] = [];
  for (const ledger of ledgers) {
    const kept = keeps.get(ledger.pool) ?? 0;
    const isNormal = outOfBounds(ledger, kept).length === 0;
    const entries = isNormal ? [] : await store.rotations.newestEntries(ledger, LOOK_BACK);
    const alarm = fairnessDrift(
      ledger,
      kept,
      entries.map(({ entry }) => entry),
    );
    if (alarm) alarms.push(alarm);
  }
  return alarms;
}

async function quietSources({ store, ruleset, calendars }: ObserveContext, now: Date): Promise<Alarm[]> {
  const since = new Date(now.getTime() - HABITS_DAYS * DAY_MS);
  const silent = new Date(now.getTime() - LEAST_SILENCE_MS);
  const sources = await store.alarms.sources(since, { silent, leastHours: SOURCE_HOURS, limit: SOURCES });
  const time = companyTime({
    timezone: ruleset.timezone,
    isWorkDay: (date) => ruleset.reps.some(({ id }) => calendars(id).dayOf(date).spans.length > 0),
  });
  return sources.flatMap((source) => quietSource(source, now, time) ?? []);
}
