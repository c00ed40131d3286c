import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText, foldName, foldWords } from '../../../src/domain/normalise/text.ts';

const anyText = fc.string({ unit: 'binary' });
const mustNotRemain = /[\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u;

describe('cleanLine', () => {
  it.each([
    ['  Ana \t Ruiz\n', 'Ana Ruiz'],
    ['A\u0000n\u0007a\u009f', 'Ana'],
    ['\u202eanA\u202c', 'anA'],
    ['a\u2066b\u2069c\u200bd\u2060e\ufeff', 'abcde'],
    ['Jose\u0301', 'José'],
    ['x\ud800y', 'xy'],
    ['👩‍👩‍👧 שלום', '👩‍👩‍👧 שלום'],
    ['a\u00a0\u2003b', 'a b'],
  ])('turns %j into %j', (given, expected) => {
    expect(cleanLine(given)).toBe(expected);
  });

  it('leaves nothing to clean in any text, whatever its characters', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cleaned = cleanLine(text);
        expect(cleaned).not.toMatch(/\p{Cc}/u);
        expect(cleaned).not.toMatch(mustNotRemain);
        expect(cleanLine(cleaned)).toBe(cleaned);
      }),
    );
  });
});

describe('cleanText', () => {
  it('keeps line breaks of every kind as \\n', () => {
    expect(cleanText(' a\r\nb\rc\u2028d\te \n')).toBe('a\nb\nc\nd e');
  });

  it('leaves no control character but \\n, and nothing to clean', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cleaned = cleanText(text);
        expect(cleaned.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
        expect(cleaned).not.toMatch(mustNotRemain);
        expect(cleanText(cleaned)).toBe(cleaned);
      }),
    );
  });
});

describe('foldWords and foldName', () => {
  it.each([
    ["Côte-d'Or", 'cote d or'],
    ['ŁÓDŹ Straße Ærø', 'lodz strasse aero'],
    ['Trinidad & Tobago', 'trinidad and tobago'],
    ['İstanbul', 'istanbul'],
  ])('folds %j to the words %j', (given, expected) => {
    expect(foldWords(given)).toBe(expected);
  });

  it('takes U.S.A., u s a and USA for the same name', () => {
    expect(new Set(['U.S.A.', 'u s a', 'USA'].map(foldName))).toEqual(new Set(['usa']));
  });

  it('keeps the marks of scripts in which they are letters', () => {
    expect(foldName('भारत')).not.toBe(foldName('भरत'));
  });
});
