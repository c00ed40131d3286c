import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveDelegate } from '../../../src/domain/availability/delegates.ts';

function resolve(named: Record<string, string>, free: readonly string[]) {
  return resolveDelegate(
    'ana',
    (rep) => named[rep] ?? null,
    (rep) => free.includes(rep),
  );
}

describe('who stands in', () => {
  it('is the delegate, when they are free', () => {
    expect(resolve({ ana: 'bob' }, ['bob'])).toEqual({ delegate: 'bob', path: ['ana', 'bob'] });
  });
  it('is the delegate’s delegate, when the delegate is away too', () => {
    expect(resolve({ ana: 'bob', bob: 'cyd' }, ['cyd'])).toEqual({ delegate: 'cyd', path: ['ana', 'bob', 'cyd'] });
  });
  it('is nobody, where none is named', () => {
    expect(resolve({}, ['bob'])).toEqual({ none: 'no_delegate', path: ['ana'] });
  });
  it('is nobody, when all of the chain are away', () => {
    expect(resolve({ ana: 'bob', bob: 'cyd' }, [])).toEqual({ none: 'all_away', path: ['ana', 'bob', 'cyd'] });
  });
  it('is nobody in a circle of one, two or three', () => {
    expect(resolve({ ana: 'ana' }, ['ana'])).toEqual({ none: 'circle', path: ['ana', 'ana'] });
    expect(resolve({ ana: 'bob', bob: 'ana' }, ['ana'])).toEqual({ none: 'circle', path: ['ana', 'bob', 'ana'] });
    expect(resolve({ ana: 'bob', bob: 'cyd', cyd: 'bob' }, [])).toEqual({
      none: 'circle',
      path: ['ana', 'bob', 'cyd', 'bob'],
    });
  });
  it('is found or not for any names, asking each rep once at most', () => {
    const rep = fc.constantFrom<string>('ana', 'bob', 'cyd', 'dee', 'eva');
    fc.assert(
      fc.property(fc.dictionary(rep, rep), fc.array(rep), (named, free) => {
        const answer = resolve(named, free);
        expect(new Set(answer.path).size).toBeGreaterThanOrEqual(answer.path.length - 1);
        if ('delegate' in answer) expect(free).toContain(answer.delegate);
        else expect(answer.path.slice(1, -1).filter((asked) => free.includes(asked))).toEqual([]);
      }),
    );
  });
});
