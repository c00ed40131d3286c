import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitsPostal,
  type PostalPattern,
  parsePostalPattern,
  postalKey,
  postalOverlap,
  postalRange,
} from '../../../src/domain/fit/postal-pattern.ts';

function pattern(text: string): PostalPattern {
  const reading = parsePostalPattern(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.pattern;
}

function takes(written: string, code: string): boolean {
  return fitsPostal(pattern(written), postalKey(code));
}

describe('postal codes', () => {
  it.each([
    ['28', '28013', true],
    ['28', '29013', false],
    ['28', '128', false],
    ['28000-28999', '28000', true],
    ['28000-28999', '28999', true],
    ['28000 – 28999', '28 500', true],
    ['28000-28999', '29000', false],
    ['28000-28999', '27999', false],
    ['28-30', '30999', true],
    ['28-30', '31000', false],
    ['94105-94110', '94107-1234', true],
    ['1000-001', '1000-001', true],
    ['1000-001', '1000 001', true],
    ['1000-001', '1000-002', false],
    ['150-0001', '1500001', true],
    ['01310-100', '01310-100', true],
    ['K1A-K2B', 'K1Z 0B1', true],
    ['K1A-K2B', 'k2b 1a1', true],
    ['K1A-K2B', 'K2C 1A1', false],
    ['1012', '1012 AB', true],
    ['1012ab', '1012 AB', true],
    ['C14', 'C1425ABC', true],
  ])('%s takes %s: %s', (written, code, expected) => {
    expect(takes(written, code)).toBe(expected);
  });

  it.each([
    ['E1', 'E1 6AN', true],
    ['E1', 'e16an', true],
    ['E1', 'E1W 1AA', true],
    ['E1', 'E10 5AB', false],
    ['E1', 'E10', false],
    ['E16', 'E1 6AN', false],
    ['E1 6', 'E1 6AN', true],
    ['E1 6', 'E16 1AA', false],
    ['E', 'E10 5AB', true],
    ['SW1A', 'SW1A 1AA', true],
    ['SW1A 1AA', 'sw1a1aa', true],
    ['SW1-SW20', 'SW2 1AA', true],
    ['SW1-SW20', 'SW19 5AE', true],
    ['SW1-SW20', 'SE2 1AA', false],
    ['SW1-SW9', 'SW10 0AA', false],
  ])('a British district ends where its number ends: %s takes %s: %s', (written, code, expected) => {
    expect(takes(written, code)).toBe(expected);
  });

  it.each([
    ['28999', '28000', '28999-28000 is upside down; write 28000-28999'],
    ['SW20', 'SW3', 'SW20-SW3 is upside down; write SW3-SW20'],
    ['800', '8999', '800-8999: both ends must have the same length, such as 28000-28999'],
    ['28000', '', 'a range needs both ends, such as 28000-28999'],
  ])('a range from %s to %s is refused', (from, to, problem) => {
    expect(postalRange(from, to)).toEqual({ ok: false, problem });
  });

  it('an upside-down range in one cell is refused, and so is a code of nothing but signs', () => {
    expect(parsePostalPattern('28999-28000').ok).toBe(false);
    expect(parsePostalPattern(' - ').ok).toBe(false);
    expect(parsePostalPattern('').ok).toBe(false);
  });

  it('a range of digits of equal length is the range of numbers', () => {
    const code = fc.integer({ min: 0, max: 99_999 }).map((n) => String(n).padStart(5, '0'));
    fc.assert(
      fc.property(code, code, code, (a, b, lead) => {
        const [from = a, to = b] = [a, b].sort();
        const fits = takes(`${from}-${to}`, lead);
        expect(fits).toBe(Number(lead) >= Number(from) && Number(lead) <= Number(to));
      }),
    );
  });

  it('two patterns that take one code overlap, and case and spaces never matter', () => {
    const part = fc.stringMatching(/^[A-C1-3]{1,4}$/);
    const written = fc.oneof(
      part,
      fc.tuple(part, part).map((ends) => ends.join('-')),
    );
    fc.assert(
      fc.property(written, written, fc.stringMatching(/^[A-C1-3]{1,7}$/), (one, other, code) => {
        const readings = [parsePostalPattern(one), parsePostalPattern(other)];
        const [a, b] = readings.flatMap((reading) => (reading.ok ? [reading.pattern] : []));
        if (!a || !b) return;
        expect(fitsPostal(a, postalKey(code))).toBe(fitsPostal(a, postalKey(` ${code.toLowerCase()} `)));
        if (fitsPostal(a, postalKey(code)) && fitsPostal(b, postalKey(code))) expect(postalOverlap(a, b)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
