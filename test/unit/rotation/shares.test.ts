/** Everybody gets their share, at every step, whatever the weights. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rotation } from '../../../src/domain/rotation/rotation.ts';
import { weightUnits } from '../../../src/domain/rotation/units.ts';
import { anyWeight } from './random-days.ts';
import { give, membersOf } from './stored-rotation.ts';

/** The furthest that any member is from the exact share after any of the leads, × total weight × (2k − 2). */
function furthest(weights: readonly number[], leads: number): { distance: number; bound: number } {
  const members = membersOf(weights);
  const rotation = Rotation.open(null, members);
  const units = weights.map(weightUnits);
  const total = units.reduce((sum, weight) => sum + weight, 0);
  const counts = new Map(members.map(({ rep }) => [rep, 0]));
  let distance = 0;
  for (let lead = 1; lead <= leads; lead += 1) {
    const rep = give(rotation, 1)[0] ?? '';
    counts.set(rep, (counts.get(rep) ?? 0) + 1);
    if (lead % 100 === 0) rotation.takeChanges();
    let i = 0;
    for (const count of counts.values()) {
      distance = Math.max(distance, Math.abs(count * total - lead * (units[i] ?? 0)));
      i += 1;
    }
  }
  const slack = 2 * weights.length - 2;
  return { distance: distance * slack, bound: total * (slack - 1) };
}

describe('shares of a fixed set of members', () => {
  it('are less than 1 lead off, at most 1 − 1/(2k−2), at each of 10,000 leads, for 2 to 50 members of any weights', () => {
    fc.assert(
      fc.property(fc.array(anyWeight, { minLength: 2, maxLength: 50, size: 'max' }), (weights) => {
        const { distance, bound } = furthest(weights, 10_000);
        expect(distance).toBeLessThanOrEqual(bound);
      }),
      { seed: 42, numRuns: 12 },
    );
  });

  it('are at most 1 − 1/(2k−2) of a lead off for 300 other sets of weights, at each of 300 leads', () => {
    fc.assert(
      fc.property(fc.array(anyWeight, { minLength: 2, maxLength: 12, size: 'max' }), (weights) => {
        const { distance, bound } = furthest(weights, 300);
        expect(distance).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 300 },
    );
  });

  it('differ by at most 1 lead between equal members, after any number of leads', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 400 }), anyWeight, (k, leads, weight) => {
        const rotation = Rotation.open(null, membersOf(Array.from({ length: k }, () => weight)));
        const counts = new Map<string, number>();
        for (const rep of give(rotation, leads)) counts.set(rep, (counts.get(rep) ?? 0) + 1);
        const least = counts.size < k ? 0 : Math.min(...counts.values());
        expect(Math.max(...counts.values()) - least).toBeLessThanOrEqual(1);
      }),
      { numRuns: 100 },
    );
  });

  it('come in the order of the routing file between equals', () => {
    const rotation = Rotation.open(null, membersOf([1, 1, 1]));
    expect(give(rotation, 6)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('of weights 1000 and 0.01 give the small one 1 lead of 100,001, after 50,000', () => {
    const next = Rotation.open(null, membersOf([1000, 0.01])).upcoming(100_001);
    expect(next.indexOf('b')).toBe(50_000);
    expect(next.lastIndexOf('b')).toBe(50_000);
  });
});
