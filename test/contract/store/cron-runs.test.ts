/** What the store promises to those who run scheduled jobs. Runs on PGlite and on PostgreSQL. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Tick } from '../../../src/ports/cron-runs.ts';
import { openTestStore } from '../../helpers/database.ts';
import { at, newId } from '../../helpers/store-data.ts';

const { cronRuns } = (await openTestStore()).store;

const LEASE_MS = 60_000;
/** A lease that is over as soon as it begins. */
const NO_LEASE = 0;
const TERMS = { leaseMs: LEASE_MS, maxAttempts: 3, limit: 10 };

let job: string;

/** @param seconds after the job was introduced */
const tick = (seconds: number): Tick => ({ job, tick: `tick ${seconds}`, at: at(seconds) });
const begin = (seconds: number, holder = 'one', leaseMs = LEASE_MS, now = at(seconds)) =>
  cronRuns.begin(tick(seconds), holder, now, leaseMs);
const takeOver = (holder: string, terms = {}) => cronRuns.takeOver([job], holder, at(900), { ...TERMS, ...terms });
const newest = async () => (await cronRuns.newest()).find((run) => run.job === job);

beforeEach(async () => {
  job = newId();
  await cronRuns.introduce([tick(0)], at(1));
});

describe('begin', () => {
  it('gives a tick to whoever asks first, of four at once to one', async () => {
    const four = await Promise.all(['one', 'two', 'three', 'four'].map((holder) => begin(60, holder)));
    expect(four.filter(Boolean)).toHaveLength(1);
    expect(await begin(60, 'five')).toBe(false);
    expect(await begin(120, 'five')).toBe(true);
  });

  it('gives none that the job was introduced with, nor one from before, nor any of a job that nobody introduced', async () => {
    expect(await begin(0)).toBe(false);
    expect(await begin(-60, 'one', LEASE_MS, at(0))).toBe(false);
    expect(await cronRuns.begin({ job: newId(), tick: 'first', at: at(60) }, 'one', at(60), LEASE_MS)).toBe(false);
  });

  it('gives none that a later one, which was due too, has made late', async () => {
    expect(await begin(300)).toBe(true);
    expect(await begin(240, 'two', LEASE_MS, at(300))).toBe(false);
  });

  it('gives one although a clock that was ahead has taken later ones', async () => {
    expect(await begin(7_200)).toBe(true);
    expect(await begin(60)).toBe(true);
    expect(await begin(7_200)).toBe(false);
  });
});

describe('introduce', () => {
  it('changes nothing for a job that is known', async () => {
    await begin(60);
    await cronRuns.introduce([tick(120)], at(121));
    expect(await newest()).toMatchObject({ tick: 'tick 60', doneAt: null });
    expect(await begin(120)).toBe(true);
  });
});

describe('takeOver', () => {
  it('gives what its holder has left behind to one of those who ask, and nothing that still runs', async () => {
    await begin(60, 'dead', NO_LEASE);
    await begin(120, 'alive');
    const four = await Promise.all(['one', 'two', 'three', 'four'].map((holder) => takeOver(holder)));
    expect(four.flat()).toEqual([{ ...tick(60), attempts: 2 }]);
  });

  it('gives nothing that was done, and nothing of jobs that were not asked for', async () => {
    await begin(60, 'one', NO_LEASE);
    expect(await cronRuns.takeOver(['another job'], 'two', at(61), TERMS)).toEqual([]);
    await cronRuns.end(tick(60), 'one', at(61));
    expect(await takeOver('two')).toEqual([]);
  });

  it('gives what failed after its pause, and what was given up to nobody', async () => {
    await begin(60);
    await cronRuns.fail(tick(60), 'one', at(61), { code: 'database_busy', retryMs: 60_000 });
    expect(await takeOver('two')).toEqual([]);
    await cronRuns.fail(tick(60), 'one', at(61), { code: 'database_busy', retryMs: 0 });
    expect(await takeOver('two')).toMatchObject([{ tick: 'tick 60', attempts: 2 }]);
    await cronRuns.fail(tick(60), 'two', at(62), { code: 'bug', retryMs: null });
    expect(await takeOver('three')).toEqual([]);
    expect(await newest()).toMatchObject({ attempts: 2, error: 'bug', doneAt: at(62) });
  });

  it('gives up what three have died of', async () => {
    await begin(60, 'one', NO_LEASE);
    for (const holder of ['two', 'three']) expect(await takeOver(holder, { leaseMs: NO_LEASE })).toHaveLength(1);
    expect(await takeOver('four')).toEqual([]);
    expect(await newest()).toMatchObject({ attempts: 3, error: 'died', doneAt: at(900) });
  });
});

describe('a holder', () => {
  it('keeps what it renews', async () => {
    await begin(60, 'one', NO_LEASE);
    expect(await cronRuns.renew(tick(60), 'one', LEASE_MS)).toBe(true);
    expect(await takeOver('two')).toEqual([]);
  });

  it('who has lost it changes nothing any more', async () => {
    await begin(60, 'one', NO_LEASE);
    await takeOver('two');
    expect(await cronRuns.renew(tick(60), 'one', LEASE_MS)).toBe(false);
    await cronRuns.end(tick(60), 'one', at(61));
    await cronRuns.fail(tick(60), 'one', at(61), { code: 'bug', retryMs: null });
    expect(await newest()).toMatchObject({ doneAt: null, error: null });
    await cronRuns.end(tick(60), 'two', at(62));
    expect(await newest()).toMatchObject({ doneAt: at(62), error: null });
  });
});

describe('forget', () => {
  it('leaves what is not over, and the newest of each job', async () => {
    await begin(60);
    await cronRuns.end(tick(60), 'one', at(61));
    await begin(120, 'dead', NO_LEASE);
    await cronRuns.forget(at(10_000));
    expect(await takeOver('two')).toMatchObject([{ tick: 'tick 120' }]);
    await cronRuns.end(tick(120), 'two', at(121));
    await cronRuns.forget(at(10_000));
    expect(await newest()).toMatchObject({ tick: 'tick 120' });
    // What was before it can no longer be told from what was never run, so it is not run.
    expect(await begin(60)).toBe(false);
  });
});
