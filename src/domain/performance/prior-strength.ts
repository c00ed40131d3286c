/**
 * How far reps' rates are drawn towards the team's, read off from how much the rates differ: as much as chance alone would
 * make them, and they say little about the reps.
 */

/** Even where reps differ widely, a handful of lucky leads must not make a best rep. */
export const LEAST_PRIOR_LEADS = 20;

/**
 * Often chance explains all the differences there are, and the estimate is infinite. A rep's results must count for something
 * even then. Measured on the sample data: see docs/top-performer.md.
 */
export const MOST_PRIOR_LEADS = 200;

/** No evidence is like no difference. */
const UNKNOWN = MOST_PRIOR_LEADS;

/**
 * The method of moments for a beta-binomial: what the rates differ by beyond chance is the reps' own variance τ², and
 * mean × (1 − mean) / τ² − 1 leads are worth as much as knowing the team.
 * @param reps rate, 0 to 1, and sample, the number of equally weighted leads that would make it as uncertain
 * @returns leads, from 20 to 200
 */
export function priorStrength(reps: readonly { rate: number; sample: number }[]): number {
  const total = sum(reps, ({ sample }) => sample);
  const mean = sum(reps, ({ rate, sample }) => rate * sample) / total;
  const chance = mean * (1 - mean);
  if (reps.length < 2 || !(chance > 0)) return UNKNOWN;
  const differences = sum(reps, ({ rate, sample }) => sample * (rate - mean) ** 2);
  const own = (differences - (reps.length - 1) * chance) / (total - sum(reps, ({ sample }) => sample ** 2) / total);
  if (!(own > 0)) return UNKNOWN;
  return Math.min(MOST_PRIOR_LEADS, Math.max(LEAST_PRIOR_LEADS, chance / own - 1));
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
