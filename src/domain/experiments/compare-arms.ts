/**
 * What an experiment says so far. Rates are of all people who were drawn, also those whose leads are still open: chance has given both
 * arms leads of the same age, so that they compare; of the closed leads alone, an arm whose reps never close a lost lead would look best.
 */
import { anyTimeZ, evenSize, sizeToSee } from './any-time.ts';
import type { Arm, Split } from './experiment.ts';
import { difference, type Estimate, median, wilson } from './intervals.ts';

/** The people of an arm, counted. */
export interface ArmCounts {
  arm: string;
  leads: number;
  /** Of these: converted, lost, or as old as leads get. */
  decided: number;
  /** Of these: reached the goal. */
  converted: number;
  /** Seconds from arrival to the first touch, ascending; nothing for people whom nobody has been in touch with. */
  responses: readonly number[];
}

export interface ArmReport extends Omit<ArmCounts, 'responses'> {
  to: Arm['to'];
  /** Part of all leads that reached the goal, with the 95 % interval; `null` without leads. */
  rate: Estimate | null;
  /** The median in seconds, whom nobody was in touch with counting as later than all; `null` for fewer than 6 leads. */
  response: Estimate | null;
}

/** By how much one arm's rate is above the other's, with an interval that is right at any time. */
export interface ArmDifference extends Estimate {
  better: string;
  worse: string;
}

export type Verdict =
  /** Differences that are there, the largest first. */
  | { kind: 'found'; differences: ArmDifference[] }
  /** Nobody has converted, or an arm has no leads. */
  | { kind: 'too-early' }
  /** `largest`: the largest difference, which may be chance; `toSee`: leads that are missing until a difference would be seen. */
  | { kind: 'none'; largest: ArmDifference; toSee: { from: number; to: number; leads: number } };

export interface Comparison {
  arms: ArmReport[];
  verdict: Verdict;
}

/** Of a hundred experiments without any difference so many may say that there is one. */
const ALPHA = 0.05;

/** Where the file says only a date: leads for which the comparison is at its best. It is as right with any other number. */
const PLANNED_LEADS = 2_000;

/** The difference that is worth an experiment: a quarter more. */
const WORTHWHILE = 1.25;

/** @param counts in any order; an arm that is not there has no leads */
export function compareArms(split: Split, counts: readonly ArmCounts[]): Comparison {
  const arms = split.arms.map((arm) =>
    armReport(
      arm,
      counts.find((count) => count.arm === arm.name),
    ),
  );
  return { arms, verdict: verdictOf(split, arms) };
}

const NOBODY: Omit<ArmCounts, 'arm'> = { leads: 0, decided: 0, converted: 0, responses: [] };

function armReport({ name, to }: Arm, counts: ArmCounts | undefined): ArmReport {
  const { responses, ...same } = counts ?? { ...NOBODY, arm: name };
  return { ...same, to, rate: wilson(same.converted, same.leads), response: median(responses, same.leads) };
}

function verdictOf(split: Split, arms: readonly ArmReport[]): Verdict {
  const converted = arms.reduce((sum, arm) => sum + arm.converted, 0);
  if (converted === 0 || arms.some(({ leads }) => leads === 0)) return { kind: 'too-early' };
  const pairs = arms.flatMap((one, index) => arms.slice(index + 1).map((other) => ({ one, other })));
  // Each pair may be wrong as much less often as there are pairs (Bonferroni).
  const alpha = ALPHA / pairs.length;
  const differences = pairs
    .map((pair) => differenceOf(pair, plannedSize(split, pair), alpha))
    .sort((a, b) => b.value - a.value);
  const found = differences.filter(({ low }) => low > 0);
  if (found.length > 0) return { kind: 'found', differences: found };
  const [largest] = differences;
  return largest ? { kind: 'none', largest, toSee: leadsToSee(split, arms, alpha) } : { kind: 'too-early' };
}

interface Pair {
  one: ArmReport;
  other: ArmReport;
}

function differenceOf({ one, other }: Pair, planned: number, alpha: number): ArmDifference {
  const swap = (other.rate?.value ?? 0) > (one.rate?.value ?? 0);
  const [better, worse] = swap ? [other, one] : [one, other];
  const z = anyTimeZ(evenSize(better.leads, worse.leads), planned, alpha);
  const estimate = difference(
    { successes: better.converted, of: better.leads },
    { successes: worse.converted, of: worse.leads },
    z,
  );
  return { ...estimate, better: better.arm, worse: worse.arm };
}

/** Leads per arm that two arms will have at the end, as an even split would have them. */
function plannedSize({ arms, until }: Split, { one, other }: { one: { arm: string }; other: { arm: string } }): number {
  const total = arms.reduce((sum, { share }) => sum + share, 0);
  const expected = (arm: string) =>
    ((until.leads ?? PLANNED_LEADS) * (arms.find(({ name }) => name === arm)?.share ?? 0)) / total;
  return evenSize(expected(one.arm), expected(other.arm));
}

/** How many leads more, in all arms together, until a worthwhile difference would be seen between the two arms that get fewest. */
function leadsToSee({ arms, until }: Split, reports: readonly ArmReport[], alpha: number) {
  const total = reports.reduce((sum, { leads }) => sum + leads, 0);
  const rate = reports.reduce((sum, { converted }) => sum + converted, 0) / total;
  // Where nearly everybody converts already, a quarter more is not to be had.
  const higher = Math.min(rate * WORTHWHILE, (1 + rate) / 2);
  const [one, other] = [...arms].sort((a, b) => a.share - b.share);
  const shares = arms.reduce((sum, { share }) => sum + share, 0);
  const perLead = evenSize((one?.share ?? 0) / shares, (other?.share ?? 0) / shares);
  const size = sizeToSee(rate, higher, (until.leads ?? PLANNED_LEADS) * perLead, alpha);
  return { from: rate, to: higher, leads: Math.max(0, Math.ceil(size / perLead) - total) };
}
