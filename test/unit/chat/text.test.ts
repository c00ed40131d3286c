import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clamp, clean, oneLine, paragraph } from '../../../src/chat/text.ts';

const FAMILY = '👨‍👩‍👧‍👦';
const anyText = fc.string({
  unit: fc.constantFrom('a', ' ', '\n', '😀', FAMILY, 'é', 'e\u0301', 'ب', '\u202E', '\u0000', '\uD800'),
});

describe('clamp', () => {
  it('leaves a text of exactly the limit alone', () => {
    expect(clamp('12345', 5)).toBe('12345');
  });

  it('cuts between whole emoji, never through the 11 units of a family', () => {
    expect(FAMILY).toHaveLength(11);
    expect(clamp(FAMILY + FAMILY, 21)).toBe(`${FAMILY}…`);
  });

  it('cuts through a single endless grapheme rather than exceed the limit', () => {
    expect(clamp(`e${'\u0301'.repeat(10_000)}`, 75)).toHaveLength(75);
  });

  it('never exceeds its limit and never leaves half a surrogate pair', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, max) => {
        const cut = clamp(clean(text), max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe('clean', () => {
  it('takes out controls and the 9 marks that turn the direction of text', () => {
    const turning = '\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069';
    expect(clean(`a${turning}b\u0000\u0007\u001B\u009Fc`)).toBe('abc');
  });

  it('keeps Arabic, Hebrew and joined emoji as they are', () => {
    const text = `مرحبا שלום ${FAMILY}`;
    expect(clean(text)).toBe(text);
  });

  it('makes every kind of line break a plain one', () => {
    expect(clean('a\r\nb\rc\u2028d\u2029e\u0085f')).toBe('a\nb\nc\nd\ne\nf');
  });
});

describe('lines', () => {
  it('puts a value with line breaks on one line', () => {
    expect(oneLine(' Acme\nTaken by:\tAna ')).toBe('Acme Taken by: Ana');
  });

  it('keeps paragraphs but not 10,000 empty lines', () => {
    expect(paragraph(`Hello${'\n'.repeat(10_000)}there\nAna`)).toBe('Hello\n\nthere\nAna');
  });
});
