/** Intervals against figures that others have published. */
import { describe, expect, it } from 'vitest';
import { anyTimeZ, evenSize, sizeToSee } from '../../../src/domain/experiments/any-time.ts';
import { difference, median, wilson } from '../../../src/domain/experiments/intervals.ts';

describe('the interval of a rate', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), Table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i of %i is Wilson’s', (successes, of, low, high) => {
    const interval = wilson(successes, of);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it('of nothing is none', () => {
    expect(wilson(0, 0)).toBeNull();
  });
});

describe('the interval of a difference', () => {
  // Fagerland, Lydersen and Laake, "Recommended confidence intervals for two independent binomial proportions" (2015): 7/34 and 1/34.
  it('is Agresti and Caffo’s', () => {
    const { value, low, high } = difference({ successes: 7, of: 34 }, { successes: 1, of: 34 });
    expect(value).toBeCloseTo(6 / 34, 10);
    expect(low).toBeCloseTo(0.012, 3);
    expect(high).toBeCloseTo(0.32, 2);
  });

  it('is the whole range where nothing is known', () => {
    const { low, high } = difference({ successes: 0, of: 0 }, { successes: 0, of: 0 }, anyTimeZ(0, 1000, 0.05));
    expect([low, high]).toEqual([-1, 1]);
  });
});

describe('the interval of a median', () => {
  const numbers = (of: number) => Array.from({ length: of }, (_, index) => index + 1);

  // Ranks of the 95 % interval, as tables of the sign test have them (Conover, Practical Nonparametric Statistics, table A3).
  it.each([
    [6, 1, 6],
    [8, 1, 8],
    [9, 2, 8],
    [10, 2, 9],
    [15, 4, 12],
    [20, 6, 15],
    [25, 8, 18],
    [50, 18, 33],
    [100, 40, 61],
  ])('of %i values goes from the %i. to the %i.', (of, low, high) => {
    expect(median(numbers(of))).toEqual({ value: (of + 1) / 2, low, high });
  });

  it('of fewer than six is none', () => {
    expect(median(numbers(5))).toBeNull();
  });

  it('goes on without a step where the ranks are no longer counted but reckoned', () => {
    const ends = [498, 500, 502, 504].map((of) => median(numbers(of))?.low ?? 0);
    expect(ends).toEqual([227, 228, 229, 229]);
  });

  it('counts whom nobody was in touch with as later than all', () => {
    expect(median([60, 120, 180], 12)?.value).toBe(Number.POSITIVE_INFINITY);
    expect(median([60, 120, 180, 240, 300, 360, 420], 12)).toMatchObject({
      value: 390,
      high: Number.POSITIVE_INFINITY,
    });
  });
});

describe('an interval that is right at any time', () => {
  it('is 3.04 standard errors wide at the planned size, and wider at any other', () => {
    expect(anyTimeZ(1000, 1000, 0.05)).toBeCloseTo(3.035, 3);
    for (const size of [10, 100, 500, 2000, 10_000]) {
      expect(anyTimeZ(size, 1000, 0.05)).toBeGreaterThan(anyTimeZ(1000, 1000, 0.05));
    }
  });

  it('goes by the size that an even split would have', () => {
    expect(evenSize(500, 500)).toBe(500);
    expect(evenSize(900, 100)).toBe(180);
    expect(evenSize(0, 100)).toBe(0);
    expect(evenSize(0, 0)).toBe(0);
  });

  it('needs about 1,300 leads per arm to see 10 % become 15 % four times of five', () => {
    const size = sizeToSee(0.1, 0.15, 2000, 0.05);
    const error = Math.sqrt((0.1 * 0.9 + 0.15 * 0.85) / size);
    expect(0.05 / error).toBeCloseTo(anyTimeZ(size, 2000, 0.05) + 0.8416, 2);
    expect(Math.round(size / 100)).toBe(13);
  });
});
