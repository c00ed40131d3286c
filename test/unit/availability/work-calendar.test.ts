import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfDay } from '../../../src/domain/availability/end-of-day.ts';
import { publicHolidays } from '../../../src/domain/availability/public-holidays.ts';
import { type WorkCalendar, workCalendar } from '../../../src/domain/availability/work-calendar.ts';
import { WEEKDAYS, type WorkingHours } from '../../../src/domain/ruleset.ts';
import { EVERY_DAY, OFFICE_HOURS, officeIn, onDays, utc } from './calendars.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The spans of the local date that holds `at`, as ISO texts. */
function spansOn(calendar: WorkCalendar, at: string): string[] {
  const short = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  return calendar.dayAt(utc(at)).spans.map(({ from, to }) => `${short(from)} – ${short(to)}`);
}

describe('working hours', () => {
  const madrid = officeIn('Europe/Madrid');

  it('begin at 09:00 of the rep’s own clock and end before 18:00', () => {
    expect(madrid.isWorking(utc('2026-11-25 07:59:59.999'))).toBe(false);
    expect(madrid.isWorking(utc('2026-11-25 08:00'))).toBe(true);
    expect(madrid.isWorking(utc('2026-11-25 16:59:59.999'))).toBe(true);
    expect(madrid.isWorking(utc('2026-11-25 17:00'))).toBe(false);
  });

  it('change next at the end of the span, at the start of the next, and on Friday evening at Monday 09:00', () => {
    expect(madrid.nextChange(utc('2026-11-25 12:00'))).toEqual(utc('2026-11-25 17:00'));
    expect(madrid.nextChange(utc('2026-11-25 17:00'))).toEqual(utc('2026-11-26 08:00'));
    expect(madrid.nextChange(utc('2026-11-27 20:00'))).toEqual(utc('2026-11-30 08:00'));
  });

  it('start now during work, and at Monday 09:00 on Saturday', () => {
    expect(madrid.nextStart(utc('2026-11-25 12:00'))).toEqual(utc('2026-11-25 12:00'));
    expect(madrid.nextStart(utc('2026-11-28 12:00'))).toEqual(utc('2026-11-30 08:00'));
  });

  it('let 10 working minutes from Friday 17:55 end on Monday at 09:05', () => {
    expect(madrid.add(utc('2026-11-27 16:55'), 10 * MINUTE)).toEqual(utc('2026-11-30 08:05'));
  });

  it('let working time that fills a span end with it, at 18:00 and not at 09:00 of the next day', () => {
    expect(madrid.add(utc('2026-11-25 08:00'), 9 * HOUR)).toEqual(utc('2026-11-25 17:00'));
    expect(madrid.add(utc('2026-11-25 08:00'), 9 * HOUR + 1)).toEqual(utc('2026-11-26 08:00:00.001'));
  });

  it('leave the instant alone when 0 ms are added, in the evening too', () => {
    expect(madrid.add(utc('2026-11-25 20:00'), 0)).toEqual(utc('2026-11-25 20:00'));
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuse %d ms of working time', (ms) => {
    expect(() => madrid.add(utc('2026-11-25 20:00'), ms)).toThrow(RangeError);
  });

  it('know a break: from 13:00 to 14:30 nobody works', () => {
    const withBreak = officeIn('UTC', { hours: onDays(['wed'], { from: 540, to: 780 }, { from: 870, to: 1080 }) });
    expect(withBreak.isWorking(utc('2026-11-25 13:00'))).toBe(false);
    expect(withBreak.nextChange(utc('2026-11-25 13:10'))).toEqual(utc('2026-11-25 14:30'));
    expect(withBreak.add(utc('2026-11-25 12:50'), 20 * MINUTE)).toEqual(utc('2026-11-25 14:40'));
  });

  it('join two spans that touch into one of 9 hours', () => {
    const halves = officeIn('UTC', { hours: onDays(['wed'], { from: 540, to: 780 }, { from: 780, to: 1080 }) });
    expect(spansOn(halves, '2026-11-25 12:00')).toEqual(['2026-11-25 09:00 – 2026-11-25 18:00']);
  });

  it('count a night shift over midnight as one: from 22:00 the next change is 06:00', () => {
    const nights = officeIn('UTC', { hours: onDays(EVERY_DAY, { from: 0, to: 360 }, { from: 1320, to: 1440 }) });
    expect(nights.nextChange(utc('2026-11-25 22:00'))).toEqual(utc('2026-11-26 06:00'));
    expect(nights.add(utc('2026-11-25 23:00'), 2 * HOUR)).toEqual(utc('2026-11-26 01:00'));
  });

  it('are around the clock where none are set: no change ever, and working time is real time', () => {
    const always = workCalendar({ timezone: 'Asia/Tokyo' });
    expect(always.isWorking(utc('2026-11-29 03:00'))).toBe(true);
    expect(always.nextChange(utc('2026-11-29 03:00'))).toBeNull();
    expect(always.add(utc('2026-11-29 03:00'), 1000 * HOUR)).toEqual(
      new Date(utc('2026-11-29 03:00').getTime() + 1000 * HOUR),
    );
  });

  it('are around the clock when the hours of all seven days are 00:00-24:00, in one span or two', () => {
    const whole = officeIn('UTC', { hours: onDays(EVERY_DAY, { from: 0, to: 700 }, { from: 700, to: 1440 }) });
    expect(whole.nextChange(utc('2026-11-29 03:00'))).toBeNull();
  });

  it('that are never: no start, no change and no end within a year', () => {
    const never = officeIn('Europe/Madrid', { hours: {} });
    expect(never.isWorking(utc('2026-11-25 12:00'))).toBe(false);
    expect(never.nextStart(utc('2026-11-25 12:00'))).toBeNull();
    expect(never.nextChange(utc('2026-11-25 12:00'))).toBeNull();
    expect(never.add(utc('2026-11-25 12:00'), 1)).toBeNull();
  });

  it('say the same whatever was asked before, over more days than are kept', () => {
    const asked = officeIn('Europe/Madrid');
    const days = Array.from(
      { length: 1000 },
      (_, day) => new Date(utc('2026-01-01 07:30').getTime() + day * 24 * HOUR),
    );
    const first = days.map((at) => asked.isWorking(at));
    expect(
      days
        .toReversed()
        .map((at) => asked.isWorking(at))
        .toReversed(),
    ).toEqual(first);
  });
});

describe('a change of summer time', () => {
  // London: 29 March 2026 01:00 → 02:00, 25 October 02:00 → 01:00, both at 01:00 UTC.
  it('London, missing hour: a span from 00:00 to 06:00 lasts 5 hours, 00:00Z to 05:00Z', () => {
    const nights = officeIn('Europe/London', { hours: onDays(EVERY_DAY, { from: 0, to: 360 }) });
    expect(spansOn(nights, '2026-03-29 02:00')).toEqual(['2026-03-29 00:00 – 2026-03-29 05:00']);
    expect(nights.add(utc('2026-03-29 00:00'), 5 * HOUR)).toEqual(utc('2026-03-29 05:00'));
    expect(nights.add(utc('2026-03-29 00:00'), 6 * HOUR)).toEqual(utc('2026-03-30 00:00'));
  });

  it('London, missing hour: a boundary at 01:30 is the jump at 01:00Z, and a span from 01:15 to 01:45 never comes', () => {
    const early = officeIn('Europe/London', { hours: onDays(EVERY_DAY, { from: 0, to: 90 }) });
    expect(spansOn(early, '2026-03-29 12:00')).toEqual(['2026-03-29 00:00 – 2026-03-29 01:00']);
    const within = officeIn('Europe/London', { hours: onDays(EVERY_DAY, { from: 75, to: 105 }) });
    expect(spansOn(within, '2026-03-29 12:00')).toEqual([]);
    expect(within.nextStart(utc('2026-03-29 00:30'))).toEqual(utc('2026-03-30 00:15'));
  });

  it('London, repeated hour: a span from 00:00 to 06:00 lasts 7 hours, 23:00Z to 06:00Z', () => {
    const nights = officeIn('Europe/London', { hours: onDays(EVERY_DAY, { from: 0, to: 360 }) });
    expect(spansOn(nights, '2026-10-25 12:00')).toEqual(['2026-10-24 23:00 – 2026-10-25 06:00']);
    expect(nights.add(utc('2026-10-24 23:00'), 7 * HOUR)).toEqual(utc('2026-10-25 06:00'));
  });

  it('London, repeated hour: 01:30 is its first occurrence, 00:30Z, as an end and as a start', () => {
    const early = officeIn('Europe/London', { hours: onDays(EVERY_DAY, { from: 0, to: 90 }) });
    expect(spansOn(early, '2026-10-25 12:00')).toEqual(['2026-10-24 23:00 – 2026-10-25 00:30']);
    const late = officeIn('Europe/London', { hours: onDays(EVERY_DAY, { from: 90, to: 180 }) });
    expect(spansOn(late, '2026-10-25 12:00')).toEqual(['2026-10-25 00:30 – 2026-10-25 03:00']);
  });

  // New York: 8 March 2026 02:00 → 03:00 at 07:00 UTC, 1 November 02:00 → 01:00 at 06:00 UTC.
  it('New York, missing hour: a day around the clock lasts 23 hours, and 09:00 moves from 14:00Z to 13:00Z', () => {
    const day = officeIn('America/New_York').dayAt(utc('2026-03-08 12:00'));
    expect([new Date(day.from), new Date(day.to)]).toEqual([utc('2026-03-08 05:00'), utc('2026-03-09 04:00')]);
    const newYork = officeIn('America/New_York');
    expect(newYork.nextStart(utc('2026-03-06 03:00'))).toEqual(utc('2026-03-06 14:00'));
    expect(newYork.nextStart(utc('2026-03-07 03:00'))).toEqual(utc('2026-03-09 13:00'));
  });

  it('New York, missing hour: from 01:00 to 04:00 are 2 hours, 06:00Z to 08:00Z', () => {
    const nights = officeIn('America/New_York', { hours: onDays(['sun'], { from: 60, to: 240 }) });
    expect(spansOn(nights, '2026-03-08 12:00')).toEqual(['2026-03-08 06:00 – 2026-03-08 08:00']);
  });

  it('New York, repeated hour: from 01:00 to 04:00 are 4 hours, 05:00Z to 09:00Z', () => {
    const nights = officeIn('America/New_York', { hours: onDays(['sun'], { from: 60, to: 240 }) });
    expect(spansOn(nights, '2026-11-01 12:00')).toEqual(['2026-11-01 05:00 – 2026-11-01 09:00']);
    expect(nights.add(utc('2026-11-01 05:00'), 4 * HOUR)).toEqual(utc('2026-11-01 09:00'));
  });

  // Lord Howe: 4 October 2026 02:00 → 02:30 at 15:30 UTC the day before, 5 April 02:00 → 01:30 at 15:00 UTC the day before.
  it('Lord Howe, missing half hour: from 01:00 to 03:00 are 90 minutes, 14:30Z to 16:00Z', () => {
    const nights = officeIn('Australia/Lord_Howe', { hours: onDays(['sun'], { from: 60, to: 180 }) });
    expect(spansOn(nights, '2026-10-03 20:00')).toEqual(['2026-10-03 14:30 – 2026-10-03 16:00']);
  });

  it('Lord Howe, missing half hour: a start at 02:10 is the jump at 15:30Z', () => {
    const nights = officeIn('Australia/Lord_Howe', { hours: onDays(['sun'], { from: 130, to: 180 }) });
    expect(spansOn(nights, '2026-10-03 20:00')).toEqual(['2026-10-03 15:30 – 2026-10-03 16:00']);
  });

  it('Lord Howe, repeated half hour: from 01:00 to 03:00 are 150 minutes, 14:00Z to 16:30Z; 01:45 is first at 14:45Z', () => {
    const nights = officeIn('Australia/Lord_Howe', { hours: onDays(['sun'], { from: 60, to: 180 }) });
    expect(spansOn(nights, '2026-04-04 20:00')).toEqual(['2026-04-04 14:00 – 2026-04-04 16:30']);
    const late = officeIn('Australia/Lord_Howe', { hours: onDays(['sun'], { from: 105, to: 180 }) });
    expect(spansOn(late, '2026-04-04 20:00')).toEqual(['2026-04-04 14:45 – 2026-04-04 16:30']);
  });

  it('Cairo jumps over midnight: 24 April 2026 begins at 01:00, 22:00Z', () => {
    expect(new Date(officeIn('Africa/Cairo').dayAt(utc('2026-04-24 12:00')).from)).toEqual(utc('2026-04-23 22:00'));
  });

  it('Apia left out 30 December 2011: after the 29th comes the 31st', () => {
    const apia = workCalendar({ timezone: 'Pacific/Apia', hours: onDays(EVERY_DAY, { from: 540, to: 1080 }) });
    expect(apia.nextStart(utc('2011-12-30 04:00'))).toEqual(utc('2011-12-30 19:00'));
    expect(apia.dayAt(utc('2011-12-30 10:00')).date - apia.dayAt(utc('2011-12-30 09:59')).date).toBe(2);
  });
});

describe('days off', () => {
  const spain = officeIn('Europe/Madrid', { holidays: publicHolidays('ES') });

  it('holidays have no work: before Christmas 2026, a Friday, the next start is Monday the 28th', () => {
    expect(spain.isWorking(utc('2026-12-25 10:00'))).toBe(false);
    expect(spain.nextStart(utc('2026-12-24 18:00'))).toEqual(utc('2026-12-28 08:00'));
    expect(spain.dayAt(utc('2026-12-25 10:00')).off).toEqual({ name: 'Christmas Day' });
  });

  it('a holiday around the clock lasts from local midnight to midnight: 25 December 23:00Z to 23:00Z', () => {
    const always = workCalendar({ timezone: 'Europe/Madrid', holidays: publicHolidays('ES') });
    expect(always.nextChange(utc('2026-12-20 10:00'))).toEqual(utc('2026-12-24 23:00'));
    expect(always.nextStart(utc('2026-12-25 10:00'))).toEqual(utc('2026-12-25 23:00'));
  });

  it('days of one’s own are off too, without a name', () => {
    const birthday = officeIn('Europe/Madrid', { daysOff: ['2026-11-25'] });
    expect(birthday.isWorking(utc('2026-11-25 10:00'))).toBe(false);
    expect(birthday.dayAt(utc('2026-11-25 10:00')).off).toEqual({ name: null });
    expect(birthday.isWorking(utc('2026-11-26 10:00'))).toBe(true);
  });

  it('a rep whose only working day of the week is always a day off never starts within the year', () => {
    const daysOff = Array.from({ length: 60 }, (_, week) =>
      new Date(utc('2026-11-23').getTime() + week * 168 * HOUR).toISOString().slice(0, 10),
    );
    const mondays = officeIn('UTC', { hours: onDays(['mon'], { from: 540, to: 1080 }), daysOff });
    expect(mondays.nextStart(utc('2026-11-25 10:00'))).toBeNull();
  });
});

describe('the end of the day', () => {
  const madrid = officeIn('Europe/Madrid');
  it('is 18:00 during work and before it', () => {
    expect(endOfDay(utc('2026-11-25 12:00'), madrid)).toEqual(utc('2026-11-25 17:00'));
    expect(endOfDay(utc('2026-11-25 05:00'), madrid)).toEqual(utc('2026-11-25 17:00'));
  });
  it('is local midnight after work and on a day off', () => {
    expect(endOfDay(utc('2026-11-25 17:00'), madrid)).toEqual(utc('2026-11-25 23:00'));
    expect(endOfDay(utc('2026-11-28 12:00'), madrid)).toEqual(utc('2026-11-28 23:00'));
  });
  it('is the end of the last of two spans during the break', () => {
    const broken = officeIn('UTC', { hours: onDays(['wed'], { from: 540, to: 780 }, { from: 870, to: 1080 }) });
    expect(endOfDay(utc('2026-11-25 13:30'), broken)).toEqual(utc('2026-11-25 18:00'));
  });
});

describe('any calendar', () => {
  const ZONES = [
    'Europe/London',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'Pacific/Auckland',
    'Africa/Cairo',
  ];
  /** Around the changes of 2026 in these zones, where mistakes are, and anywhere else in the year. */
  const CHANGES = [
    '2026-03-29',
    '2026-10-25',
    '2026-03-08',
    '2026-11-01',
    '2026-04-04',
    '2026-10-03',
    '2026-04-24',
    '2026-09-26',
  ];
  const instant = fc.oneof(
    fc
      .record({ day: fc.constantFrom(...CHANGES), minute: fc.integer({ min: -1440, max: 2880 }) })
      .map(({ day, minute }) => new Date(utc(day).getTime() + minute * MINUTE)),
    fc.integer({ min: 0, max: 525_600 }).map((minute) => new Date(utc('2026-01-01').getTime() + minute * MINUTE)),
  );
  const daySpans = fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 }).map((edges) => {
    const sorted = edges.sort((a, b) => a - b);
    return sorted.flatMap((from, at) => (at % 2 === 0 && sorted[at + 1] ? [{ from, to: Number(sorted[at + 1]) }] : []));
  });
  const hours: fc.Arbitrary<WorkingHours> = fc
    .array(fc.option(daySpans, { nil: undefined, freq: 4 }), { minLength: 7, maxLength: 7 })
    .map((days) => Object.fromEntries(days.flatMap((spans, at) => (spans ? [[WEEKDAYS[at], spans]] : []))));
  const terms = fc.record({ timezone: fc.constantFrom(...ZONES), hours });

  /** What the wall clock shows, asked of another source than the calendar's. */
  function wall(at: Date, timeZone: string): { weekday: (typeof WEEKDAYS)[number]; minutes: number; text: string } {
    const text = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(at);
    const [, hour, minute] = /(\d\d):(\d\d)$/.exec(text) ?? [];
    const weekday = WEEKDAYS.find((day) => text.toLowerCase().startsWith(day)) ?? 'mon';
    return { weekday, minutes: Number(hour) * 60 + Number(minute), text };
  }

  function comesTwice(at: Date, timeZone: string): boolean {
    return [-60, -30, 30, 60].some(
      (by) => wall(new Date(at.getTime() + by * MINUTE), timeZone).text === wall(at, timeZone).text,
    );
  }

  it('works exactly when the wall clock is within the hours of that weekday, outside the repeated hour', () => {
    fc.assert(
      fc.property(terms, instant, (given, at) => {
        fc.pre(!comesTwice(at, given.timezone));
        const { weekday, minutes } = wall(at, given.timezone);
        const expected = (given.hours[weekday] ?? []).some(({ from, to }) => from <= minutes && minutes < to);
        expect(workCalendar(given).isWorking(at)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('stays as it is up to the next change, and changes there', () => {
    fc.assert(
      fc.property(terms, instant, fc.double({ min: 0, max: 1, noNaN: true }), (given, at, part) => {
        const calendar = workCalendar(given);
        const change = calendar.nextChange(at);
        fc.pre(change !== null);
        const now = calendar.isWorking(at);
        const between = new Date(at.getTime() + Math.floor((change.getTime() - at.getTime() - 1) * part));
        expect(calendar.isWorking(between)).toBe(now);
        expect(calendar.isWorking(new Date(change.getTime() - 1))).toBe(now);
        expect(calendar.isWorking(change)).toBe(!now);
      }),
      { numRuns: 300 },
    );
  });

  it('adds working time to the minute: as many minutes of work lie in between as were added', () => {
    fc.assert(
      fc.property(terms, instant, fc.integer({ min: 1, max: 1500 }), (given, from, minutes) => {
        const calendar = workCalendar(given);
        const end = calendar.add(from, minutes * MINUTE);
        fc.pre(end !== null && end.getTime() - from.getTime() < 30 * 24 * HOUR);
        let worked = 0;
        for (let at = from.getTime(); at < end.getTime(); at += MINUTE) if (calendar.isWorking(new Date(at))) worked++;
        expect(worked).toBe(minutes);
        expect(calendar.isWorking(new Date(end.getTime() - 1))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('adds in two steps what it adds in one', () => {
    const some = fc.integer({ min: 0, max: 200 * HOUR });
    fc.assert(
      fc.property(terms, instant, some, some, (given, from, a, b) => {
        const calendar = workCalendar(given);
        const half = calendar.add(from, a);
        fc.pre(half !== null);
        if (b > 0) expect(calendar.add(half, b)).toEqual(calendar.add(from, a + b));
      }),
      { numRuns: 200 },
    );
  });

  it('shares the hours out: the office works 9 of its 24 hours, whatever the zone', () => {
    for (const timezone of ZONES) {
      const [span] = workCalendar({ timezone, hours: OFFICE_HOURS }).dayAt(utc('2026-06-10 12:00')).spans;
      expect(Number(span?.to) - Number(span?.from)).toBe(9 * HOUR);
    }
  });
});
