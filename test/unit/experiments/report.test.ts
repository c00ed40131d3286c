/** What people read of an experiment, word for word. */
import { describe, expect, it } from 'vitest';
import type { ArmCounts } from '../../../src/domain/experiments/compare-arms.ts';
import type { Run, Split } from '../../../src/domain/experiments/experiment.ts';
import { experimentCard, experimentLine, reportOf } from '../../../src/domain/experiments/report.ts';
import { NOW } from '../../helpers/leads.ts';
import { splitOf } from './simulated.ts';

const RUN: Run = {
  id: '01950000-0000-7000-8000-000000000001',
  name: 'Iberia',
  split: '',
  startedAt: NOW,
  leads: 4000,
  endedAt: null,
  endedBy: null,
  winner: null,
};

/** @param seconds to the first touch of everybody */
function counts(arm: number, leads: number, converted: number, seconds = 600): ArmCounts {
  const responses = Array.from({ length: leads }, (_, index) => seconds + (index % 60)).toSorted((a, b) => a - b);
  return { arm: `arm-${arm}`, leads, decided: Math.floor(leads * 0.8), converted, responses };
}

function report(given: ArmCounts[], split: Partial<Split> = {}, run: Partial<Run> = {}) {
  const experiment = { name: 'Iberia', split: { ...splitOf(given.length, 5000), ...split }, endsAt: null };
  return reportOf(experiment, { ...RUN, ...run }, given, NOW);
}

describe('an experiment', () => {
  it('that found a difference says which, how large it is, and what it is of', () => {
    const card = experimentCard(report([counts(1, 2000, 200, 720), counts(2, 2000, 300, 240)]));
    expect(card.fields).toEqual([
      {
        label: 'arm-1 (pool pool-1)',
        value: '200 of 2,000 won: 10.0 % (8.8 to 11.4) · first touch 12 min (12 to 13) · 400 open',
      },
      {
        label: 'arm-2 (pool pool-2)',
        value: '300 of 2,000 won: 15.0 % (13.5 to 16.6) · first touch 4 min (4 to 5) · 400 open',
      },
    ]);
    expect(card.quote?.split('\n')).toEqual([
      'Found: arm-2 converts 5.0 points more than arm-1 (95 %: 1.8 to 8.2).',
      'arm-2 answers faster than arm-1.',
    ]);
    expect(card.charts?.[0]?.points).toEqual([
      { label: 'arm-1', value: 10 },
      { label: 'arm-2', value: 15 },
    ]);
    expect(card.tone).toBe('attention');
  });

  it('that found none says that it may be noise, between what the truth lies, and what it takes', () => {
    const card = experimentCard(report([counts(1, 500, 50), counts(2, 500, 60)]));
    expect(card.quote?.split('\n')).toEqual([
      'No difference to be seen yet: it may be noise. arm-2 against arm-1 lies between −4.7 and 8.7 points (95 %).',
      'To see a difference of a quarter (11.0 % to 13.8 %), about 7,700 more leads are needed.',
      'The response times differ by no more than chance would make them.',
    ]);
    expect(card.charts).toBeUndefined();
    expect(card.tone).toBe('report');
  });

  it('in which nobody has converted says that it is too early', () => {
    const early = 'Too early to say anything: no lead is won yet, or an arm has no leads.';
    expect(experimentCard(report([counts(1, 50, 0), counts(2, 50, 0)])).quote).toBe(early);
    expect(experimentCard(report([counts(1, 50, 9)], splitOf(2, 5000))).quote).toBe(early);
  });

  it('of several arms tells every difference that is there, the largest first', () => {
    const { quote } = experimentCard(report([counts(1, 2000, 200), counts(2, 2000, 400), counts(3, 2000, 220)]));
    expect(
      quote
        ?.split('\n')
        .slice(0, 2)
        .map((line) => line.replace(/\(.*/, '')),
    ).toEqual([
      'Found: arm-2 converts 10.0 points more than arm-1 ',
      'Found: arm-2 converts 9.0 points more than arm-3 ',
    ]);
  });

  it('offers its arms until somebody has chosen one', () => {
    const both = [counts(1, 50, 5), counts(2, 50, 5)];
    const ids = (run: Partial<Run>, split: Partial<Split> = {}) =>
      experimentCard(report(both, split, run)).actions.map(({ id, value }) => [id, value]);
    expect(ids({})).toEqual([['end-experiment', RUN.id]]);
    expect(ids({}, { until: { leads: 100 } })).toEqual([['end-experiment', RUN.id]]);
    expect(ids({ endedAt: NOW, endedBy: 'maya@acme.example', winner: 'arm-2' })).toEqual([]);
    const card = experimentCard(report(both, {}, { endedAt: NOW, endedBy: 'maya@acme.example', winner: 'arm-2' }));
    expect(card.fields[0]).toEqual({ label: 'Over', value: 'Ended by maya@acme.example: all leads go to arm-2 now.' });
    expect(card.tone).toBe('closed');
  });

  it('in a digest is one line: what each arm has come to, and the verdict', () => {
    const line = experimentLine(report([counts(1, 2000, 200), counts(2, 0, 0)], { goal: 'opportunity' }));
    expect(line).toMatch(
      /^arm-1 \(pool pool-1\): 200 of 2,000 .*10\.0 % \(8\.8 to 11\.4\).*; arm-2 \(pool pool-2\): no leads yet\. Too early/,
    );
  });
});
