import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CapInput,
  type CapMode,
  capReached,
  capState,
  capWindow,
} from '../../../src/domain/availability/caps-window.ts';
import type { Caps } from '../../../src/domain/ruleset.ts';
import { utc } from './calendars.ts';

const HOUR = 3_600_000;
const MODES = ['rolling', 'calendar'] as const;

function state(caps: Caps, received: readonly string[], now: string, more: Partial<CapInput> = {}) {
  const input = {
    caps,
    received: received.map(utc),
    open: 0,
    now: utc(now),
    timezone: 'UTC',
    mode: 'rolling' as CapMode,
  };
  return capState({ ...input, ...more });
}

describe('caps that roll', () => {
  it('a day is the last 24 hours: 2 leads at 23:50 still count at 00:10, and free a place 24 hours after the first', () => {
    const received = ['2026-11-24 23:50', '2026-11-24 23:55'];
    expect(state({ day: 2 }, received, '2026-11-25 00:10')).toEqual({
      cap: 'day',
      limit: 2,
      freeAt: utc('2026-11-25 23:50'),
    });
    expect(state({ day: 2 }, received, '2026-11-25 23:49:59.999')).not.toBeNull();
    expect(state({ day: 2 }, received, '2026-11-25 23:50')).toBeNull();
  });

  it.each([
    ['hour', 1],
    ['day', 24],
    ['week', 168],
    ['month', 720],
  ] as const)('a lead leaves the %s after %d hours', (cap, hours) => {
    const at = utc('2026-11-01 10:00');
    const asked = (ms: number) =>
      state({ [cap]: 1 }, ['2026-11-01 10:00'], '2026-11-01 10:00', { now: new Date(at.getTime() + ms) });
    expect(asked(hours * HOUR - 1)).toEqual({ cap, limit: 1, freeAt: new Date(at.getTime() + hours * HOUR) });
    expect(asked(hours * HOUR)).toBeNull();
  });

  it('a rep over the cap is free when enough leads have left: of 5 with a cap of 2 the fourth', () => {
    const received = [1, 2, 3, 4, 5].map((hour) => `2026-11-25 0${hour}:00`);
    expect(state({ day: 2 }, received, '2026-11-25 06:00')).toMatchObject({ freeAt: utc('2026-11-26 04:00') });
  });
});

describe('caps by the calendar', () => {
  it('2 leads at 23:50 count no more at 00:00 in the pool’s zone, Madrid: 23:00Z', () => {
    const received = ['2026-11-24 22:50', '2026-11-24 22:55'];
    const madrid = { mode: 'calendar', timezone: 'Europe/Madrid' } as const;
    expect(state({ day: 2 }, received, '2026-11-24 22:58', madrid)).toEqual({
      cap: 'day',
      limit: 2,
      freeAt: utc('2026-11-24 23:00'),
    });
    expect(state({ day: 2 }, received, '2026-11-24 23:00', madrid)).toBeNull();
  });

  it('a lead at the very start of the day counts to that day', () => {
    expect(state({ day: 1 }, ['2026-11-25 00:00'], '2026-11-25 10:00', { mode: 'calendar' })).not.toBeNull();
  });

  it.each([
    ['day', '2026-11-25 00:00', '2026-11-26 00:00'],
    ['week', '2026-11-23 00:00', '2026-11-30 00:00'],
    ['month', '2026-11-01 00:00', '2026-12-01 00:00'],
  ] as const)('the %s of Wednesday 25 November 2026 is %s to %s', (cap, from, to) => {
    expect(capWindow(cap, utc('2026-11-25 14:05'), 'UTC', 'calendar')).toEqual({
      after: new Date(utc(from).getTime() - 1),
      ends: utc(to),
    });
  });

  it('the day of a change of summer time has 23 hours: New York, 8 March 2026 05:00Z to 9 March 04:00Z', () => {
    expect(capWindow('day', utc('2026-03-08 15:00'), 'America/New_York', 'calendar')).toEqual({
      after: new Date(utc('2026-03-08 05:00').getTime() - 1),
      ends: utc('2026-03-09 04:00'),
    });
  });

  it('December ends with the year: 1 January 2027', () => {
    expect(capWindow('month', utc('2026-12-31 23:59'), 'UTC', 'calendar').ends).toEqual(utc('2027-01-01 00:00'));
  });

  it('an hour rolls all the same', () => {
    expect(state({ hour: 1 }, ['2026-11-25 13:50'], '2026-11-25 14:05', { mode: 'calendar' })).toEqual({
      cap: 'hour',
      limit: 1,
      freeAt: utc('2026-11-25 14:50'),
    });
  });
});

describe('of several caps', () => {
  it('leads in hand come first, and nobody knows until when', () => {
    expect(state({ open: 3, day: 1 }, ['2026-11-25 10:00'], '2026-11-25 11:00', { open: 3 })).toEqual({
      cap: 'open',
      limit: 3,
      freeAt: null,
    });
  });
  it('the one that blocks longest is told: the week rather than the hour', () => {
    expect(state({ hour: 1, week: 1 }, ['2026-11-25 10:00'], '2026-11-25 10:30')).toMatchObject({ cap: 'week' });
  });
  it('a day whose leads are newer can block longer than a month', () => {
    const received = ['2026-10-27 08:00', '2026-11-25 10:00'];
    expect(state({ day: 1, month: 2 }, received, '2026-11-25 11:00')).toMatchObject({
      cap: 'day',
      freeAt: utc('2026-11-26 10:00'),
    });
  });
  it('a cap of 0 never frees', () => {
    expect(state({ hour: 0, day: 1 }, ['2026-11-25 10:00'], '2026-11-25 10:30')).toEqual({
      cap: 'hour',
      limit: 0,
      freeAt: null,
    });
  });
  it('none reached, or none set: no word', () => {
    expect(state({ day: 2, open: 4 }, ['2026-11-25 10:00'], '2026-11-25 10:30', { open: 3 })).toBeNull();
    expect(state({}, ['2026-11-25 10:00'], '2026-11-25 10:30', { open: 99 })).toBeNull();
  });
});

describe('caps from counts alone', () => {
  const counts = { hour: 1, day: 2, week: 3, month: 4, open: 5 };
  it.each([
    [{ day: 3 }, null],
    [{ day: 2 }, { cap: 'day', limit: 2 }],
    [
      { day: 2, month: 4 },
      { cap: 'month', limit: 4 },
    ],
    [
      { hour: 1, open: 5, month: 4 },
      { cap: 'open', limit: 5 },
    ],
    [{}, null],
  ])('%j: %j', (caps, expected) => {
    expect(capReached(caps, counts)).toEqual(expected);
  });
});

describe('any caps and leads', () => {
  const NOW = utc('2026-11-25 14:05');
  const cap = fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined });
  const caps = fc
    .record({ hour: cap, day: cap, week: cap, month: cap })
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, limit]) => limit !== undefined)) as Caps);
  const received = fc
    .array(fc.integer({ min: 0, max: 35 * 24 * 60 }), { maxLength: 20 })
    .map((minutes) => minutes.sort((a, b) => b - a).map((ago) => new Date(NOW.getTime() - ago * 60_000)));
  const terms = { open: 0, timezone: 'Europe/Madrid' };

  it('are reached exactly when counting by hand says so', () => {
    fc.assert(
      fc.property(caps, received, fc.constantFrom(...MODES), (given, leads, mode) => {
        const counted = (name: 'hour' | 'day' | 'week' | 'month') =>
          leads.filter((at) => at > capWindow(name, NOW, terms.timezone, mode).after).length;
        const counts = {
          hour: counted('hour'),
          day: counted('day'),
          week: counted('week'),
          month: counted('month'),
          open: 0,
        };
        const answer = capState({ ...terms, caps: given, received: leads, now: NOW, mode });
        expect(answer === null).toBe(capReached(given, counts) === null);
      }),
    );
  });

  it('free the rep at the time they say, and not 1 ms before', () => {
    fc.assert(
      fc.property(caps, received, fc.constantFrom(...MODES), (given, leads, mode) => {
        const at = (now: Date) => capState({ ...terms, caps: given, received: leads, now, mode });
        const freeAt = at(NOW)?.freeAt;
        if (!freeAt) return;
        expect(at(freeAt)).toBeNull();
        expect(at(new Date(freeAt.getTime() - 1))).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});
