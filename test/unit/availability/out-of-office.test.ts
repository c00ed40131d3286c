import { describe, expect, it } from 'vitest';
import type { OutOfOffice } from '../../../src/domain/availability/availability.ts';
import { coverOf, withEntry } from '../../../src/domain/availability/out-of-office.ts';
import { utc } from './calendars.ts';

function days(first: number, last: number, delegate: string | null = null): OutOfOffice {
  const day = (number: number) => new Date(utc('2026-12-01 00:00').getTime() + (number - 1) * 86_400_000);
  return { from: day(first), until: day(last + 1), reason: null, delegate };
}

describe('one more entry', () => {
  it('takes the place of those it overlaps, and stands beside the others by date', () => {
    const [early, late] = [days(1, 3), days(20, 22)];
    expect(withEntry([late, days(9, 12), early], days(12, 14))).toEqual({
      entries: [early, days(12, 14), late],
      replaced: [days(9, 12)],
    });
  });

  it('that begins on the day after another leaves it', () => {
    expect(withEntry([days(1, 3)], days(4, 5)).replaced).toEqual([]);
  });
});

describe('who covers', () => {
  const out: Record<string, OutOfOffice[]> = {
    bob: [days(10, 12, 'cleo')],
    dora: [days(10, 12)],
    efua: [days(10, 12, 'finn')],
    finn: [days(11, 11, 'efua')],
  };
  const cover = (delegate: string, first: number, last: number) =>
    coverOf('ana', { ...days(first, last), delegate }, (rep) => out[rep] ?? []);

  it('is the delegate, when they are there all the time', () => {
    expect(cover('cleo', 10, 12)).toEqual({ kind: 'covered', by: 'cleo' });
    expect(cover('bob', 13, 14)).toEqual({ kind: 'covered', by: 'bob' });
  });

  it('is the delegate of a delegate who is out too, or nobody', () => {
    expect(cover('bob', 12, 20)).toEqual({ kind: 'out_too', until: days(12, 12).until, by: 'cleo' });
    expect(cover('dora', 12, 20)).toEqual({ kind: 'out_too', until: days(12, 12).until, by: null });
  });

  it('is a circle of 2 or 3 where the way leads back', () => {
    expect(cover('efua', 11, 11)).toEqual({ kind: 'circle', through: 'finn', names: 'efua' });
    const back = coverOf('ana', { ...days(10, 10), delegate: 'bob' }, (rep) =>
      rep === 'bob' ? [days(10, 10, 'ana')] : [],
    );
    expect(back).toEqual({ kind: 'circle', through: 'bob', names: 'ana' });
  });
});
