/**
 * Hands leads over to one system outside: reads how far each has got, has the rest done, and writes down what came of it. At least
 * once: a crash in between does it again, which the receivers are made for.
 */
import { afterFailure, type HandOverError } from '../../domain/hand-over/failure.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HandOverResult } from '../../ports/crm.ts';
import type { HandOver, HandOverUpdate } from '../../ports/hand-overs.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';
import type { Address } from './address.ts';
import type { Pace } from './pace.ts';

export interface HandOverContext {
  store: Store;
  clock: Clock;
  ids: Ids;
}

export interface HandedOver {
  /** Leads whose jobs are done: up to date, given up, or no more. */
  done: string[];
  /** Leads to come back to, and when. */
  again: { leadId: string; inMs: number }[];
  /** How many became dead letters. */
  dead: number;
  /** What came of each that there was something to do with: `done`, or a failure's code. */
  results: string[];
}

export type HandOverLeads = (leadIds: readonly string[], stopping: AbortSignal) => Promise<HandedOver>;

/** How long others leave a lead alone. As long as its job may take. */
const LEASE_MS = 60_000;

/** Then no more calls are begun, so that what is under way ends before the lease does. */
const BEGIN_WITHIN_MS = 30_000;

/** Somebody else has it, or there was no time for it. */
const SOON_MS = 1_000;

/** @param address made for this target; see `address.ts` */
export function createHandOverLeads(
  { store, clock, ids }: HandOverContext,
  address: Address,
  pace: Pace,
): HandOverLeads {
  const holder = ids.next();
  const { target } = address;
  return async (leadIds, stopping) => {
    const begun = await store.handOvers.begin(target, leadIds, { holder, now: clock.now(), leaseMs: LEASE_MS });
    const results = await withinTime(clock, stopping, (over) => address.send(begun.mine, over));
    const all = begun.mine.map((one, index) => settle(one, results[index] ?? { kind: 'put-off' }, clock.now()));
    await store.handOvers.end(
      target,
      holder,
      all.map(({ update }) => update),
    );
    keepPace(pace, results);
    const again = all.flatMap(({ update: { leadId }, againInMs }) =>
      againInMs === null ? [] : [{ leadId, inMs: againInMs }],
    );
    const later = new Set([...again.map(({ leadId }) => leadId), ...begun.busy]);
    return {
      done: leadIds.filter((id) => !later.has(id)),
      again: [...again, ...begun.busy.map((leadId) => ({ leadId, inMs: SOON_MS }))],
      dead: all.filter(({ update }) => update.state === 'dead').length,
      results: results.flatMap(resultCode),
    };
  };
}

async function withinTime<T>(clock: Clock, stopping: AbortSignal, work: (over: AbortSignal) => Promise<T>): Promise<T> {
  const [over, ended] = [new AbortController(), new AbortController()];
  const timer = clock.sleep(BEGIN_WITHIN_MS, AbortSignal.any([stopping, ended.signal])).then(() => over.abort());
  try {
    return await work(over.signal);
  } finally {
    ended.abort();
    await timer;
  }
}

interface Settled {
  update: HandOverUpdate;
  /** `null`: its job is done. */
  againInMs: number | null;
}

function settle(
  { lead, sentVersion, remoteId, attempts, failedAt }: HandOver,
  result: HandOverResult,
  now: Date,
): Settled {
  const update: HandOverUpdate = {
    leadId: lead.id,
    state: 'open',
    sentVersion,
    remoteId,
    attempts,
    error: null,
    failedAt,
  };
  switch (result.kind) {
    case 'done':
      return {
        update: { ...update, sentVersion: lead.version, remoteId: result.remoteId, attempts: 0, failedAt: null },
        againInMs: null,
      };
    case 'put-off':
      return { update: { ...update, attempts: result.begun ? attempts : attempts - 1 }, againInMs: SOON_MS };
    case 'failed': {
      const { error } = result;
      const since = failedAt ?? now;
      const next = afterFailure(error, attempts, since, now);
      const failed = {
        ...update,
        sentVersion: result.sentVersion ?? sentVersion,
        remoteId: result.remoteId ?? remoteId,
        error: error.code,
        failedAt: since,
      };
      return next.kind === 'dead'
        ? { update: { ...failed, state: 'dead' }, againInMs: null }
        : { update: failed, againInMs: next.inMs };
    }
  }
}

/** Where some of them went through it is one lead's own fault, unless they ask for a pause. */
function keepPace(pace: Pace, results: readonly HandOverResult[]): void {
  const failures = results.map(targetFailure).filter((error) => error !== null);
  const isServed = results.some(({ kind }) => kind === 'done');
  const failure = failures.find(({ code }) => code === 'rate_limited') ?? (isServed ? undefined : failures[0]);
  if (failure) pace.failed(failure);
  else if (results.some(({ kind }) => kind !== 'put-off')) pace.succeeded();
}

function targetFailure(result: HandOverResult): HandOverError | null {
  return result.kind === 'failed' && result.error.scope === 'target' ? result.error : null;
}

function resultCode(result: HandOverResult): string[] {
  if (result.kind === 'put-off') return [];
  return [result.kind === 'done' ? 'done' : result.error.code];
}
