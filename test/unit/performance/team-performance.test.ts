import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countByDay, type DayCount, dayOf, type Outcome } from '../../../src/domain/performance/outcome.ts';
import { priorStrength } from '../../../src/domain/performance/prior-strength.ts';
import { teamPerformance } from '../../../src/domain/performance/team-performance.ts';

const NOW = new Date('2026-06-30T15:00:00Z');
const TODAY = dayOf(NOW);

const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const today = (leads: number, reached: number): DayCount[] => [{ day: TODAY, leads, reached }];

describe('results by day', () => {
  const outcomes: Outcome[] = [
    { at: daysAgo(1), result: 'won' },
    { at: daysAgo(1), result: 'lost' },
    { at: daysAgo(3), result: 'opportunity' },
    { at: daysAgo(5), result: 'open' },
  ];

  it('with the goal won, an opportunity is still open; with the goal opportunity it has reached it', () => {
    expect(countByDay(outcomes, 'won', null)).toEqual([{ day: TODAY - 1, leads: 2, reached: 1 }]);
    expect(countByDay(outcomes, 'opportunity', null)).toEqual([
      { day: TODAY - 3, leads: 1, reached: 1 },
      { day: TODAY - 1, leads: 2, reached: 1 },
    ]);
  });

  it('a lead left open counts as lost after 120 days, so that closing none as lost earns nothing', () => {
    const hoarder: Outcome[] = [
      { at: daysAgo(10), result: 'won' },
      { at: daysAgo(150), result: 'open' },
      { at: daysAgo(121), result: 'open' },
      { at: daysAgo(119), result: 'open' },
    ];
    const [rep] = teamPerformance([{ rep: 'ana', days: countByDay(hoarder, 'won') }], NOW).reps;
    expect([rep?.leads, rep?.reached]).toEqual([3, 1]);
  });
});

describe('the performance of a team', () => {
  it('a result of 90 days ago counts half, one of 365 days ago not at all', () => {
    const days: DayCount[] = [
      { day: TODAY - 365, leads: 50, reached: 50 },
      { day: TODAY - 90, leads: 4, reached: 4 },
      { day: TODAY, leads: 6, reached: 0 },
      { day: TODAY + 1, leads: 9, reached: 9 },
    ];
    const [rep] = teamPerformance([{ rep: 'ana', days }], NOW).reps;
    expect(rep).toMatchObject({ leads: 10, reached: 4, evidence: 8, rate: 0.25 });
  });

  it('3 wins of 3 leads do not beat 60 of 100', () => {
    const { reps, mean } = teamPerformance(
      [
        { rep: 'lucky', days: today(3, 3) },
        { rep: 'steady', days: today(100, 60) },
        { rep: 'usual', days: today(100, 40) },
      ],
      NOW,
    );
    const [lucky, steady, usual] = reps.map(({ shrunk }) => shrunk);
    expect(mean).toBeCloseTo(103 / 203);
    expect(steady).toBeGreaterThan(lucky ?? 1);
    expect(lucky).toBeGreaterThan(usual ?? 1);
  });

  it('a rep without results has the team’s rate; a team without results has none', () => {
    const team = teamPerformance(
      [
        { rep: 'ana', days: today(10, 5) },
        { rep: 'bob', days: [] },
      ],
      NOW,
    );
    expect(team.reps[1]).toEqual({ rep: 'bob', leads: 0, reached: 0, evidence: 0, rate: null, shrunk: 0.5 });
    expect(teamPerformance([{ rep: 'bob', days: [] }], NOW)).toMatchObject({ mean: null, reps: [{ shrunk: 0 }] });
    expect(teamPerformance([], NOW)).toMatchObject({ mean: null, reps: [] });
  });

  it('the shrunk rate lies between the rep’s and the team’s, and more of the same results bring it nearer the rep’s', () => {
    const results = fc.tuple(fc.integer({ min: 1, max: 80 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(results, { minLength: 1, maxLength: 20 }), (all) => {
        const team = teamPerformance(
          all.map(([leads, part], i) => ({ rep: `r${i}`, days: today(leads, Math.round(leads * part)) })),
          NOW,
        );
        for (const { rate, shrunk } of team.reps) {
          const [low, high] = [rate ?? 0, team.mean ?? 0].sort((a, b) => a - b) as [number, number];
          expect(shrunk).toBeGreaterThanOrEqual(low - 1e-9);
          expect(shrunk).toBeLessThanOrEqual(high + 1e-9);
        }
      }),
    );
  });
});

describe('how far rates are drawn towards the team’s', () => {
  it('200 leads where chance explains the differences, 20 where reps differ widely, between them otherwise', () => {
    const reps = (...rates: number[]) => rates.map((rate) => ({ rate, sample: 100 }));
    expect(priorStrength(reps(0.3, 0.3, 0.3, 0.3))).toBe(200);
    expect(priorStrength(reps(0.1, 0.3, 0.5, 0.7))).toBe(20);
    // Variance of the rates 0.0067, of chance 0.0021; so 0.0046 is the reps' own: 0.21 / 0.0046 − 1 = 45 leads.
    expect(priorStrength(reps(0.2, 0.26, 0.34, 0.4))).toBeCloseTo(0.21 / (0.0232 / 3 - 0.0021) - 1, 1);
  });

  it('200 leads where there is nothing to read it from: one rep, no reps, or a rate of 0 or 1', () => {
    expect(priorStrength([])).toBe(200);
    expect(priorStrength([{ rate: 0.3, sample: 9 }])).toBe(200);
    expect(
      priorStrength([
        { rate: 0, sample: 9 },
        { rate: 0, sample: 9 },
      ]),
    ).toBe(200);
    expect(
      priorStrength([
        { rate: 1, sample: 9 },
        { rate: 1, sample: 9 },
      ]),
    ).toBe(200);
  });
});
