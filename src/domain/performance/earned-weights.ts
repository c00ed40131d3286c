/** What results earn: each rep's weight in a top-performer rotation. */
import { raiseToFloor } from './share-limits.ts';
import type { RepPerformance, TeamPerformance } from './team-performance.ts';

export interface EarningOptions {
  /** Part of all leads, 0 to 1, that is given out equally, so that every rep's rate goes on being measured. */
  exploration?: number;
  /** The least that anybody gets, as part of an equal share, 0 to 1. */
  floor?: number;
  /** With fewer leads than these a rep counts as the team's average, be the first ones lucky or not. */
  newcomerLeads?: number;
  /** The share grows with the rate to this power: 0 makes all equal, 1 gives twice the leads for twice the rate. */
  steepness?: number;
}

export const DEFAULT_EXPLORATION = 0.1;
export const DEFAULT_FLOOR = 0.5;
export const DEFAULT_NEWCOMER_LEADS = 20;
const DEFAULTS: Required<EarningOptions> = {
  exploration: DEFAULT_EXPLORATION,
  floor: DEFAULT_FLOOR,
  newcomerLeads: DEFAULT_NEWCOMER_LEADS,
  steepness: 1,
};

/** Most reps can only handle about so many leads a month, however good they are: the cap of a top-performer pool. */
export const MONTHLY_CEILING = 150;

export interface EarnedWeight {
  rep: string;
  /** For the rotation: three decimals, 1 is an equal share; all together make the number of reps. */
  weight: number;
  newcomer: boolean;
}

/** Weights of a rotation have three decimals and are at most 1,000. */
const PARTS = 1000;
const MOST_PARTS = 1000 * PARTS;

/** @returns in the order of the team's reps */
export function earnedWeights({ reps, mean }: TeamPerformance, options: EarningOptions = {}): EarnedWeight[] {
  const { exploration, floor, newcomerLeads, steepness } = { ...DEFAULTS, ...options };
  if (reps.length === 0) return [];
  const isNewcomer = ({ leads }: RepPerformance) => leads < newcomerLeads;
  const scores = reps.map((rep) => (isNewcomer(rep) ? (mean ?? 0) : rep.shrunk) ** steepness);
  const total = scores.reduce((sum, score) => sum + score, 0);
  const equal = 1 / reps.length;
  const mixed = scores.map((score) => (1 - exploration) * (total > 0 ? score / total : equal) + exploration * equal);
  // A rotation needs every weight above 0.
  const least = Math.max(1, Math.ceil(floor * PARTS)) / PARTS;
  const parts = inParts(raiseToFloor(mixed, least * equal));
  return reps.map((rep, index) => ({
    rep: rep.rep,
    weight: (parts[index] ?? PARTS) / PARTS,
    newcomer: isNewcomer(rep),
  }));
}

/**
 * Whole thousandths of an equal share that make exactly the whole: what rounding down leaves goes to the largest
 * remainders, of equal ones to the first.
 */
function inParts(shares: readonly number[]): number[] {
  const whole = shares.length * PARTS;
  const exact = shares.map((share) => share * whole);
  // What floating point lost must not cost a whole part.
  const parts = exact.map((value) => Math.floor(value + 1e-6));
  const byRemainder = [...exact.keys()].sort((a, b) => left(exact, parts, b) - left(exact, parts, a) || a - b);
  let missing = whole - parts.reduce((sum, part) => sum + part, 0);
  for (const index of byRemainder) {
    if (missing <= 0) break;
    parts[index] = (parts[index] ?? 0) + 1;
    missing -= 1;
  }
  return parts.map((part) => Math.min(part, MOST_PARTS));
}

function left(exact: readonly number[], parts: readonly number[], index: number): number {
  return (exact[index] ?? 0) - (parts[index] ?? 0);
}
