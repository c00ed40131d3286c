import { describe, expect, it } from 'vitest';
import { createCronRunner, type ScheduledJob } from '../../../src/jobs/cron-runner.ts';
import { memoryRuns } from '../../helpers/memory-runs.ts';

const HOUR_MS = 3_600_000;
const LONDON = 'Europe/London';

type Work = (tick: Date) => Promise<unknown>;

function setUp(
  line: string,
  at: string,
  { runs = memoryRuns(), timezone = 'UTC', work = async () => undefined as unknown } = {},
) {
  let now = new Date(at);
  const ran: string[] = [];
  const outcomes: string[] = [];
  const run: Work = (tick) => {
    ran.push(tick.toISOString().slice(0, 16));
    return work();
  };
  const jobs: ScheduledJob[] = [{ name: 'digest', when: line, run }];
  const runner = createCronRunner({
    jobs,
    timezone,
    runs,
    clock: {
      now: () => now,
      sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
    },
    holder: `instance ${Math.random()}`,
    onRun: (_job, outcome) => outcomes.push(outcome),
    onError: () => outcomes.push('error'),
  });
  return {
    runs,
    ran,
    outcomes,
    runner,
    async at(time: string | Date) {
      now = new Date(time);
      await runner.audit();
      await runner.idle();
      return ran;
    },
  };
}

describe('createCronRunner', () => {
  it('runs nothing that was due before the job was there, then each tick once however often it looks', async () => {
    const daily = setUp('0 9 * * *', '2026-06-01T12:00Z');
    expect(await daily.at('2026-06-01T12:00Z')).toEqual([]);
    await Promise.all([daily.at('2026-06-02T09:00Z'), daily.at('2026-06-02T09:00Z'), daily.runner.look('digest')]);
    expect(await daily.at('2026-06-02T23:00Z')).toEqual(['2026-06-02T09:00']);
    expect(await daily.at('2026-06-03T09:00Z')).toEqual(['2026-06-02T09:00', '2026-06-03T09:00']);
  });

  it('runs a tick on one of four instances, whose clocks are up to 8 s apart', async () => {
    const runs = memoryRuns();
    const four = [0, 2_000, 5_000, -3_000].map((offMs) => ({
      offMs,
      ...setUp('* * * * *', '2026-06-01T12:00Z', { runs }),
    }));
    for (let minute = 0; minute <= 60; minute += 1) {
      for (const instance of four) {
        await instance.at(new Date(Date.parse('2026-06-01T12:00:00Z') + minute * 60_000 + instance.offMs));
      }
    }
    const all = four.flatMap(({ ran }) => ran);
    expect(all).toHaveLength(60);
    expect(new Set(all).size).toBe(60);
  });

  it('runs the last of the ticks that it was down for, once, as the tick that it is', async () => {
    const runs = memoryRuns();
    await setUp('0 9 * * *', '2026-06-01T12:00Z', { runs }).at('2026-06-01T12:00Z');
    const restarted = setUp('0 9 * * *', '2026-06-05T15:00Z', { runs });
    expect(await restarted.at('2026-06-05T15:00Z')).toEqual(['2026-06-05T09:00']);
    expect(await restarted.at('2026-06-06T10:00Z')).toEqual(['2026-06-05T09:00', '2026-06-06T09:00']);
  });

  it('does not send the digest of yesterday when its line is moved to a later hour', async () => {
    const runs = memoryRuns();
    await setUp('0 9 * * *', '2026-06-01T08:00Z', { runs }).at('2026-06-01T08:00Z');
    await setUp('0 9 * * *', '2026-06-01T09:00Z', { runs }).at('2026-06-01T09:00Z');
    const moved = setUp('0 18 * * *', '2026-06-01T15:00Z', { runs });
    expect(await moved.at('2026-06-01T15:00Z')).toEqual([]);
    expect(await moved.at('2026-06-01T18:00Z')).toEqual(['2026-06-01T18:00']);
  });

  it.each([
    ['01:30 in the missing hour', '30 1 * * *', '2026-03-27T12:00Z', 4],
    ['01:30 in the repeated hour', '30 1 * * *', '2026-10-23T12:00Z', 4],
    ['02:30 where the hour before it is missing', '30 2 * * *', '2026-03-27T12:00Z', 4],
    ['02:30 where the hour before it comes twice', '30 2 * * *', '2026-10-23T12:00Z', 4],
  ])('runs once on each of 4 days in London at %s', async (_name, line, from, days) => {
    const daily = setUp(line, from, { timezone: LONDON });
    for (let ms = 0; ms <= days * 24 * HOUR_MS; ms += HOUR_MS / 6) await daily.at(new Date(Date.parse(from) + ms));
    expect(daily.ran).toHaveLength(days);
    expect(new Set(daily.ran.map((tick) => tick.slice(0, 10))).size).toBe(days);
  });

  it('has each of 48 hours at most once while the clock jumps 2 h ahead, back and ahead again, and leaves out but one that it jumped over', async () => {
    const hourly = setUp('0 * * * *', '2026-06-01T00:30Z');
    const daily = setUp('0 9 * * *', '2026-06-01T00:30Z');
    const begin = Date.parse('2026-06-01T00:30:00Z');
    for (let minutes = 0; minutes <= 48 * 60; minutes += 5) {
      const isAhead = (minutes >= 480 && minutes < 560) || (minutes >= 1_800 && minutes < 1_860);
      const isBehind = minutes >= 1_000 && minutes < 1_120;
      const now = new Date(begin + minutes * 60_000 + (isAhead ? 2 * HOUR_MS : isBehind ? -2 * HOUR_MS : 0));
      await hourly.at(now);
      await daily.at(now);
    }
    expect(daily.ran).toEqual(['2026-06-01T09:00', '2026-06-02T09:00']);
    expect(new Set(hourly.ran).size).toBe(hourly.ran.length);
    const hours = Array.from({ length: 48 }, (_, n) =>
      new Date(begin + n * HOUR_MS + HOUR_MS / 2).toISOString().slice(0, 16),
    );
    expect(hours.filter((hour) => !hourly.ran.includes(hour))).toEqual(['2026-06-01T18:00']);
  });

  it('makes no second tick of a day whose zone has got other rules', async () => {
    const runs = memoryRuns();
    await setUp('0 9 * * *', '2026-06-01T00:00Z', { runs, timezone: 'Etc/GMT-3' }).at('2026-06-01T00:00Z');
    // 09:00 by the old rules, then by the new ones, two hours later.
    await setUp('0 9 * * *', '', { runs, timezone: 'Etc/GMT-3' }).at('2026-06-01T06:00Z');
    const updated = setUp('0 9 * * *', '', { runs, timezone: 'Etc/GMT-1' });
    expect(await updated.at('2026-06-01T08:00Z')).toEqual([]);
    expect(await updated.at('2026-06-02T08:00Z')).toEqual(['2026-06-02T08:00']);
  });

  it('takes over what a dead instance has left behind, under its tick', async () => {
    const runs = memoryRuns();
    const dies = setUp('0 9 * * *', '2026-06-01T08:00Z', { runs, work: () => new Promise(() => undefined) });
    await dies.at('2026-06-01T08:00Z');
    const other = setUp('0 9 * * *', '2026-06-01T08:00Z', { runs });
    void dies.at('2026-06-01T09:00Z');
    expect(await other.at('2026-06-01T09:00:30Z')).toEqual([]);
    expect(dies.ran).toEqual(['2026-06-01T09:00']);
    runs.die();
    expect(await other.at('2026-06-01T09:01Z')).toEqual(['2026-06-01T09:00']);
    expect(runs.rows.at(-1)).toMatchObject({ attempts: 2, error: null, doneAt: new Date('2026-06-01T09:01Z') });
  });

  it('tries what fails five times, then gives it up, and goes on with the next tick', async () => {
    const fails = setUp('0 9 * * *', '2026-06-01T08:00Z', { work: () => Promise.reject(new Error('bug')) });
    await fails.at('2026-06-01T08:00Z');
    for (let minute = 0; minute < 10; minute += 1) {
      fails.runs.die();
      await fails.at(`2026-06-01T09:0${minute}Z`);
    }
    expect(fails.ran).toEqual(Array.from({ length: 5 }, () => '2026-06-01T09:00'));
    expect(fails.outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(5);
    expect(await fails.at('2026-06-02T09:00Z')).toContain('2026-06-02T09:00');
  });

  it('looks again when the database was away', async () => {
    const runs = memoryRuns();
    const { begin, introduce } = runs;
    const away = async () => Promise.reject(new Error('away'));
    const daily = setUp('0 9 * * *', '2026-06-01T08:00Z', { runs });
    runs.introduce = away;
    await expect(daily.at('2026-06-01T08:00Z')).rejects.toThrow('away');
    runs.introduce = introduce;
    await daily.at('2026-06-01T08:59Z');
    runs.begin = away;
    await expect(daily.at('2026-06-01T09:00Z')).rejects.toThrow('away');
    runs.begin = begin;
    expect(await daily.at('2026-06-01T09:01Z')).toEqual(['2026-06-01T09:00']);
  });

  it('does not begin with a line that cannot be read', () => {
    expect(() => setUp('noon', '2026-06-01T08:00Z')).toThrow('digest: “noon” has 1 field');
  });
});
