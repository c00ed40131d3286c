/** Which skills a pool insists on, and for how long. */
import { type FitOptions, SKILLS, type Skill } from './skills.ts';

export interface SkillNeeds {
  required: readonly Skill[];
  /** Each counts until a lead has waited this long in the pool, in ms; then it is dropped. */
  preferred: readonly { skill: Skill; waitMs: number }[];
  /** What becomes of a lead that does not say; `misfit` unless set. */
  unknown?: NonNullable<FitOptions['unknown']>;
}

/** What holds for a pool that says nothing: a skill that a rep has set is meant. */
export const ALL_REQUIRED: SkillNeeds = { required: SKILLS, preferred: [] };

export interface CountingSkills {
  /** Those that still count. */
  counting: ReadonlySet<Skill>;
  /** Those that no longer do, the one that was dropped first in front. */
  dropped: Skill[];
  /** How long a lead has to have waited, in ms, for the next one to be dropped; `null`: none will be. */
  nextDropAt: number | null;
}

/**
 * A skill that is neither required nor preferred does not count at all; one that is both is required.
 * @param waitedMs how long the lead has been waiting in the pool
 */
export function countingSkills({ required, preferred }: SkillNeeds, waitedMs: number): CountingSkills {
  const inOrder = preferred.filter(({ skill }) => !required.includes(skill)).sort((a, b) => a.waitMs - b.waitMs);
  const over = inOrder.filter(({ waitMs }) => waitMs <= waitedMs);
  const still = inOrder.slice(over.length);
  return {
    counting: new Set([...required, ...still.map(({ skill }) => skill)]),
    dropped: over.map(({ skill }) => skill),
    nextDropAt: still[0]?.waitMs ?? null,
  };
}
