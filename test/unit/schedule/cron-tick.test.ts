import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCronLine } from '../../../src/domain/schedule/cron-line.ts';
import { latestTick } from '../../../src/domain/schedule/cron-tick.ts';

const MINUTE_MS = 60_000;

function lineOf(text: string) {
  const line = readCronLine(text);
  if ('problem' in line) throw new Error(line.problem);
  return line;
}

/** What a line fires while time passes, looked at every so often. */
function ticks(
  text: string,
  timezone: string,
  from: string,
  to: string,
  everyMinutes = 10,
): [name: string, at: string][] {
  const line = lineOf(text);
  const seen = new Map<string, string>();
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += everyMinutes * MINUTE_MS) {
    const tick = latestTick(line, timezone, new Date(ms));
    if (tick && tick.at.getTime() > Date.parse(from)) seen.set(tick.name, tick.at.toISOString().slice(0, 16));
  }
  return [...seen];
}

describe('a daily line, where summer time begins', () => {
  it('02:30 in London is there that day: the hour from 01:00 is not', () => {
    expect(ticks('30 2 * * *', 'Europe/London', '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
      ['2026-03-29T02:30', '2026-03-29T01:30'],
      ['2026-03-30T02:30', '2026-03-30T01:30'],
    ]);
  });

  it('01:30 in London, which is jumped over, is at the jump, and once', () => {
    expect(ticks('30 1 * * *', 'Europe/London', '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
      ['2026-03-29T01:30', '2026-03-29T01:00'],
      ['2026-03-30T01:30', '2026-03-30T00:30'],
    ]);
  });

  it('02:30 in Madrid, which is jumped over, is at the jump, and once', () => {
    expect(ticks('30 2 * * *', 'Europe/Madrid', '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
      ['2026-03-29T02:30', '2026-03-29T01:00'],
      ['2026-03-30T02:30', '2026-03-30T00:30'],
    ]);
  });

  it('midnight in Beirut, which is jumped over, is at 01:00', () => {
    expect(ticks('0 0 * * *', 'Asia/Beirut', '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([
      ['2026-03-29T00:00', '2026-03-28T22:00'],
    ]);
  });
});

describe('a daily line, where summer time ends', () => {
  it('01:30 in London, which comes twice, is the first of them', () => {
    expect(ticks('30 1 * * *', 'Europe/London', '2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
      ['2026-10-25T01:30', '2026-10-25T00:30'],
      ['2026-10-26T01:30', '2026-10-26T01:30'],
    ]);
  });

  it('02:30 in London, an hour after the repeated one, is there once', () => {
    expect(ticks('30 2 * * *', 'Europe/London', '2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
      ['2026-10-25T02:30', '2026-10-25T02:30'],
      ['2026-10-26T02:30', '2026-10-26T02:30'],
    ]);
  });

  it('02:30 in Madrid, which comes twice, is the first of them', () => {
    expect(ticks('30 2 * * *', 'Europe/Madrid', '2026-10-24T12:00Z', '2026-10-25T12:00Z')).toEqual([
      ['2026-10-25T02:30', '2026-10-25T00:30'],
    ]);
  });
});

describe('a line for every hour', () => {
  it('fires each half hour through the repeated and the missing hour: 50 and 46 times in these days', () => {
    const autumn = ticks('*/30 * * * *', 'Europe/London', '2026-10-24T22:59Z', '2026-10-25T23:59Z', 1);
    expect(autumn).toHaveLength(50);
    const spring = ticks('*/30 * * * *', 'Europe/London', '2026-03-28T23:59Z', '2026-03-29T22:59Z', 1);
    expect(spring).toHaveLength(46);
  });

  it('goes by the wall where the zone is half an hour off', () => {
    expect(ticks('0 * * * *', 'Asia/Kolkata', '2026-06-01T10:00Z', '2026-06-01T12:00Z')).toEqual([
      ['2026-06-01T10:30:00.000Z', '2026-06-01T10:30'],
      ['2026-06-01T11:30:00.000Z', '2026-06-01T11:30'],
    ]);
  });

  it('finds the last one of a Monday on the Sunday after it', () => {
    const tick = latestTick(lineOf('*/10 * * * mon'), 'UTC', new Date('2026-06-07T12:00Z'));
    expect(tick?.name).toBe('2026-06-01T23:50:00.000Z');
  });

  it('has seconds', () => {
    expect(latestTick(lineOf('*/10 * * * * *'), 'UTC', new Date('2026-06-07T12:00:39Z'))?.at).toEqual(
      new Date('2026-06-07T12:00:30Z'),
    );
    expect(latestTick(lineOf('50 59 9 * * *'), 'UTC', new Date('2026-06-07T12:00Z'))?.name).toBe('2026-06-07T09:59:50');
  });
});

describe('latestTick', () => {
  it('finds the 29th of February years later, across 2100 which has none', () => {
    expect(latestTick(lineOf('0 9 29 2 *'), 'UTC', new Date('2027-06-01T00:00Z'))?.name).toBe('2024-02-29T09:00');
    expect(latestTick(lineOf('0 9 29 2 *'), 'UTC', new Date('2104-02-29T08:59Z'))?.name).toBe('2096-02-29T09:00');
  });

  it('is nothing for a day that never is', () => {
    expect(latestTick(lineOf('0 9 31 4 *'), 'UTC', new Date('2026-06-01T00:00Z'))).toBeNull();
  });

  it('is once on the day that Samoa left out and the one after it', () => {
    expect(ticks('0 9 * * *', 'Pacific/Apia', '2011-12-29T00:00Z', '2011-12-31T12:00Z').map(([, at]) => at)).toEqual([
      '2011-12-29T19:00',
      '2011-12-30T10:00',
      '2011-12-30T19:00',
    ]);
  });

  it('never goes back while time goes on, is never ahead of it, and stays what it is until the next one', () => {
    const lines = ['30 1 * * *', '0,30 1-3 * * *', '*/20 * * * *', '0 9 * * mon-fri', '15 2 1 * *'].map(lineOf);
    const zones = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut', 'UTC'];
    fc.assert(
      fc.property(
        fc.constantFrom(...lines),
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2025-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 3 * 24 * 60 }),
        (line, zone, now, minutes) => {
          const tick = latestTick(line, zone, now);
          const later = latestTick(line, zone, new Date(now.getTime() + minutes * MINUTE_MS));
          if (!tick || !later) throw new Error('no tick');
          expect(tick.at.getTime()).toBeLessThanOrEqual(now.getTime());
          expect(later.at.getTime()).toBeGreaterThanOrEqual(tick.at.getTime());
          expect(latestTick(line, zone, tick.at)).toEqual(tick);
        },
      ),
    );
  });
});
