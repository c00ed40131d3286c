/** Experiments that never were: people drawn as the router draws them, who convert by a rate we know, looked at each week. */
import { type ArmCounts, compareArms, type Verdict } from '../../../src/domain/experiments/compare-arms.ts';
import { drawArm } from '../../../src/domain/experiments/draw-arm.ts';
import type { Split } from '../../../src/domain/experiments/experiment.ts';
import { difference } from '../../../src/domain/experiments/intervals.ts';
import { seededRandom } from '../../../src/playground/seeded-random.ts';

export interface Scenario {
  /** What part of each arm's people converts in the end. */
  rates: readonly number[];
  leadsPerLook: number;
  /** Looks while leads are drawn, and afterwards while conversions still come in. */
  looks: number;
  looksAfter?: number;
  /** Mean time from a lead to its conversion, in looks. */
  delay?: number;
}

export function splitOf(arms: number, leads: number): Split {
  return {
    kind: 'split',
    arms: Array.from({ length: arms }, (_, index) => ({
      name: `arm-${index + 1}`,
      to: { kind: 'pool', pool: `pool-${index + 1}` },
      share: 1,
    })),
    until: { leads },
    then: 'arm-1',
    goal: 'won',
  };
}

/** The arms' counts at each look. */
function* lookedAt(scenario: Scenario, split: Split, seed: number): Generator<ArmCounts[]> {
  const { looks, looksAfter = 0 } = scenario;
  const random = seededRandom(seed);
  const leads = split.arms.map(() => 0);
  const conversions: Conversion[] = [];
  for (let look = 0; look < looks + looksAfter; look += 1) {
    if (look < looks) arrive(scenario, split, { seed, look, random, leads, conversions });
    yield split.arms.map(({ name }, arm) => {
      const converted = conversions.filter((one) => one.arm === arm && one.look <= look).length;
      return { arm: name, leads: leads[arm] ?? 0, decided: converted, converted, responses: [] };
    });
  }
}

interface Conversion {
  look: number;
  arm: number;
}

interface Going {
  seed: number;
  look: number;
  random: () => number;
  leads: number[];
  conversions: Conversion[];
}

/** The people of one look are drawn, and it is decided who will convert and when. */
function arrive({ rates, leadsPerLook, delay = 0 }: Scenario, { arms }: Split, going: Going): void {
  const { seed, look, random, leads, conversions } = going;
  for (let lead = 0; lead < leadsPerLook; lead += 1) {
    const arm = drawArm(arms, `simulated ${seed}`, `email ${look}.${lead}@quarry.example`);
    leads[arm] = (leads[arm] ?? 0) + 1;
    const wait = delay === 0 ? 0 : Math.floor(-Math.log(1 - random()) * delay);
    if (random() < (rates[arm] ?? 0)) conversions.push({ look: look + wait, arm });
  }
}

/** @returns the first verdict that found something, else the last */
export function simulate(scenario: Scenario, seed: number): Verdict {
  const split = splitOf(scenario.rates.length, scenario.leadsPerLook * scenario.looks);
  let last: Verdict = { kind: 'too-early' };
  for (const counts of lookedAt(scenario, split, seed)) {
    last = compareArms(split, counts).verdict;
    if (last.kind === 'found') return last;
  }
  return last;
}

/** The same with the usual interval of 95 %, which is meant for one look. */
export function naiveFinds(scenario: Scenario, seed: number): boolean {
  for (const [one, other] of lookedAt(scenario, splitOf(2, 1), seed)) {
    if (!one || !other) continue;
    const { low, high } = difference(
      { successes: one.converted, of: one.leads },
      { successes: other.converted, of: other.leads },
    );
    if (low > 0 || high < 0) return true;
  }
  return false;
}
