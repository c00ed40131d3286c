import fc from 'fast-check';
import { parse } from 'node-cron';
import { describe, expect, it } from 'vitest';
import { cronLineProblem, readCronLine } from '../../../src/domain/schedule/cron-line.ts';

const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
const step = fc.constantFrom('', '/1', '/2', '/7');

/** A field as people write it; what begins after it ends is there too. */
const field = (min: number, max: number, words: string[] = []) => {
  const one = fc.oneof(number(min, max), ...(words.length > 0 ? [fc.constantFrom(...words)] : []));
  const range = fc.tuple(one, one, step).map(([from, to, by]) => `${from}-${to}${by}`);
  const any = step.map((by) => `*${by}`);
  return fc.array(fc.oneof(one, range, any), { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(','));
};

const line = fc
  .tuple(
    field(0, 59),
    field(0, 59),
    field(0, 23),
    field(1, 28),
    field(1, 12, ['jan', 'May', 'december']),
    field(0, 7, ['sun', 'Mon', 'saturday']),
  )
  .map((fields) => fields.join(' '));

const ascending = (values: (number | string)[]) => [...new Set(values)].sort((a, b) => Number(a) - Number(b));

describe('readCronLine', () => {
  it('reads 1,000 random lines as node-cron does, which fires them', () => {
    fc.assert(
      fc.property(line, (text) => {
        const theirs = parse(text);
        expect(readCronLine(text)).toEqual({
          seconds: ascending(theirs.second),
          minutes: ascending(theirs.minute),
          hours: ascending(theirs.hour),
          days: ascending(theirs.dayOfMonth),
          months: ascending(theirs.month),
          weekdays: ascending(theirs.dayOfWeek),
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('fires at second 0 where a line has five fields', () => {
    expect(readCronLine(' 30  9 * * mon-fri ')).toMatchObject({
      seconds: [0],
      minutes: [30],
      weekdays: [1, 2, 3, 4, 5],
    });
  });

  it.each([
    ['', '“” has 1 field. A cron line has five: minute hour day month weekday.'],
    ['every day', '“every day” has 2 fields. A cron line has five: minute hour day month weekday.'],
    ['60 * * * *', '“60 * * * *” has “60” for its minute. Use 0 to 59, *, */5, 1-5 or 1,3.'],
    ['0 24 * * *', '“0 24 * * *” has “24” for its hour. Use 0 to 23, *, */5, 1-5 or 1,3.'],
    ['0 0 0 * *', '“0 0 0 * *” has “0” for its day of the month. Use 1 to 31, *, */5, 1-5 or 1,3.'],
    ['0 0 L * *', '“0 0 L * *” has “L” for its day of the month. Use 1 to 31, *, */5, 1-5 or 1,3.'],
    ['0 0 * 13 *', '“0 0 * 13 *” has “13” for its month. Use 1 to 12, *, */5, 1-5 or 1,3.'],
    ['0 0 * * 8', '“0 0 * * 8” has “8” for its weekday. Use 0 to 6, *, */5, 1-5 or 1,3.'],
    ['*/0 * * * *', '“*/0 * * * *” has “*/0” for its minute. Use 0 to 59, *, */5, 1-5 or 1,3.'],
    ['5/10 * * * *', '“5/10 * * * *” has “5/10” for its minute. Use 0 to 59, *, */5, 1-5 or 1,3.'],
    ['1-5-7 * * * *', '“1-5-7 * * * *” has “1-5-7” for its minute. Use 0 to 59, *, */5, 1-5 or 1,3.'],
    ['-1 * * * *', '“-1 * * * *” has “-1” for its minute. Use 0 to 59, *, */5, 1-5 or 1,3.'],
    ['1, * * * *', '“1, * * * *” has “1,” for its minute. Use 0 to 59, *, */5, 1-5 or 1,3.'],
  ])('says what is wrong with “%s”', (text, problem) => {
    expect(readCronLine(text)).toEqual({ problem });
  });
});

describe('cronLineProblem', () => {
  it('refuses the 31st of February, the 31st of months of 30 days, and takes the 29th of February', () => {
    expect(cronLineProblem('0 9 31 2 *')).toBe('“0 9 31 2 *” never fires: no month that it names has such a day.');
    expect(cronLineProblem('0 9 31 4,6,9,11 *')).toContain('never fires');
    expect(cronLineProblem('0 9 30-31 2 *')).toContain('never fires');
    expect(cronLineProblem('0 9 29 2 *')).toBeNull();
    expect(cronLineProblem('0 9 31 2,3 *')).toBeNull();
  });

  it('refuses what fires more than once a minute', () => {
    expect(cronLineProblem('* * * * * *')).toBe(
      '“* * * * * *” fires 60 times a minute. Once a minute is the most: leave the seconds out.',
    );
    expect(cronLineProblem('0,30 * * * * *')).toContain('fires 2 times a minute');
    expect(cronLineProblem('30 * * * * *')).toBeNull();
    expect(cronLineProblem('* * * * *')).toBeNull();
  });

  it('passes on what cannot be read', () => {
    expect(cronLineProblem('noon')).toContain('has 1 field');
  });
});
