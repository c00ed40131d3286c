import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AwayWish, parseAway } from '../../../src/domain/availability/away-words.ts';
import { localTime } from '../../../src/domain/availability/local-time.ts';
import { describeMoment } from '../../../src/domain/availability/moment-words.ts';
import { type WorkCalendar, workCalendar } from '../../../src/domain/availability/work-calendar.ts';
import { EVERY_DAY, officeIn, onDays, utc } from './calendars.ts';

const ZONE = 'Europe/Madrid';
const madrid = officeIn(ZONE);
/** Wednesday 25 November 2026, 14:05 in Madrid. */
const NOW = utc('2026-11-25 13:05');

function say(text: string, now = NOW, calendar: WorkCalendar = madrid): AwayWish {
  return parseAway(text, { now, calendar });
}

/** From, until and reason by the clock in Madrid, in one line: `now → 16:00 (dentist)`. */
function told(text: string, now = NOW, calendar: WorkCalendar = madrid): string {
  const wish = say(text, now, calendar);
  if (wish.kind === 'problem') return `${wish.problem}: ${wish.hint}`;
  const words = (at: Date) => describeMoment(at, now, calendar.timezone);
  const from = wish.from.getTime() === now.getTime() ? 'now' : words(wish.from);
  return `${from} → ${wish.until ? words(wish.until) : 'back'}${wish.reason === null ? '' : ` (${wish.reason})`}`;
}

describe('away without a time', () => {
  it.each([
    ['', 'now → back'],
    ['   ', 'now → back'],
    ['(lunch)', 'now → back (lunch)'],
    ['– lunch', 'now → back (lunch)'],
    ['lunch', 'now → back (lunch)'],
    ['for lunch', 'now → back (lunch)'],
    ['at the dentist', 'now → back (at the dentist)'],
    ['(back at 14:30)', 'now → back (back at 14:30)'],
    ['in a meeting', 'now → back (in a meeting)'],
  ])('%j: %s', (text, expected) => {
    expect(told(text)).toBe(expected);
  });
});

describe('away until a moment, said on Wednesday 25 November 2026 at 14:05', () => {
  it.each([
    ['until 16:00', 'now → 16:00'],
    ['UNTIL 16:00', 'now → 16:00'],
    ['till 16:00', 'now → 16:00'],
    ['til 4pm', 'now → 16:00'],
    ['until 4 PM', 'now → 16:00'],
    ['until 4:30 p.m. dentist', 'now → 16:30 (dentist)'],
    ['until 16h', 'now → 16:00'],
    ['until 16h30', 'now → 16:30'],
    ['until at 16:00', 'now → 16:00'],
    ['until 12am', 'in_the_past: It is 14:05 already. `/lead away until tomorrow 0:00`?'],
    ['until midnight', 'now → tomorrow 00:00'],
    ['until 24:00', 'now → tomorrow 00:00'],
    ['until 16:00 – lunch', 'now → 16:00 (lunch)'],
    ['until 16:00 (lunch)', 'now → 16:00 (lunch)'],
    ['until 16:00, 3 calls', 'now → 16:00 (3 calls)'],
    ['until 16:00 today', 'now → 16:00'],
    ['until 9:00 tomorrow', 'now → tomorrow 09:00'],
    ['until 9:00 on friday (dentist)', 'now → Fri 27 Nov 09:00 (dentist)'],
    ['until 16:00 monday meeting', 'now → 16:00 (monday meeting)'],
    ['until tomorrow', 'now → tomorrow 09:00'],
    ['until tomorrow 8:00', 'now → tomorrow 08:00'],
    ['until tomorrow at 8am', 'now → tomorrow 08:00'],
    ['until tomorrow noon', 'now → tomorrow 12:00'],
    ['until tomorrow morning', 'now → tomorrow 09:00'],
    ['until monday', 'now → Mon 30 Nov 09:00'],
    ['until mon', 'now → Mon 30 Nov 09:00'],
    ['until Thursday', 'now → tomorrow 09:00'],
    ['until wednesday', 'now → Wed 2 Dec 09:00'],
    ['until next friday', 'now → Fri 4 Dec 09:00'],
    ['until next week', 'now → Mon 30 Nov 09:00'],
    ['until saturday', 'now → Sat 28 Nov 00:00'],
    ['until 24 december', 'now → Thu 24 Dec 09:00'],
    ['until 24th of Dec. 10:30', 'now → Thu 24 Dec 10:30'],
    ['until december 24', 'now → Thu 24 Dec 09:00'],
    ['until dec 24th, 10:30 skiing', 'now → Thu 24 Dec 10:30 (skiing)'],
    ['until 24 december 2026', 'now → Thu 24 Dec 09:00'],
    ['until 7 january', 'now → Thu 7 Jan 09:00'],
    ['until 2026-12-24', 'now → Thu 24 Dec 09:00'],
    ['until 2026-12-24 9:30', 'now → Thu 24 Dec 09:30'],
    ['until 2026-12-24T09:30', 'now → Thu 24 Dec 09:30'],
    ['until 2027-11-25', 'now → Thu 25 Nov 2027 09:00'],
  ])('%s: %s', (text, expected) => {
    expect(told(text)).toBe(expected);
  });

  it('a day begins at 00:00 for a rep who works around the clock, and at 06:00 for one who starts then', () => {
    expect(told('until tomorrow', NOW, workCalendar({ timezone: ZONE }))).toBe('now → tomorrow 00:00');
    const early = workCalendar({ timezone: ZONE, hours: onDays(EVERY_DAY, { from: 360, to: 800 }) });
    expect(told('until tomorrow', NOW, early)).toBe('now → tomorrow 06:00');
  });
});

describe('away for a length of time, said at 14:05', () => {
  it.each([
    ['for 2h', 'now → 16:05'],
    ['for 2h dentist', 'now → 16:05 (dentist)'],
    ['FOR 2 HOURS', 'now → 16:05'],
    ['for two hours', 'now → 16:05'],
    ['for 30 min', 'now → 14:35'],
    ['for 30m', 'now → 14:35'],
    ['for 1h30', 'now → 15:35'],
    ['for 1h30m lunch', 'now → 15:35 (lunch)'],
    ['for 1h 30 min', 'now → 15:35'],
    ['for 1 hour and 30 minutes', 'now → 15:35'],
    ['for 1.5h', 'now → 15:35'],
    ['for 1,5 h', 'now → 15:35'],
    ['for an hour', 'now → 15:05'],
    ['for half an hour', 'now → 14:35'],
    ['for an hour and a half', 'now → 15:35'],
    ['for 3 days', 'now → Sat 28 Nov 14:05'],
    ['for a week – skiing', 'now → Wed 2 Dec 14:05 (skiing)'],
    ['for 2 weeks', 'now → Wed 9 Dec 14:05'],
    ['for a month', 'now → Fri 25 Dec 14:05'],
    ['for 1 year', 'now → Thu 25 Nov 2027 14:05'],
    ['for 2h a day course', 'now → 16:05 (a day course)'],
    ['for tomorrow', 'tomorrow 00:00 → Fri 27 Nov 00:00'],
  ])('%s: %s', (text, expected) => {
    expect(told(text)).toBe(expected);
  });

  it('is exact to the millisecond where no day is in it', () => {
    const now = utc('2026-11-25 13:05:33.456');
    expect(say('for 30 min', now)).toMatchObject({ until: utc('2026-11-25 13:35:33.456') });
    expect(say('for 1 day', now)).toMatchObject({ until: utc('2026-11-26 13:05:33.456') });
  });
});

describe('away for whole days', () => {
  it.each([
    ['today', 'now → tomorrow 00:00'],
    ['today (sick)', 'now → tomorrow 00:00 (sick)'],
    ['tomorrow', 'tomorrow 00:00 → Fri 27 Nov 00:00'],
    ['tomorrow dentist', 'tomorrow 00:00 → Fri 27 Nov 00:00 (dentist)'],
    ['friday', 'Fri 27 Nov 00:00 → Sat 28 Nov 00:00'],
    ['on friday', 'Fri 27 Nov 00:00 → Sat 28 Nov 00:00'],
    ['24 december', 'Thu 24 Dec 00:00 → Fri 25 Dec 00:00'],
    ['2026-12-24 – family', 'Thu 24 Dec 00:00 → Fri 25 Dec 00:00 (family)'],
    ['next week', 'Mon 30 Nov 00:00 → Mon 7 Dec 00:00'],
    ['next week skiing', 'Mon 30 Nov 00:00 → Mon 7 Dec 00:00 (skiing)'],
  ])('%s: %s', (text, expected) => {
    expect(told(text)).toBe(expected);
  });

  it('next week said on a Sunday begins on the day after', () => {
    expect(told('next week', utc('2026-11-29 12:00'))).toBe('tomorrow 00:00 → Mon 7 Dec 00:00');
  });
});

describe('what cannot be', () => {
  const general =
    'Say until when, for how long or which day: `/lead away until 14:00`, `/lead away until tomorrow 9:00`, `/lead away for 2h`, `/lead away next week`.';
  const length =
    'A length is a number and a unit: `/lead away for 30 min`, `/lead away for 1h30`, `/lead away for 3 days`.';

  it.each([
    ['until 9:00', 'in_the_past: It is 14:05 already. `/lead away until tomorrow 9:00`?'],
    ['until 14:05', 'in_the_past: It is 14:05 already. `/lead away until tomorrow 14:05`?'],
    ['until 9am dentist', 'in_the_past: It is 14:05 already. `/lead away until tomorrow 9:00`?'],
    ['until today', 'in_the_past: It is 14:05 already. `/lead away until tomorrow`?'],
    ['until 2026-11-24', 'in_the_past: 2026-11-24 has passed: today is 2026-11-25.'],
    [
      'until 20 november',
      'in_the_past: 2026-11-20 has passed: today is 2026-11-25. If next year’s is meant: `/lead away until 2027-11-20`.',
    ],
    ['2026-11-24', 'in_the_past: 2026-11-24 has passed: today is 2026-11-25.'],
    ['for -2h', 'not_understood: A time away is longer than nothing: `/lead away for 2h`.'],
    ['for 0h', 'not_understood: A time away is longer than nothing: `/lead away for 2h`.'],
    ['for 3 parsecs', `not_understood: ${length}`],
    ['for 2', `not_understood: ${length}`],
    ['for 1.5 days', `not_understood: ${length}`],
    ['for some hours', `not_understood: ${length}`],
    ['until', `not_understood: ${general}`],
    ['until christmas', `not_understood: ${general}`],
    ['until 25:00', `not_understood: ${general}`],
    ['until 14:60', `not_understood: ${general}`],
    ['until 13pm', `not_understood: ${general}`],
    ['until 2026-02-30', `not_understood: ${general}`],
    ['until 31 november', `not_understood: ${general}`],
    ['until tomorrow 9', `not_understood: ${general}`],
    ['until tomorrow afternoon', `not_understood: ${general}`],
    ['until 5', 'not_understood: Which half of the day? `/lead away until 5am` or `/lead away until 5pm`.'],
    ['until 17', 'not_understood: A time has minutes: `/lead away until 17:00`.'],
    ['for 2h 30', `not_understood: ${general}`],
    ['untli 16:00', `not_understood: Did you mean “until”? ${general}`],
    ["monday's meeting", `not_understood: Did you mean “monday”? ${general}`],
    ['tomorow', `not_understood: Did you mean “tomorrow”? ${general}`],
    ['16:00', `not_understood: ${general} A reason alone goes in brackets: \`/lead away (lunch)\`.`],
    ['this afternoon', `not_understood: ${general} A reason alone goes in brackets: \`/lead away (lunch)\`.`],
    ['tomorrow 9:00', 'not_understood: A part of a day ends at a time: `/lead away until tomorrow 14:00`.'],
    ['tomorrow morning', 'not_understood: A part of a day ends at a time: `/lead away until tomorrow 14:00`.'],
    ['today from 15:00', 'not_understood: A part of a day ends at a time: `/lead away until 14:00`.'],
    ['until 2027-11-26', 'too_long: A year ahead is the most: `/lead away until 2027-11-25`.'],
    ['until 9999-12-31', 'too_long: A year ahead is the most: `/lead away until 2027-11-25`.'],
    ['for 2 years', 'too_long: A year ahead is the most: `/lead away until 2027-11-25`.'],
    ['for 366 days', 'too_long: A year ahead is the most: `/lead away until 2027-11-25`.'],
    ['for 9000h', 'too_long: A year ahead is the most: `/lead away until 2027-11-25`.'],
    ['for 999999999 days', 'too_long: A year ahead is the most: `/lead away until 2027-11-25`.'],
    ['24 december 2028', 'too_long: A year ahead is the most: `/lead away until 2027-11-25`.'],
    ['for 999999999999h', 'too_long: A year ahead is the most: `/lead away until 2027-11-25`.'],
  ])('%s: %s', (text, expected) => {
    expect(told(text)).toBe(expected);
  });

  it('asks for the holidays of no day more than a year ahead, whatever is typed', () => {
    const asked: number[] = [];
    const on = (date: number) => {
      asked.push(date);
      return null;
    };
    const calendar = officeIn(ZONE, { holidays: { on } });
    for (const text of ['until 9999-12-31', '9999-12-31', 'until 1200-01-01', 'until 2027-11-25', 'for 9999 months']) {
      say(text, NOW, calendar);
    }
    const today = localTime(NOW, ZONE).date;
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(today);
    expect(Math.max(...asked)).toBe(today + 365);
  });

  it('hints name the command that people type', () => {
    expect(parseAway('until 9:00', { now: NOW, calendar: madrid, command: '@Dibs away' })).toMatchObject({
      hint: 'It is 14:05 already. `@Dibs away until tomorrow 9:00`?',
    });
  });
});

describe('away over a change of summer time', () => {
  const london = officeIn('Europe/London');

  it('for 3 days keeps the time of day: London, 27 March 2026 12:00Z to 30 March 11:00Z', () => {
    expect(say('for 3 days', utc('2026-03-27 12:00'), london)).toMatchObject({ until: utc('2026-03-30 11:00') });
  });

  it('for 2h is two hours of real time: London, 29 March 2026 00:30Z to 02:30Z', () => {
    expect(say('for 2h', utc('2026-03-29 00:30'), london)).toMatchObject({ until: utc('2026-03-29 02:30') });
  });

  it('until 1:30 on the night that has none is the jump: London, 29 March 2026 01:00Z', () => {
    expect(say('until 1:30', utc('2026-03-29 00:10'), london)).toMatchObject({ until: utc('2026-03-29 01:00') });
  });

  it('until 1:30 on the night that has two is the one to come: London, 25 October 2026 00:30Z, then 01:30Z', () => {
    expect(say('until 1:30', utc('2026-10-25 00:10'), london)).toMatchObject({ until: utc('2026-10-25 00:30') });
    expect(say('until 1:30', utc('2026-10-25 00:40'), london)).toMatchObject({ until: utc('2026-10-25 01:30') });
    expect(say('until 1:30', utc('2026-10-25 01:40'), london)).toMatchObject({ problem: 'in_the_past' });
  });

  it('until 1:45 in the half hour that Lord Howe repeats: 14:45Z, then 15:15Z', () => {
    const island = officeIn('Australia/Lord_Howe');
    expect(say('until 1:45', utc('2026-04-04 14:40'), island)).toMatchObject({ until: utc('2026-04-04 14:45') });
    expect(say('until 1:45', utc('2026-04-04 14:50'), island)).toMatchObject({ until: utc('2026-04-04 15:15') });
  });

  it('until tomorrow 9:00 in New York is 14:00Z before 8 March 2026 and 13:00Z on it', () => {
    const newYork = officeIn('America/New_York');
    expect(say('until tomorrow 9:00', utc('2026-03-06 20:00'), newYork)).toMatchObject({
      until: utc('2026-03-07 14:00'),
    });
    expect(say('until tomorrow 9:00', utc('2026-03-07 20:00'), newYork)).toMatchObject({
      until: utc('2026-03-08 13:00'),
    });
  });

  it('the day that has 23 hours is away for 23: New York, 8 March 2026', () => {
    const newYork = officeIn('America/New_York');
    expect(say('tomorrow', utc('2026-03-07 20:00'), newYork)).toMatchObject({
      from: utc('2026-03-08 05:00'),
      until: utc('2026-03-09 04:00'),
    });
  });
});

describe('the reason', () => {
  it('is cut at 120 characters, and never within one', () => {
    const wish = say(`for 2h ${'👩‍👩‍👧'.repeat(200)}`);
    const reason = wish.kind === 'away' ? (wish.reason ?? '') : '';
    expect([...reason]).toHaveLength(120);
    expect(reason.endsWith('…')).toBe(true);
    expect(reason).not.toMatch(/\p{Surrogate}/u);
  });

  it('keeps brackets within it', () => {
    expect(say('for 2h dentist (the usual)')).toMatchObject({ reason: 'dentist (the usual)' });
  });
});

describe('any text', () => {
  const PIECES = [
    'until ',
    'for ',
    'next ',
    'tomorrow',
    '14:00',
    '2h',
    '1h30',
    ' – ',
    '(',
    ')',
    'monday',
    '24 ',
    'dec ',
    '2026-12-24',
    ' and ',
    'half ',
    '-',
    '9',
    '\n',
    '\u202e',
    '.',
  ];
  const words = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 4 })), {
    maxLength: 12,
  });

  it('is a problem with a hint, or away with an end after now and within a year and a day', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          words.map((list) => list.join('')),
        ),
        (text) => {
          const wish = say(text);
          if (wish.kind === 'problem') {
            expect(wish.hint).toMatch(/`\/lead away .+`|has passed/);
            return;
          }
          expect(wish.from.getTime()).toBeGreaterThanOrEqual(NOW.getTime());
          if (wish.until) {
            expect(wish.until.getTime()).toBeGreaterThan(wish.from.getTime());
            expect(wish.until.getTime()).toBeLessThan(NOW.getTime() + 366 * 86_400_000);
          }
          expect(wish.reason?.length ?? 1).toBeGreaterThan(0);
          expect([...(wish.reason ?? '')].length).toBeLessThanOrEqual(120);
          expect(wish.reason ?? '').not.toMatch(/\p{Cc}|\p{Surrogate}/u);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('does not come back in a hint', () => {
    for (const text of ['until <!channel>', 'for `rm`', 'untli <@U1>', '16:00 <!here>', 'tomorrow 9 *x*']) {
      const wish = say(text);
      expect(wish.kind === 'problem' && wish.hint).not.toMatch(/[<*]|rm/);
    }
  });

  it('of a million characters reads no further than 600 of them', () => {
    for (const piece of [' ', '1', 'a', '(', 'until ', 'half ', '1h', '- ', ', and ']) {
      const wish = say(`for 2h ${piece.repeat(1_000_000 / piece.length)}`);
      expect(wish.kind).toMatch(/away|problem/);
    }
  });

  it('until any time of any day ends when the clock on the wall shows it', () => {
    const date = fc.integer({ min: 1, max: 360 });
    const zone = fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 1439 }), zone, (ahead, minutes, timezone) => {
        const calendar = workCalendar({ timezone });
        const day = new Date(Date.UTC(2026, 0, 2 + ahead)).toISOString().slice(0, 10);
        const clock = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
        const wish = say(`until ${day} ${clock}`, utc('2026-01-01 12:00'), calendar);
        const until = wish.kind === 'away' ? wish.until : null;
        const shown = localTime(until ?? NOW, timezone);
        const jumped = calendar.dayAt(until ?? NOW);
        // Only on the day of a jump can the clock show something else: the time after it.
        if (jumped.to - jumped.from >= 86_400_000) expect(shown.minutes).toBe(minutes);
        else expect([minutes, 120, 150, 180]).toContain(shown.minutes);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a moment in words', () => {
  it.each([
    ['2026-11-25 13:00', '14:00'],
    ['2026-11-25 22:59', '23:59'],
    ['2026-11-25 23:00', 'tomorrow 00:00'],
    ['2026-11-26 08:00', 'tomorrow 09:00'],
    ['2026-11-27 08:00', 'Fri 27 Nov 09:00'],
    ['2026-11-24 08:00', 'Tue 24 Nov 09:00'],
    ['2027-01-04 08:00', 'Mon 4 Jan 09:00'],
    ['2027-06-07 07:00', 'Mon 7 Jun 2027 09:00'],
  ])('%s in UTC is “%s” on 25 November 2026 in Madrid', (at, expected) => {
    expect(describeMoment(utc(at), NOW, ZONE)).toBe(expected);
  });
});
