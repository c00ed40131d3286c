import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonError } from '../../../src/http/json-error.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('findJsonError', () => {
  it.each([
    ['', 1, 1],
    ['{"a":1,}', 1, 8],
    ['{"a" 1}', 1, 6],
    ["{'a':1}", 1, 2],
    ['{"a":1}\n}', 2, 1],
    ['[1 2]', 1, 4],
    ['[1}', 1, 3],
    ['{"a":\n  tru}', 2, 3],
    ['{"a":"unfinished}', 1, 6],
    ['{"a":01}', 1, 7],
    ['{"a":[1,2', 1, 10],
    ['nul', 1, 1],
  ])('finds where %j stops being JSON: line %i, column %i', (text, line, column) => {
    expect(isJson(text)).toBe(false);
    expect(findJsonError(text)).toEqual({ line, column });
  });

  it('agrees with JSON.parse on whether a text is JSON, for 2,000 damaged texts', () => {
    const damaged = fc.tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', ']', ':', '\\', '0', ' ', '\u0001', '-'),
    );
    fc.assert(
      fc.property(damaged, ([json, seed, patch]) => {
        const at = seed % (json.length + 1);
        const text = json.slice(0, at) + patch + json.slice(at + 1);
        expect(findJsonError(text) === null).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads a string of 2 MiB and 100,000 open brackets without running out of stack', () => {
    expect(findJsonError(`["${'é'.repeat(2 ** 20)}" x`)).toEqual({ line: 1, column: 2 ** 20 + 5 });
    expect(findJsonError('['.repeat(100_000))).toEqual({ line: 1, column: 100_001 });
  });
});
