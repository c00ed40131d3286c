/** What a routing file may say, does say, and may not mean. */
import { isCustomField } from '../../domain/condition.ts';
import { isRegionCode } from '../../domain/normalise/region.ts';
import type { Ruleset } from '../../domain/ruleset.ts';

/** @returns a sentence for each place */
export function surprises({ pools, reps }: Ruleset): string[] {
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
  return [...shownFields, ...unknownRegions];
}
