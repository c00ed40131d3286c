import { describe, expect, it } from 'vitest';
import { workCalendar } from '../../../src/domain/availability/work-calendar.ts';
import { workingMs } from '../../../src/domain/availability/working-time.ts';
import type { LeadEvent, TimelineEntry } from '../../../src/domain/lead-event.ts';
import { WEEKDAYS } from '../../../src/domain/ruleset.ts';
import { shortLength, speedToLead } from '../../../src/domain/speed-to-lead.ts';

const NINE_TO_SIX = Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [{ from: 540, to: 1080 }]]));
const office = (timezone: string) => workCalendar({ timezone, hours: NINE_TO_SIX });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('working time between two instants', () => {
  it.each([
    // Friday 17:50 in Madrid to Monday 9:05.
    ['Europe/Madrid', '2026-03-06T16:50:00Z', '2026-03-09T08:05:00Z', 15 * MINUTE],
    ['Europe/Madrid', '2026-03-07T10:00:00Z', '2026-03-08T10:00:00Z', 0],
    ['Europe/Madrid', '2026-03-06T10:00:00Z', '2026-03-06T10:00:07Z', 7000],
    ['Europe/Madrid', '2026-03-06T11:00:00Z', '2026-03-06T10:00:00Z', 0],
    // Over the change to summer time, which is on a Sunday: five days of nine hours.
    ['Europe/Madrid', '2026-03-27T08:00:00Z', '2026-04-03T07:00:00Z', 45 * HOUR],
    ['America/New_York', '2026-03-06T16:50:00Z', '2026-03-06T17:00:00Z', 10 * MINUTE],
  ])('in %s from %s to %s', (zone, from, to, expected) => {
    expect(workingMs(office(zone), new Date(from), new Date(to))).toBe(expected);
  });

  it('is all of it for those who work around the clock, also over a change of the clock', () => {
    const [from, to] = [new Date('2026-03-28T12:00:00Z'), new Date('2026-03-30T12:00:00Z')];
    expect(workingMs(workCalendar({ timezone: 'Europe/Madrid' }), from, to)).toBe(48 * HOUR);
  });
});

describe('speed to lead', () => {
  const at = (time: string) => new Date(`2026-03-09T${time}:00Z`);
  const touch = (rep: string, time: string, madeAt?: string): TimelineEntry => {
    const event: LeadEvent = {
      type: 'contacted',
      rep,
      how: 'call',
      ...(madeAt ? { madeAt: at(madeAt).toISOString() } : {}),
    };
    return { version: 3, at: at(time), event };
  };
  const calendars = (rep: string) => office(rep === 'bob' ? 'America/New_York' : 'Europe/Madrid');
  const lead = (time: string | null) => ({
    receivedAt: at('07:50'),
    firstTouchAt: time ? at(time) : null,
    owner: 'bob',
  });

  it('counts in the working time of whoever was first in touch, whoever has the lead now', () => {
    expect(speedToLead(lead('08:05'), [touch('ana', '08:05'), touch('bob', '09:00')], calendars)).toEqual({
      firstTouchAt: at('08:05'),
      rep: 'ana',
      clockMs: 15 * MINUTE,
      workingMs: 5 * MINUTE,
    });
  });

  it('finds a touch that was told afterwards', () => {
    const timeline = [touch('bob', '08:30'), touch('ana', '09:00', '08:05')];
    expect(speedToLead(lead('08:05'), timeline, calendars)).toMatchObject({ rep: 'ana' });
  });

  it('is none while nobody was in touch', () => expect(speedToLead(lead(null), [], calendars)).toBeNull());

  it.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [4 * MINUTE + 59_000, '4 min'],
    [65 * MINUTE, '1 h 5 min'],
    [2 * HOUR, '2 h'],
    [74 * HOUR, '3 days 2 h'],
  ])('%d ms is %s', (ms, words) => expect(shortLength(ms)).toBe(words));
});
