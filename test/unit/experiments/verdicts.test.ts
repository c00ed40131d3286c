/** What experiments claim, when it is known what is true. A hundred seeds each; docs/experiments.md has the table. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { naiveFinds, type Scenario, simulate } from './simulated.ts';

const SEEDS = Array.from({ length: 100 }, (_, index) => index + 1);

const NO_EFFECT: [string, Scenario][] = [
  ['4,000 leads in 10 weeks, 10 % win', { rates: [0.1, 0.1], leadsPerLook: 400, looks: 10 }],
  ['4,160 leads in a year, 10 % win', { rates: [0.1, 0.1], leadsPerLook: 80, looks: 52 }],
  ['1,000 leads, looked at 200 times, half win', { rates: [0.5, 0.5], leadsPerLook: 5, looks: 200 }],
  ['520 leads in a year, 2 % win', { rates: [0.02, 0.02], leadsPerLook: 10, looks: 52 }],
  [
    '4,160 leads in a year, half win, 20 weeks later, looked at for two years',
    { rates: [0.5, 0.5], leadsPerLook: 80, looks: 52, looksAfter: 52, delay: 20 },
  ],
  ['four arms, 4,160 leads in a year, 10 % win', { rates: [0.1, 0.1, 0.1, 0.1], leadsPerLook: 80, looks: 52 }],
];

const EFFECT: [string, Scenario][] = [
  ['10 % against 15 %, 4,000 leads in 10 weeks', { rates: [0.1, 0.15], leadsPerLook: 400, looks: 10 }],
  [
    'the same, won 6 weeks later, looked at for 40 weeks',
    { rates: [0.1, 0.15], leadsPerLook: 400, looks: 10, looksAfter: 30, delay: 6 },
  ],
  ['40 % against 50 %, 2,000 leads in 20 weeks', { rates: [0.4, 0.5], leadsPerLook: 100, looks: 20 }],
];

function countFound(scenario: Scenario): number {
  return SEEDS.filter((seed) => simulate(scenario, seed).kind === 'found').length;
}

describe('where there is no difference', () => {
  it.each(NO_EFFECT)('at most 5 of 100 experiments claim one: %s', async (title, scenario) => {
    const claimed = countFound(scenario);
    expect(claimed).toBeLessThanOrEqual(5);
    expect(await documented()).toContain(`| none: ${title} | ${claimed} |`);
  });

  it('the usual interval would claim one far more often, since it is looked at each week', async () => {
    const [[, tenWeeks] = [], [, year] = []] = NO_EFFECT;
    const claims = [tenWeeks, year].map(
      (scenario) => SEEDS.filter((seed) => scenario && naiveFinds(scenario, seed)).length,
    );
    expect(Math.min(...claims)).toBeGreaterThan(10);
    expect(await documented()).toContain(`claims ${claims[0]} of 100 in ten weeks and ${claims[1]} of 100 in a year`);
  });
});

describe('where there is a difference', () => {
  it.each(EFFECT)('at least 95 of 100 experiments find it, the right way round: %s', async (title, scenario) => {
    const verdicts = SEEDS.map((seed) => simulate(scenario, seed));
    const found = verdicts.filter((verdict) => verdict.kind === 'found');
    expect(found.length).toBeGreaterThanOrEqual(95);
    expect(found.flatMap(({ differences }) => differences.map(({ better }) => better))).not.toContain('arm-1');
    expect(await documented()).toContain(`| ${title} | ${found.length} |`);
  });
});

const page = readFile(join(import.meta.dirname, '../../../docs/experiments.md'), 'utf8');
const documented = () => page;
