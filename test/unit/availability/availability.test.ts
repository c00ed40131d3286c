import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Availability,
  type AvailabilityCommand,
  type AvailabilityInput,
  decideAvailability,
  type OutOfOffice,
} from '../../../src/domain/availability/availability.ts';
import { publicHolidays } from '../../../src/domain/availability/public-holidays.ts';
import { describeUnavailable } from '../../../src/domain/availability/unavailable-words.ts';
import { officeIn, utc } from './calendars.ts';

const ZONE = 'Europe/Madrid';
const madrid = officeIn(ZONE, { holidays: publicHolidays('ES') });
/** Wednesday 25 November 2026, 14:05 in Madrid; work ends at 17:00Z. */
const NOW = utc('2026-11-25 13:05');
const EVENING = utc('2026-11-25 20:00');

function decide(more: Partial<AvailabilityInput>): Availability {
  return decideAvailability({ now: NOW, calendar: madrid, command: null, outOfOffice: [], signals: {}, ...more });
}

const away = (until: string | null, reason: string | null = null): AvailabilityCommand => ({
  kind: 'away',
  from: utc('2026-11-25 12:00'),
  until: until === null ? null : utc(until),
  reason,
});
const back: AvailabilityCommand = { kind: 'back', at: utc('2026-11-25 13:00'), until: utc('2026-11-25 17:00') };
const leave: OutOfOffice = {
  from: utc('2026-11-23 23:00'),
  until: utc('2026-11-30 08:00'),
  reason: 'annual leave',
  delegate: 'bob',
};
const seenNow = { seenAt: utc('2026-11-25 13:04') };

describe('a rep without a word of their own', () => {
  it('is free during work, until it ends at 17:00Z', () => {
    expect(decide({})).toEqual({ free: true, until: utc('2026-11-25 17:00') });
  });
  it('is off after work, until tomorrow 08:00Z', () => {
    expect(decide({ now: EVENING })).toEqual({ free: false, code: 'off_hours', until: utc('2026-11-26 08:00') });
  });
  it('is on holiday at Christmas, until Monday 28 December 08:00Z', () => {
    expect(decide({ now: utc('2026-12-25 10:00') })).toEqual({
      free: false,
      code: 'holiday',
      until: utc('2026-12-28 08:00'),
      reason: 'Christmas Day',
    });
  });
  it('is free until a leave that begins before work ends', () => {
    const from = utc('2026-11-25 15:00');
    expect(decide({ outOfOffice: [{ ...leave, from }] })).toEqual({ free: true, until: from });
  });
});

describe('a rep who says that they are away', () => {
  it('is away until then, with the reason', () => {
    const until = utc('2026-11-25 15:00');
    expect(decide({ command: away('2026-11-25 15:00', 'dentist') })).toEqual({
      free: false,
      code: 'away',
      until,
      reason: 'dentist',
    });
  });
  it('is free again at that very instant', () => {
    expect(decide({ command: away('2026-11-25 13:05') })).toMatchObject({ free: true });
  });
  it('is away without an end until they say that they are back', () => {
    expect(decide({ command: away(null) })).toEqual({ free: false, code: 'away', until: null });
  });
  it('is free before it begins, and until then', () => {
    const from = utc('2026-11-25 16:00');
    const command = { ...away('2026-11-26 23:00'), from } as AvailabilityCommand;
    expect(decide({ command })).toEqual({ free: true, until: from });
  });
  it('is away rather than out of office, off or away in Slack', () => {
    const signals = { presence: { is: 'away' as const, ...seenNow } };
    expect(decide({ now: EVENING, command: away(null), outOfOffice: [leave], signals })).toMatchObject({
      code: 'away',
    });
  });
});

describe('a rep who is out of office', () => {
  it('is so until the end, with reason and delegate', () => {
    expect(decide({ outOfOffice: [leave] })).toEqual({
      free: false,
      code: 'out_of_office',
      until: leave.until,
      reason: 'annual leave',
      delegate: 'bob',
    });
  });
  it('is out by the entry that lasts longest, of several', () => {
    const longer = { ...leave, until: utc('2026-12-07 08:00'), delegate: null, reason: null };
    expect(decide({ outOfOffice: [leave, longer] })).toEqual({
      free: false,
      code: 'out_of_office',
      until: longer.until,
    });
  });
  it('is free before the entry and at its end', () => {
    expect(decide({ now: utc('2026-11-23 12:00'), outOfOffice: [leave] })).toMatchObject({ free: true });
    expect(decide({ now: leave.until, outOfOffice: [leave] })).toMatchObject({ free: true });
  });
});

describe('a rep who says that they are back', () => {
  const everything = {
    command: back,
    outOfOffice: [leave],
    signals: { presence: { is: 'away' as const, ...seenNow }, huddle: { on: true, ...seenNow } },
  };
  it('is free until the end of the day, whatever calendar, leave and Slack say', () => {
    expect(decide(everything)).toEqual({ free: true, until: utc('2026-11-25 17:00') });
    const onSunday = { kind: 'back', at: utc('2026-11-29 10:00'), until: utc('2026-11-29 23:00') } as const;
    expect(decide({ ...everything, now: utc('2026-11-29 12:00'), command: onSunday })).toMatchObject({ free: true });
  });
  it('is out of office again when that day has ended', () => {
    expect(decide({ ...everything, now: utc('2026-11-25 17:00') })).toMatchObject({ code: 'out_of_office' });
  });
  it('was not back before they said so', () => {
    expect(decide({ ...everything, now: utc('2026-11-25 12:59') })).toMatchObject({ code: 'out_of_office' });
  });
});

describe('what Slack shows', () => {
  it.each([
    [{ presence: { is: 'away', ...seenNow } }, { code: 'presence_away', until: null }],
    [{ dnd: { until: EVENING, ...seenNow } }, { code: 'dnd', until: EVENING }],
    [{ huddle: { on: true, ...seenNow } }, { code: 'in_huddle', until: null }],
    [{ status: { text: 'Out sick', until: null, ...seenNow } }, { code: 'status', until: null, reason: 'Out sick' }],
  ] as const)('%j passes a rep over', (signals, expected) => {
    expect(decide({ signals })).toEqual({ free: false, ...expected });
  });

  it.each([
    [{ presence: { is: 'active', ...seenNow } }],
    [{ huddle: { on: false, ...seenNow } }],
    [{ dnd: { until: NOW, ...seenNow } }],
    [{ status: { text: 'Out sick', until: utc('2026-11-25 13:00'), ...seenNow } }],
  ] as const)('%j leaves them free', (signals) => {
    expect(decide({ signals })).toMatchObject({ free: true });
  });

  it('counts after what the calendar says', () => {
    expect(decide({ now: EVENING, signals: { presence: { is: 'away', ...seenNow } } })).toMatchObject({
      code: 'off_hours',
    });
  });

  it.each([
    ['presence', 10, { presence: { is: 'away', seenAt: NOW } }],
    ['a call', 4 * 60, { huddle: { on: true, seenAt: NOW } }],
    ['a status without an end', 24 * 60, { status: { text: 'Out sick', until: null, seenAt: NOW } }],
    ['paused notifications without an end', 24 * 60, { dnd: { until: null, seenAt: NOW } }],
  ] as const)('%s is believed for less than %d minutes', (_, minutes, signals) => {
    const always = officeIn(ZONE, { hours: undefined });
    const at = (ms: number) => decide({ calendar: always, signals, now: new Date(NOW.getTime() + ms) }).free;
    expect(at(minutes * 60_000 - 1)).toBe(false);
    expect(at(minutes * 60_000)).toBe(true);
  });

  it('a status with an end is believed to its end, though seen two days before', () => {
    const status = { text: 'Vacationing', until: utc('2026-11-27 23:00'), seenAt: utc('2026-11-23 12:00') };
    expect(decide({ signals: { status } })).toMatchObject({ code: 'status', until: status.until });
  });
});

describe('any rep at any instant', () => {
  const instant = fc
    .integer({ min: 0, max: 20_000 })
    .map((minute) => new Date(utc('2026-11-20').getTime() + minute * 60_000));
  const command: fc.Arbitrary<AvailabilityCommand | null> = fc.oneof(
    fc.constant(null),
    fc.record({
      kind: fc.constant('away' as const),
      from: instant,
      until: fc.option(instant),
      reason: fc.constant(null),
    }),
    fc.record({ kind: fc.constant('back' as const), at: instant, until: instant }),
  );
  const entry = fc.record({ from: instant, until: instant, reason: fc.constant(null), delegate: fc.constant(null) });

  it('stays free up to the next known change, and no end of an absence lies in the past', () => {
    fc.assert(
      fc.property(
        instant,
        command,
        fc.array(entry, { maxLength: 3 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (now, said, outOfOffice, part) => {
          const decision = decide({ now, command: said, outOfOffice });
          if (decision.until === null) return;
          expect(decision.until.getTime()).toBeGreaterThan(now.getTime());
          if (!decision.free) return;
          const between = new Date(now.getTime() + Math.floor((decision.until.getTime() - now.getTime() - 1) * part));
          expect(decide({ now: between, command: said, outOfOffice })).toMatchObject({ free: true });
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('an absence in words', () => {
  const cases: [words: string, input: Partial<AvailabilityInput>][] = [
    ['away until 16:00 (dentist)', { command: away('2026-11-25 15:00', 'dentist') }],
    ['away', { command: away(null) }],
    ['away (lunch)', { command: away(null, 'lunch') }],
    ['out of office until Mon 30 Nov 09:00 (annual leave)', { outOfOffice: [leave] }],
    ['off until tomorrow 09:00', { now: EVENING }],
    ['off, with no working hours in the year ahead', { calendar: officeIn(ZONE, { hours: {} }) }],
    ['off for a holiday until Mon 28 Dec 09:00 (Christmas Day)', { now: utc('2026-12-25 10:00') }],
    ['Slack shows them as away', { signals: { presence: { is: 'away' as const, ...seenNow } } }],
    ['notifications paused until 21:00', { signals: { dnd: { until: EVENING, ...seenNow } } }],
    ['on a call', { signals: { huddle: { on: true, ...seenNow } } }],
    ['away by their status (Out sick)', { signals: { status: { text: 'Out sick', until: null, ...seenNow } } }],
  ];
  it.each(cases)('“%s”', (words, input) => {
    const decision = decide(input);
    expect(decision.free || describeUnavailable(decision, input.now ?? NOW, ZONE)).toBe(words);
  });
});
