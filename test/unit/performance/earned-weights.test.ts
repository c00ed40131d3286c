import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestFree } from '../../../src/domain/performance/best-rep.ts';
import { costOfFairness } from '../../../src/domain/performance/cost-of-fairness.ts';
import { earnedWeights, MONTHLY_CEILING } from '../../../src/domain/performance/earned-weights.ts';
import { dayOf } from '../../../src/domain/performance/outcome.ts';
import { cutToCeiling } from '../../../src/domain/performance/share-limits.ts';
import { type TeamPerformance, teamPerformance } from '../../../src/domain/performance/team-performance.ts';

const NOW = new Date('2026-06-30T15:00:00Z');

/** A team with results of today: won and leads, by rep. */
function team(results: Record<string, [won: number, leads: number]>): TeamPerformance {
  const rows = Object.entries(results).map(([rep, [reached, leads]]) => ({
    rep,
    days: leads > 0 ? [{ day: dayOf(NOW), leads, reached }] : [],
  }));
  return teamPerformance(rows, NOW);
}

const UNEQUAL = team({ ana: [180, 300], bob: [90, 300], cleo: [30, 300], dan: [1, 1] });

function weightsOf(from: TeamPerformance, options = {}): Record<string, number> {
  return Object.fromEntries(earnedWeights(from, options).map(({ rep, weight }) => [rep, weight]));
}

describe('earned weights', () => {
  it('grow with the rate; the worst keeps half an equal share, and together they are the number of reps', () => {
    expect(weightsOf(UNEQUAL)).toEqual({ ana: 1.632, bob: 0.892, cleo: 0.5, dan: 0.976 });
    expect(earnedWeights(UNEQUAL).map(({ newcomer }) => newcomer)).toEqual([false, false, false, true]);
  });

  it('a newcomer counts as the team’s average, whether the first 19 leads went well or badly', () => {
    const [good, bad] = [19, 0].map((won) => weightsOf(team({ ana: [150, 300], bob: [150, 300], dan: [won, 19] })));
    expect(good?.dan).toBeCloseTo(1, 1);
    expect(bad?.dan).toBeCloseTo(1, 1);
  });

  it('without exploration and floor they are in proportion to the rate; steepness widens them', () => {
    const { ana, cleo } = weightsOf(UNEQUAL, { exploration: 0, floor: 0 });
    const [first, , third] = UNEQUAL.reps;
    expect((ana ?? 0) / (cleo ?? 1)).toBeCloseTo((first?.shrunk ?? 0) / (third?.shrunk ?? 1), 1);
    expect(weightsOf(UNEQUAL, { steepness: 2 }).ana).toBeGreaterThan(ana ?? 0);
    expect(weightsOf(UNEQUAL, { steepness: 0 })).toEqual({ ana: 1, bob: 1, cleo: 1, dan: 1 });
  });

  it('a team without results, or without a single success, shares equally; a team of nobody has no weights', () => {
    expect(weightsOf(team({ ana: [0, 0], bob: [0, 0] }))).toEqual({ ana: 1, bob: 1 });
    expect(weightsOf(team({ ana: [0, 40], bob: [0, 90] }))).toEqual({ ana: 1, bob: 1 });
    expect(earnedWeights(team({}))).toEqual([]);
  });

  it('are for any team and settings whole thousandths from the floor up that make exactly the number of reps', () => {
    const result = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const options = fc.record({
      exploration: part,
      floor: part,
      steepness: fc.double({ min: 0, max: 8, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(result, { minLength: 1, maxLength: 60 }), options, (results, given) => {
        const from = team(Object.fromEntries(results.map((counts, i) => [`r${i}`, counts])));
        const thousandths = earnedWeights(from, given).map(({ weight }) => weight * 1000);
        for (const value of thousandths) {
          expect(Math.abs(value - Math.round(value))).toBeLessThan(1e-6);
          expect(Math.round(value)).toBeGreaterThanOrEqual(Math.max(1, given.floor * 1000 - 1e-6));
        }
        expect(thousandths.reduce((sum, value) => sum + Math.round(value), 0)).toBe(1000 * results.length);
      }),
      { numRuns: 300 },
    );
  });

  it('a better shrunk rate never earns less than a worse one', () => {
    const result = fc.tuple(fc.nat(60), fc.integer({ min: 60, max: 90 }));
    fc.assert(
      fc.property(fc.array(result, { minLength: 2, maxLength: 20 }), (results) => {
        const from = team(Object.fromEntries(results.map((counts, i) => [`r${i}`, counts])));
        const weights = earnedWeights(from);
        const inOrder = [...from.reps.keys()].sort((a, b) => (from.reps[a]?.shrunk ?? 0) - (from.reps[b]?.shrunk ?? 0));
        for (const [i, index] of inOrder.entries()) {
          const worse = weights[inOrder[i - 1] ?? index]?.weight ?? 0;
          // The last thousandth goes where rounding needs it.
          expect(weights[index]?.weight).toBeGreaterThanOrEqual(worse - 0.0011);
        }
      }),
    );
  });
});

describe('the cost of fairness', () => {
  it('is said in one line: earned weights against equal shares and everything to the best', () => {
    const { words, ...figures } = costOfFairness(UNEQUAL.reps, earnedWeights(UNEQUAL), { leadsPerMonth: 100 });
    expect(figures.best).toBeCloseTo(100 * (UNEQUAL.reps[0]?.shrunk ?? 0));
    expect(words).toBe(
      'Of 100 leads, 40.9 are won with these shares, 34.1 with equal shares, 58.3 if the best got all they may ' +
        '(150 a month): fairness costs 17.4.',
    );
  });

  it('the best gets 150 of 600 leads a month and no more, with whatever weights', () => {
    expect(MONTHLY_CEILING).toBe(150);
    const { best, equal, earned } = costOfFairness(UNEQUAL.reps, earnedWeights(UNEQUAL), { leadsPerMonth: 600 });
    expect([best, earned]).toEqual([equal, equal].map((value) => expect.closeTo(value)));
  });

  it('shares above the ceiling go to the others in proportion', () => {
    expect(cutToCeiling([0.6, 0.3, 0.1], 0.5)).toEqual([0.5, 0.375, 0.125].map((share) => expect.closeTo(share)));
    expect(cutToCeiling([0.6, 0.3, 0.1], 0.2)).toEqual([0.2, 0.2, 0.2]);
  });

  it('lies between everything to the best and, for weights that grow with the rate, equal shares', () => {
    const result = fc.tuple(fc.nat(60), fc.integer({ min: 60, max: 90 }));
    fc.assert(
      fc.property(
        fc.array(result, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 9000 }),
        (results, n) => {
          const from = team(Object.fromEntries(results.map((counts, i) => [`r${i}`, counts])));
          const { best, earned, equal } = costOfFairness(from.reps, earnedWeights(from), { leadsPerMonth: n });
          expect(earned).toBeLessThanOrEqual(best + 1e-6);
          // Rounding to thousandths may cost that much.
          expect(earned).toBeGreaterThanOrEqual(equal - 0.1);
        },
      ),
    );
  });
});

describe('promising leads', () => {
  it('go to the free rep with the highest shrunk rate, and never to one with fewer than 20 leads', () => {
    const all = new Set(['ana', 'bob', 'cleo', 'dan']);
    expect(bestFree(UNEQUAL.reps, all)).toBe('ana');
    expect(bestFree(UNEQUAL.reps, new Set(['bob', 'cleo']))).toBe('bob');
    expect(bestFree(UNEQUAL.reps, new Set(['dan', 'cleo']))).toBe('cleo');
    expect(bestFree(UNEQUAL.reps, new Set(['dan']))).toBeNull();
    expect(bestFree(UNEQUAL.reps, new Set())).toBeNull();
  });

  it('of equals, to the one with more evidence, then to the one given first', () => {
    const equals = team({ ana: [20, 40], bob: [40, 80], cleo: [40, 80] });
    expect(bestFree(equals.reps, new Set(['ana', 'bob', 'cleo']))).toBe('bob');
  });
});
