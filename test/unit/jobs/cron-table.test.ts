/** node-cron and the auditor together, on timers that only pass when a test says so. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type CronJob, startCronTable } from '../../../src/jobs/cron-table.ts';
import { systemClock } from '../../../src/system/system-clock.ts';
import { memoryRuns } from '../../helpers/memory-runs.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** @returns what ran, as its tick and when */
function start(jobs: Omit<CronJob, 'run'>[], at: string, runs = memoryRuns()) {
  vi.setSystemTime(at);
  const ran: string[] = [];
  const heartbeats: string[] = [];
  let audits = 0;
  const table = startCronTable({
    jobs: jobs.map((job) => ({
      ...job,
      run: async (tick) => {
        ran.push(`${job.name} ${tick.toISOString().slice(11, 19)} at ${new Date().toISOString().slice(11, 19)}`);
        if (job.name === 'fails') throw new Error('bug');
      },
    })),
    timezone: 'Europe/London',
    runs,
    clock: systemClock,
    holder: `instance ${ran.length}`,
    onRun: (job, outcome) => heartbeats.push(`${job} ${outcome}`),
    onAudited: () => {
      audits += 1;
    },
    onError: () => undefined,
  });
  return { ran, heartbeats, table, audits: () => audits };
}

it('fires a row in its own time zone, at the second', async () => {
  const { ran, table } = start(
    [
      { name: 'london', when: '0 9 * * *', once: 'per-tick' },
      { name: 'madrid', when: '5 9 * * *', timezone: 'Europe/Madrid', once: 'per-tick' },
    ],
    '2026-06-01T06:58:07Z',
  );
  await vi.advanceTimersByTimeAsync(63 * MINUTE_MS);
  expect(ran).toEqual(['madrid 07:05:00 at 07:05:00', 'london 08:00:00 at 08:00:00']);
  await table.stop();
});

it('fires within 10 s at a time of day that summer time jumps over, which node-cron leaves out', async () => {
  const { ran, table } = start([{ name: 'daily', when: '30 1 * * *', once: 'per-tick' }], '2026-03-29T00:55:03Z');
  await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
  expect(ran).toEqual(['daily 01:00:00 at 01:00:00']);
  await table.stop();
});

it('fires every 20 minutes through an hour that comes twice, of which node-cron leaves one out', async () => {
  const { ran, table } = start([{ name: 'often', when: '*/20 * * * *', once: 'per-tick' }], '2026-10-25T00:05:00Z');
  await vi.advanceTimersByTimeAsync(120 * MINUTE_MS);
  const ticks = ['00:20', '00:40', '01:00', '01:20', '01:40', '02:00'];
  expect(ran).toEqual(ticks.map((tick) => `often ${tick}:00 at ${tick}:00`));
  await table.stop();
});

it('catches up at once with the last tick that it was down for', async () => {
  const runs = memoryRuns();
  const daily: Omit<CronJob, 'run'> = { name: 'daily', when: '0 9 * * *', once: 'per-tick' };
  const before = start([daily], '2026-06-01T12:00:00Z', runs);
  await vi.advanceTimersByTimeAsync(0);
  await before.table.stop();
  const after = start([daily], '2026-06-05T12:00:00Z', runs);
  await vi.advanceTimersByTimeAsync(0);
  expect(after.ran).toEqual(['daily 08:00:00 at 12:00:00']);
  await after.table.stop();
});

it('runs what is for every instance on every one, and the rest on one of them', async () => {
  const runs = memoryRuns();
  const rows: Omit<CronJob, 'run'>[] = [
    { name: 'sweep', when: '*/10 * * * * *', once: 'on-every-instance' },
    { name: 'count', when: '* * * * *', once: 'per-tick' },
  ];
  const instances = [1, 2, 3, 4].map(() => start(rows, '2026-06-01T12:00:05Z', runs));
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  const all = instances.flatMap(({ ran }) => ran);
  expect(all.filter((run) => run.startsWith('sweep'))).toHaveLength(4 * 6);
  expect(all.filter((run) => run.startsWith('count'))).toHaveLength(1);
  for (const { table } of instances) await table.stop();
});

it('beats each 10 s, and says what ran and what failed', async () => {
  const { audits, heartbeats, table } = start(
    [
      { name: 'fails', when: '* * * * *', once: 'per-tick' },
      { name: 'sweep', when: '* * * * *', once: 'on-every-instance' },
    ],
    '2026-06-01T12:00:05Z',
  );
  await vi.advanceTimersByTimeAsync(MINUTE_MS - 5 * SECOND_MS);
  expect(audits()).toBe(7);
  expect(heartbeats.sort()).toEqual(['fails failed', 'sweep done']);
  await table.stop();
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  expect(audits()).toBe(7);
});
