/** What the shares of a top-performer pool bring, between equal shares and everything to the best. */
import { type EarnedWeight, MONTHLY_CEILING } from './earned-weights.ts';
import type { Goal } from './outcome.ts';
import { cutToCeiling } from './share-limits.ts';
import type { RepPerformance } from './team-performance.ts';

export interface CostOfFairness {
  /** Successes to expect per 100 leads that are given out: with the earned weights, */
  earned: number;
  /** with equal shares, */
  equal: number;
  /** and with everything to the best rep up to the ceiling, then to the next best. */
  best: number;
  /** The three in one line. */
  words: string;
}

const SUCCESS: Record<Goal, string> = { won: 'won', opportunity: 'turned into opportunities' };

/**
 * @param reps whose shrunk rates are taken for what will happen
 * @param weights of the same reps
 * @param volume leads per month that the pool gets, and the most that one rep may get of them
 */
export function costOfFairness(
  reps: readonly RepPerformance[],
  weights: readonly EarnedWeight[],
  volume: { leadsPerMonth: number; ceiling?: number; goal?: Goal },
): CostOfFairness {
  const { leadsPerMonth, ceiling = MONTHLY_CEILING, goal = 'won' } = volume;
  const most = Math.min(1, ceiling / Math.max(leadsPerMonth, 1));
  const weightOf = new Map(weights.map(({ rep, weight }) => [rep, weight]));
  const earned = perHundred(reps, cutToCeiling(parts(reps.map(({ rep }) => weightOf.get(rep) ?? 0)), most));
  const equal = perHundred(reps, parts(reps.map(() => 1)));
  const best = perHundred(reps, bestFirst(reps, most));
  const words =
    `Of 100 leads, ${earned.toFixed(1)} are ${SUCCESS[goal]} with these shares, ${equal.toFixed(1)} with equal shares, ` +
    `${best.toFixed(1)} if the best got all they may (${ceiling} a month): fairness costs ${Math.max(0, best - earned).toFixed(1)}.`;
  return { earned, equal, best, words };
}

function bestFirst(reps: readonly RepPerformance[], most: number): number[] {
  const shares = reps.map(() => 0);
  const byRate = [...reps.keys()].sort((a, b) => (reps[b]?.shrunk ?? 0) - (reps[a]?.shrunk ?? 0));
  let left = 1;
  for (const index of byRate) {
    shares[index] = Math.min(most, left);
    left -= shares[index] ?? 0;
  }
  return shares;
}

function perHundred(reps: readonly RepPerformance[], shares: readonly number[]): number {
  const given = shares.reduce((sum, share) => sum + share, 0);
  const reached = reps.reduce((sum, { shrunk }, index) => sum + shrunk * (shares[index] ?? 0), 0);
  return given > 0 ? (100 * reached) / given : 0;
}

function parts(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 0));
}
