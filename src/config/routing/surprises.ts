/** What a routing file may say, does say, and may not mean. */
import { isCustomField } from '../../domain/condition.ts';
import { isRegionCode } from '../../domain/normalise/region.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import { pointsText } from '../../domain/screening/score-words.ts';
import type { ScreeningPlan } from '../../domain/screening/screening-plan.ts';

/** @returns a sentence for each place */
export function surprises({ pools, reps, screening }: Ruleset): string[] {
  const shownFields = pools.flatMap((pool, index) =>
    pool.reveal.filter(isCustomField).map((field) => {
      const path = `pools[${index}].card.reveal`;
      return `${path}: ${field} shows before the claim, as senders fill it: make sure that it never names a person or a company`;
    }),
  );
  const unknownRegions = reps.flatMap(({ skills }, index) =>
    (skills?.regions ?? [])
      .filter((region) => !isRegionCode(region))
      .map((region) => {
        const path = `reps[${index}].skills.regions`;
        return `${path}: no code is known for “${region}”, so only leads that write it the same way fit; use a code such as US-CA, or name the country under countries`;
      }),
  );
  return [...shownFields, ...unknownRegions, ...(screening ? outOfReach(screening) : [])];
}

/** Verdicts that no score can bring about. */
function outOfReach({ by }: ScreeningPlan): string[] {
  if (by.kind !== 'rules') return [];
  const { qualified, disqualified } = by.thresholds;
  const sum = (isMeant: (points: number) => boolean) =>
    by.rules.reduce((total, { points }) => (isMeant(points) ? total + points : total), 0);
  const most = sum((points) => points > 0);
  const least = sum((points) => points < 0);
  return [
    ...(most < qualified
      ? [`screening.thresholds.qualified: no lead can reach it: all points for a lead add up to ${pointsText(most)}`]
      : []),
    ...(disqualified !== null && least > disqualified
      ? [
          `screening.thresholds.disqualified: no lead can fall to it: all points against a lead add up to ${pointsText(least)}`,
        ]
      : []),
  ];
}
