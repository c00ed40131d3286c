/** The members of a pool, compared with a lead at once. Made once per ruleset and pool; a pool of 10,000 is indexed. */
import type { LeadAttributes } from '../lead.ts';
import { misfitsOf, testHolds } from './fit.ts';
import { leadFacts } from './lead-facts.ts';
import { indexSkills, mayFit } from './skill-index.ts';
import { ALL_REQUIRED, type CountingSkills, countingSkills, type SkillNeeds } from './skill-needs.ts';
import { skillTests } from './skill-test.ts';
import type { FitOptions, Misfit, RepSkills, Skill } from './skills.ts';

export interface Candidates extends Pick<CountingSkills, 'dropped' | 'nextDropAt'> {
  /** Ids of the reps whom the lead fits, in the order given. */
  fit: string[];
  /** How many reps were compared with the lead; the index ruled out the others. */
  compared: number;
  /**
   * Why a rep is not among them; empty for one who is. Worked out when asked for: nobody reads 10,000 reasons.
   * @throws Error when the roster has no such rep
   */
  misfitsOf: (rep: string) => Misfit[];
}

export interface Roster {
  /**
   * @param needs which skills the pool insists on; all that reps have set, unless given
   * @param waitedMs how long the lead has been waiting in the pool, in ms
   */
  candidates: (attributes: LeadAttributes, needs?: SkillNeeds, waitedMs?: number) => Candidates;
}

/** @param reps each with what they take; without skills: anything */
export function createRoster(
  reps: readonly { id: string; skills?: RepSkills }[],
  options: Pick<FitOptions, 'pool'> = {},
): Roster {
  const tests = reps.map(({ skills }) => skillTests(skills ?? {}, options));
  const positions = new Map(reps.map(({ id }, position) => [id, position]));
  const everybody = [...reps.keys()];
  const index = indexSkills(tests);
  const countingTests = (position: number, counting: ReadonlySet<Skill>) =>
    (tests[position] ?? []).filter(({ skill }) => counting.has(skill));

  return {
    candidates: (attributes, needs = ALL_REQUIRED, waitedMs = 0) => {
      const lead = leadFacts(attributes);
      const asked: FitOptions = { ...options, unknown: needs.unknown ?? 'misfit' };
      const { counting, dropped, nextDropAt } = countingSkills(needs, waitedMs);
      const compared = mayFit(index, lead, counting, asked.unknown === 'fit') ?? everybody;
      const fitting = compared.filter((position) =>
        tests[position]?.every((test) => !counting.has(test.skill) || testHolds(test, lead, asked)),
      );
      return {
        fit: fitting.flatMap((position) => reps[position]?.id ?? []),
        compared: compared.length,
        dropped,
        nextDropAt,
        misfitsOf: (rep) => {
          const position = positions.get(rep);
          if (position === undefined) throw new Error(`No rep ${rep} in this roster`);
          return misfitsOf(countingTests(position, counting), lead, asked);
        },
      };
    },
  };
}
