import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeDays } from '../../../src/domain/availability/out-of-office.ts';
import { parseOut } from '../../../src/domain/availability/out-words.ts';
import { officeIn, utc } from './calendars.ts';

/** Monday. */
const NOW = utc('2026-11-23 10:00');
const calendar = officeIn('Europe/Madrid');
const read = (text: string) => parseOut(text, { now: NOW, calendar });

/** The days as they are told, who covers, and why. */
function told(text: string): [string, string | null, string | null] {
  const wish = read(text);
  if (wish.kind !== 'out') throw new Error(`${text}: ${JSON.stringify(wish)}`);
  return [describeDays(wish, NOW, 'Europe/Madrid'), wish.cover, wish.reason];
}

describe('days out of office', () => {
  it.each([
    ['24 Dec to 2 Jan', 'Thu 24 Dec to Sat 2 Jan', null, null],
    ['24-28 Dec', 'Thu 24 Dec to Mon 28 Dec', null, null],
    ['from 24 to 28 December', 'Thu 24 Dec to Mon 28 Dec', null, null],
    ['dec 24 until jan 2 cover bob', 'Thu 24 Dec to Sat 2 Jan', 'bob', null],
    ['24 Dec to 2 Jan cover bob skiing', 'Thu 24 Dec to Sat 2 Jan', 'bob', 'skiing'],
    ['24 Dec to 2 Jan (skiing), covered by @U0123.', 'Thu 24 Dec to Sat 2 Jan', '@U0123', 'skiing'],
    ['24 Dec to 2 Jan (cover: bob)', 'Thu 24 Dec to Sat 2 Jan', 'bob', null],
    ['24 Dec – recover from the fair', 'Thu 24 Dec', null, 'recover from the fair'],
    ['2026-12-24 - 2027-01-02', 'Thu 24 Dec to Sat 2 Jan', null, null],
    ['2026-12-24..2027-01-02', 'Thu 24 Dec to Sat 2 Jan', null, null],
    ['monday until friday', 'Mon 30 Nov to Fri 4 Dec', null, null],
    ['today to friday', 'Mon 23 Nov to Fri 27 Nov', null, null],
    ['next week', 'Mon 30 Nov to Sun 6 Dec', null, null],
    ['tomorrow cover bob', 'Tue 24 Nov', 'bob', null],
    ['20 Nov to 30 Nov', 'Fri 20 Nov to Mon 30 Nov', null, null],
    ['1 July 2027 to 3 July', 'Thu 1 Jul 2027 to Sat 3 Jul 2027', null, null],
  ])('%s', (text, days, cover, reason) => {
    expect(told(text)).toEqual([days, cover, reason]);
  });

  it('last from midnight to the midnight after the last day, over the change of the clock', () => {
    expect(parseOut('28 March to 29 March', { now: utc('2026-03-02 10:00'), calendar })).toMatchObject({
      from: utc('2026-03-27 23:00'),
      until: utc('2026-03-29 22:00'),
    });
  });

  it('are shown where nothing is said, and cancelled by 4 words', () => {
    expect(read('  ')).toEqual({ kind: 'show' });
    for (const word of ['cancel', 'Clear', 'none', 'delete']) expect(read(word)).toEqual({ kind: 'cancel' });
  });

  it.each([
    ['for 3 parsecs', 'not_understood', 'Say which days'],
    ['30 Feb', 'not_understood', 'Say which days'],
    ['5 Dec to 1 Dec 2026', 'not_understood', 'Tue 1 Dec is before Sat 5 Dec'],
    ['24 Dec at 14:00', 'not_understood', 'whole days'],
    ['24 Dec cover', 'not_understood', 'Say who covers'],
    ['1 Nov to 20 Nov', 'in_the_past', '2026-11-20 has passed: today is 2026-11-23'],
    ['24 Dec 2027', 'too_long', 'A year ahead is the most, which is 2027-11-23'],
  ] as const)('%s is refused with what would be right', (text, problem, hint) => {
    expect(read(text)).toMatchObject({ kind: 'problem', problem, hint: expect.stringContaining(hint) });
  });

  it('of any text are whole days that end after now within a year and a day, or a problem with a hint', () => {
    const word = fc.constantFrom(
      '24',
      'Dec',
      'to',
      '-',
      '2026-12-24',
      'monday',
      'next',
      'week',
      'cover',
      'bob',
      '(',
      'today',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const wish = read(typed);
        if (wish.kind === 'problem') expect(wish.hint.length).toBeGreaterThan(10);
        if (wish.kind !== 'out') return;
        expect(wish.until.getTime()).toBeGreaterThan(NOW.getTime());
        expect(wish.until.getTime()).toBeLessThanOrEqual(NOW.getTime() + 367 * 86_400_000);
        expect(wish.from.getTime()).toBeLessThan(wish.until.getTime());
      }),
      { numRuns: 1000 },
    );
  });
});
