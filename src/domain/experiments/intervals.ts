/** Intervals: how far off a figure of so few leads may be. */

/** Of the normal distribution: 95 % lie within this many standard errors of the mean. */
export const Z95 = 1.959963984540054;

export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/**
 * Wilson's score interval for a rate (Wilson 1927), which stays within 0 and 1 and is right for small numbers too.
 * @returns `null` of nothing
 */
export function wilson(successes: number, of: number, z = Z95): Estimate | null {
  if (of <= 0) return null;
  const rate = successes / of;
  const scale = 1 + z ** 2 / of;
  const middle = (rate + z ** 2 / (2 * of)) / scale;
  const half = (z * Math.sqrt((rate * (1 - rate)) / of + z ** 2 / (4 * of ** 2))) / scale;
  return { value: rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

export interface Counted {
  successes: number;
  of: number;
}

/**
 * By how much the first rate is above the second: the interval of Agresti and Caffo (2000), who add one success and one failure to each
 * side, so that it holds for small numbers and for none at all.
 * @param z how many standard errors wide to each side
 */
export function difference(first: Counted, second: Counted, z = Z95): Estimate {
  const [one, other] = [first, second].map(({ successes, of }) => ({ rate: (successes + 1) / (of + 2), of: of + 2 }));
  if (!one || !other) return { value: 0, low: -1, high: 1 };
  const half = z * Math.sqrt((one.rate * (1 - one.rate)) / one.of + (other.rate * (1 - other.rate)) / other.of);
  const middle = one.rate - other.rate;
  const value = plainRate(first) - plainRate(second);
  return { value, low: Math.max(-1, middle - half), high: Math.min(1, middle + half) };
}

function plainRate({ successes, of }: Counted): number {
  return of > 0 ? successes / of : 0;
}

/** From here on the normal approximation of the ranks is right to one. */
const MANY = 500;

/**
 * The median with the interval between two of the values themselves that holds it 95 times of 100, whatever the distribution (the
 * sign test turned round).
 * @param sorted ascending; what is missing of `of` counts as longer than all of them
 * @returns infinite where the value at that place is missing; `null` for fewer than 6, which hold no interval
 */
export function median(sorted: readonly number[], of = sorted.length): Estimate | null {
  const rank = lowerRank(of);
  if (rank < 1) return null;
  const at = (place: number) => sorted[place - 1] ?? Number.POSITIVE_INFINITY;
  const middle = (of + 1) / 2;
  const value = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { value, low: at(rank), high: at(of + 1 - rank) };
}

/** The largest rank r so that at most 2.5 % of the time fewer than r of the values lie below the median; 0: there is none. */
function lowerRank(of: number): number {
  if (of > MANY) return Math.floor((of - Z95 * Math.sqrt(of)) / 2);
  let probability = 0.5 ** of;
  let below = 0;
  for (let rank = 0; rank <= of; rank += 1) {
    below += probability;
    if (below > 0.025) return rank;
    probability *= (of - rank) / (rank + 1);
  }
  return 0;
}
