/** How well each rep of a team does, with as much doubt as so few leads call for. */
import { type DayCount, dayOf } from './outcome.ts';
import { priorStrength } from './prior-strength.ts';

export interface PerformanceOptions {
  /** Results older than this many days do not count. */
  windowDays?: number;
  /** After this many days a result counts half, after twice as many a quarter. */
  halfLifeDays?: number;
}

/**
 * A year of results, of which 90 days ago counts half: predicts better than 90 and 30 days at every cut of the sample data
 * (see docs/top-performer.md), since a whole year has every month's rhythm in it.
 */
export const DEFAULT_WINDOW_DAYS = 365;
export const DEFAULT_HALF_LIFE_DAYS = 90;

export interface RepPerformance {
  rep: string;
  /** Leads with a result within the window. */
  leads: number;
  /** Those that reached the goal. */
  reached: number;
  /** What these leads are worth as evidence: a result of today counts 1, an old one less. */
  evidence: number;
  /** Part of the leads that reached the goal, newer ones counting more, 0 to 1; `null` without leads. */
  rate: number | null;
  /** The rate to go by: drawn towards the team's, the more so the less evidence there is. */
  shrunk: number;
}

export interface TeamPerformance {
  /** In the order given. */
  reps: RepPerformance[];
  /** The team's rate, 0 to 1; `null` while it has no results. */
  mean: number | null;
  /** How many leads' worth of evidence the team's rate counts for in each rep's. */
  priorLeads: number;
}

/**
 * Shrunk rate = (reached + prior × mean) / (evidence + prior), the mean of a beta-binomial posterior with results weighted
 * by age.
 * @param results per rep as `countByDay` gives them
 * @param now results of later days do not count
 */
export function teamPerformance(
  results: readonly { rep: string; days: readonly DayCount[] }[],
  now: Date,
  { windowDays = DEFAULT_WINDOW_DAYS, halfLifeDays = DEFAULT_HALF_LIFE_DAYS }: PerformanceOptions = {},
): TeamPerformance {
  const today = dayOf(now);
  const tallies = results.map(({ rep, days }) => ({ rep, ...tally(days, today, windowDays, halfLifeDays) }));
  const evidence = tallies.reduce((sum, rep) => sum + rep.evidence, 0);
  const worth = tallies.reduce((sum, rep) => sum + rep.worthReached, 0);
  const mean = evidence > 0 ? worth / evidence : null;
  const priorLeads = priorStrength(
    tallies.flatMap(({ rate, evidence, squares }) =>
      rate === null ? [] : [{ rate, sample: evidence ** 2 / squares }],
    ),
  );
  return {
    mean,
    priorLeads,
    reps: tallies.map(({ rep, leads, reached, evidence, worthReached, rate }) => {
      const shrunk = (worthReached + priorLeads * (mean ?? 0)) / (evidence + priorLeads);
      return { rep, leads, reached, evidence, rate, shrunk };
    }),
  };
}

function tally(days: readonly DayCount[], today: number, windowDays: number, halfLifeDays: number) {
  const sum = { leads: 0, reached: 0, evidence: 0, worthReached: 0, squares: 0 };
  for (const { day, leads, reached } of days) {
    const age = today - day;
    if (age < 0 || age >= windowDays) continue;
    const worth = 0.5 ** (age / halfLifeDays);
    sum.leads += leads;
    sum.reached += reached;
    sum.evidence += worth * leads;
    sum.worthReached += worth * reached;
    sum.squares += worth ** 2 * leads;
  }
  return { ...sum, rate: sum.evidence > 0 ? sum.worthReached / sum.evidence : null };
}
