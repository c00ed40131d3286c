import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CompanyDays,
  companyTime,
  quietSource as quietSourceAt,
  type SourceHistory,
} from '../../../src/domain/alarms/quiet-source.ts';
import { partsOf } from '../../../src/domain/availability/local-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const days: CompanyDays = { timezone: 'Europe/Madrid', isWorkDay: (date) => partsOf(date).weekday < 5 };

const usualTime = companyTime(days);
const quietSource = (history: SourceHistory, now: Date, company: CompanyDays) =>
  quietSourceAt(history, now, company === days ? usualTime : companyTime(company));

/** A Monday, midnight in Madrid. */
const MONDAY = Date.parse('2026-05-03T22:00:00Z');

/** @param at hours of the day in Madrid @param count working days @returns the hours of a source that keeps to them */
function weeks(at: readonly number[], count = 20): Date[] {
  return Array.from({ length: count }, (_, n) => MONDAY + (Math.floor(n / 5) * 7 + (n % 5)) * DAY_MS).flatMap((day) =>
    at.map((hour) => new Date(day + hour * HOUR_MS)),
  );
}

/** @returns the hours after the last lead at which it becomes an alarm */
function hoursUntilAlarm(hours: readonly Date[], company = days): number | null {
  const last = hours.at(-1)?.getTime() ?? 0;
  for (let hour = 1; hour <= 14 * 24; hour += 1) {
    if (quietSource({ source: 'webinar', hours }, new Date(last + hour * HOUR_MS), company)) return hour;
  }
  return null;
}

const OFFICE = [9, 10, 11, 12, 13, 14, 15, 16, 17];
const ALL_DAY = Array.from({ length: 24 }, (_, hour) => hour);

describe('quietSource', () => {
  it('misses a source of every office hour when three of them have passed: on Monday, not over the weekend', () => {
    // The last lead came on Friday at 17:00; on Monday 9, 10 and 11 have passed at 12:00.
    expect(hoursUntilAlarm(weeks(OFFICE))).toBe(67);
  });

  it('misses a source that sends around the clock after 3 whole hours', () => {
    const untilWednesday = weeks(ALL_DAY).slice(0, -2 * 24);
    expect(hoursUntilAlarm(untilWednesday)).toBe(4);
  });

  it('misses one that sends a batch each morning at 9 after three mornings', () => {
    const last = weeks([9]);
    expect(hoursUntilAlarm(last)).toBe(3 * 24 + 48 + 1);
  });

  it('waits for days with one that comes in two of nine hours', () => {
    const rare = weeks(OFFICE).filter((_, index) => index % 9 === (index * 7) % 5 || index % 9 === 8);
    const hours = hoursUntilAlarm(rare) ?? 0;
    expect(hours).toBeGreaterThan(24);
    expect(hours).toBeLessThan(10 * 24);
  });

  it('learns no habit from a day on which everything was imported, nor in fewer than 5 working days', () => {
    expect(hoursUntilAlarm(weeks(ALL_DAY, 1))).toBeNull();
    expect(hoursUntilAlarm(weeks(OFFICE, 4))).toBeNull();
    const once = [...weeks([9]).slice(1), ...weeks(ALL_DAY, 1)].sort((a, b) => a.getTime() - b.getTime());
    expect(hoursUntilAlarm(once)).toBe(hoursUntilAlarm(weeks([9])));
  });

  it('counts a holiday as no silence', () => {
    const last = weeks(OFFICE).at(-1)?.getTime() ?? 0;
    const holiday = Math.floor((last + 3 * DAY_MS) / DAY_MS);
    const isWorkDay = (date: number) => date !== holiday && days.isWorkDay(date);
    expect(hoursUntilAlarm(weeks(OFFICE), { ...days, isWorkDay })).toBe(67 + 24);
  });

  it('takes a source that is quiet for more than 14 days for ended', () => {
    const hours = weeks(OFFICE);
    const last = hours.at(-1)?.getTime() ?? 0;
    expect(quietSource({ source: 'webinar', hours }, new Date(last + 14 * DAY_MS), days)).not.toBeNull();
    expect(quietSource({ source: 'webinar', hours }, new Date(last + 14 * DAY_MS + 1), days)).toBeNull();
    expect(quietSource({ source: 'webinar', hours: [] }, new Date(), days)).toBeNull();
  });

  it('says what is usual, and what to look at', () => {
    const hours = weeks(OFFICE);
    const now = new Date((hours.at(-1)?.getTime() ?? 0) + 3 * DAY_MS);
    expect(quietSource({ source: 'webinar', hours }, now, days)).toEqual({
      key: 'quiet:webinar',
      title: 'Nothing comes from webinar',
      lines: [
        'The last lead came 3 days ago. On a working day leads usually come in 9.0 different hours.',
        'Look whether its form, webhook or key still works, and whether somebody has switched it off.',
      ],
      holdMs: 0,
    });
  });

  it('raises a false alarm in fewer than 2 of 100 working days, for a source that comes by chance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (seed, chance) => {
          const random = randomOf(seed);
          const hours = weeks(OFFICE, 20 + 100).filter(() => random() < chance);
          let alarms = 0;
          for (const day of weeks([18], 20 + 100).slice(20)) {
            const known = hours.filter((at) => at < day && day.getTime() - at.getTime() < 28 * DAY_MS);
            if (quietSource({ source: 'webinar', hours: known }, day, days)) alarms += 1;
          }
          expect(alarms).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  });
});

/** Marsaglia's xorshift, so that a failing run can be had again. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
