/** Whether a lead is for a rep, and if not, why. */
import type { LeadAttributes } from '../lead.ts';
import { type LeadFacts, leadFacts } from './lead-facts.ts';
import { type SkillTest, skillTests } from './skill-test.ts';
import type { FitOptions, Misfit, RepSkills } from './skills.ts';

export interface Fit {
  /** Empty when the lead fits; in the order of `SKILLS`. */
  misfits: (attributes: LeadAttributes) => Misfit[];
}

/**
 * @param skills what the rep takes; `undefined`: anything
 * @param options see there for what becomes of a lead that does not say
 */
export function createFit(skills: RepSkills | undefined, options: FitOptions = {}): Fit {
  const tests = skillTests(skills ?? {}, options);
  return { misfits: (attributes) => misfitsOf(tests, leadFacts(attributes), options) };
}

export function misfitsOf(tests: readonly SkillTest[], lead: LeadFacts, options: FitOptions): Misfit[] {
  return tests
    .filter((test) => !testHolds(test, lead, options))
    .map(({ skill, wants, has }) => ({ skill, wants, has: has(lead) }));
}

export function testHolds(test: SkillTest, lead: LeadFacts, { unknown }: FitOptions): boolean {
  return test.holds(lead) ?? unknown === 'fit';
}
