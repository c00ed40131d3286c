/**
 * Replays the sample data, 8,800 leads of 30 reps: what would results have earned, and how much is there to know?
 * The figures are those of docs/top-performer.md, which is compared with them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { costOfFairness } from '../../../src/domain/performance/cost-of-fairness.ts';
import { earnedWeights } from '../../../src/domain/performance/earned-weights.ts';
import {
  type PerformanceOptions,
  type RepPerformance,
  type TeamPerformance,
  teamPerformance,
} from '../../../src/domain/performance/team-performance.ts';
import { hasSampleData, knownOn, type PastLead, readHistory } from './sample-history.ts';

const DOC = join(import.meta.dirname, '../../../docs/top-performer.md');
const END = new Date('2017-12-31T00:00:00Z');
const QUARTER: PerformanceOptions = { windowDays: 90, halfLifeDays: 30 };
const YEAR: PerformanceOptions = { windowDays: 365, halfLifeDays: 90 };

const history = hasSampleData ? readHistory() : [];
const decided = history.filter(({ closedAt }) => closedAt !== null);

/** Each rep's part of won among all decided leads of the whole history. */
function realRates(leads: readonly PastLead[]): Map<string, number> {
  const counts = new Map<string, { won: number; all: number }>();
  for (const { rep, won } of leads) {
    const { won: before, all } = counts.get(rep) ?? { won: 0, all: 0 };
    counts.set(rep, { won: before + Number(won), all: all + 1 });
  }
  return new Map([...counts].map(([rep, { won, all }]) => [rep, won / all]));
}

/** Spearman's rank correlation of what a team has earned with what its reps really win of these leads. */
function rankCorrelation({ reps }: TeamPerformance, leads = decided): number {
  const real = realRates(leads);
  const earned = ranks(reps.map(({ shrunk }) => shrunk));
  const true_ = ranks(reps.map(({ rep }) => real.get(rep) ?? 0));
  const squares = earned.reduce((sum, rank, i) => sum + (rank - (true_[i] ?? 0)) ** 2, 0);
  return 1 - (6 * squares) / (reps.length * (reps.length ** 2 - 1));
}

/** How many of the three best by shrunk rate are among the three who really win most. */
function topThree({ reps }: TeamPerformance): number {
  const best = (rateOf: (rep: RepPerformance) => number) =>
    [...reps]
      .sort((a, b) => rateOf(b) - rateOf(a))
      .slice(0, 3)
      .map(({ rep }) => rep);
  const real = realRates(decided);
  const really = best(({ rep }) => real.get(rep) ?? 0);
  return best(({ shrunk }) => shrunk).filter((rep) => really.includes(rep)).length;
}

function ranks(values: readonly number[]): number[] {
  const places = new Map(
    [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0)).map((index, place) => [index, place]),
  );
  return values.map((_, index) => places.get(index) ?? 0);
}

/** Trains on the first part of the decided leads and predicts the rest. @returns Brier scores: 0 is perfect */
function holdOut(part: number, options: PerformanceOptions) {
  const known = decided.slice(0, Math.floor(decided.length * part));
  const cut = known.at(-1)?.closedAt ?? END;
  const rest = decided.filter(({ closedAt }) => closedAt && closedAt > cut);
  const team = teamPerformance(knownOn(decided, cut, null), cut, options);
  const mean = team.mean ?? 0;
  const brier = (rateOf: (rep: RepPerformance) => number): number => {
    const rates = new Map(team.reps.map((rep) => [rep.rep, rateOf(rep)]));
    return rest.reduce((sum, { rep, won }) => sum + ((rates.get(rep) ?? mean) - Number(won)) ** 2, 0) / rest.length;
  };
  return {
    ranking: rankCorrelation(team, rest),
    raw: brier(({ rate }) => rate ?? mean),
    fixed20: brier(({ rate, evidence }) => ((rate ?? 0) * evidence + 20 * mean) / (evidence + 20)),
    estimated: brier(({ shrunk }) => shrunk),
    average: brier(() => mean),
  };
}

const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(1)} %`);
const four = (value: number): string => value.toFixed(4);

/** The table of the document. Reps go by their place, not by name. */
function repTable(team: TeamPerformance): string {
  const weights = new Map(earnedWeights(team).map(({ rep, weight }) => [rep, weight]));
  const rows = [...team.reps]
    .sort((a, b) => b.shrunk - a.shrunk)
    .map(
      ({ rep, leads, reached, rate, shrunk }, i) =>
        `| ${i + 1} | ${leads} | ${reached} | ${percent(rate)} | ${percent(shrunk)} | ${weights.get(rep)?.toFixed(3)} |`,
    );
  return rows.join('\n');
}

describe.skipIf(!hasSampleData)('what results earn on the sample data', () => {
  const doc = readFileSync(DOC, 'utf8');
  const team = () => teamPerformance(knownOn(history, END), END);

  it('has 6,711 decided leads of 30 reps', () => {
    expect([history.length, decided.length, team().reps.length]).toEqual([8800, 6711, 30]);
  });

  it.each([0.5, 0.6, 0.7, 0.8])(
    'after %f of the history, shrunk rates predict the rest better than raw ones',
    (part) => {
      for (const options of [QUARTER, YEAR]) {
        const { raw, fixed20, estimated } = holdOut(part, options);
        expect(estimated).toBeLessThan(fixed20);
        expect(fixed20).toBeLessThan(raw);
      }
    },
  );

  it('a window of a year predicts better than one of 90 days, at each of four cuts', () => {
    for (const part of [0.5, 0.6, 0.7, 0.8]) {
      expect(holdOut(part, YEAR).estimated).toBeLessThan(holdOut(part, QUARTER).estimated);
    }
  });

  it('the reps differ no more than chance would make them: χ² 33.3 with 29 degrees of freedom', () => {
    const rates = realRates(decided);
    const mean = decided.filter(({ won }) => won).length / decided.length;
    const chi = [...rates].reduce((sum, [rep, rate]) => {
      const leads = decided.filter((lead) => lead.rep === rep).length;
      return sum + (leads * (rate - mean) ** 2) / (mean * (1 - mean));
    }, 0);
    expect(chi).toBeCloseTo(33.3, 1);
  });

  it('so the earned weights stay within 0.94 and 1.09 of an equal share', () => {
    const weights = earnedWeights(team()).map(({ weight }) => weight);
    expect(Math.min(...weights)).toBeGreaterThan(0.94);
    expect(Math.max(...weights)).toBeLessThan(1.09);
  });

  it('the earned ranking agrees with the real one: 0.48 from the last 90 days, 0.64 from a year, 0.90 without open leads', () => {
    expect(rankCorrelation(teamPerformance(knownOn(history, END), END, QUARTER))).toBeGreaterThan(0.48);
    expect(rankCorrelation(team())).toBeGreaterThan(0.64);
    expect(rankCorrelation(teamPerformance(knownOn(history, END, null), END))).toBeGreaterThan(0.89);
  });

  it('of the three who really win most, one is among the three best of the last 90 days, two of a year without open leads', () => {
    expect(topThree(teamPerformance(knownOn(history, END), END, QUARTER))).toBe(1);
    expect(topThree(teamPerformance(knownOn(history, END, null), END))).toBe(2);
  });

  it('who was best does not foretell who will be: rank correlations from −0.2 to 0.35 at four cuts', () => {
    for (const part of [0.5, 0.6, 0.7, 0.8]) {
      for (const { ranking } of [holdOut(part, QUARTER), holdOut(part, YEAR)]) {
        expect(ranking).toBeGreaterThan(-0.2);
        expect(ranking).toBeLessThan(0.35);
      }
    }
  });

  it('the document has the table of reps and the figures of the hold-out as they come out', () => {
    expect(doc).toContain(repTable(team()));
    for (const [name, options] of [
      ['90 d, 30 d', QUARTER],
      ['365 d, 90 d', YEAR],
    ] as const) {
      const { raw, fixed20, estimated, average } = holdOut(0.7, options);
      expect(doc).toContain(`| ${name} | ${[raw, fixed20, estimated, average].map(four).join(' | ')} |`);
    }
    expect(doc).toContain(costOfFairness(team().reps, earnedWeights(team()), { leadsPerMonth: 700 }).words);
  });
});
