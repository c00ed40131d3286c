import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFit } from '../../../src/domain/fit/fit.ts';
import { createRoster } from '../../../src/domain/fit/roster.ts';
import { ALL_REQUIRED, type SkillNeeds } from '../../../src/domain/fit/skill-needs.ts';
import type { RepSkills } from '../../../src/domain/fit/skills.ts';
import type { LeadAttributes } from '../../../src/domain/lead.ts';

const MINUTE = 60_000;

const reps = [
  { id: 'ana', skills: { languages: ['es'], products: ['Pro'] } },
  { id: 'bob', skills: { languages: ['en'], products: ['Pro'] } },
  { id: 'cleo', skills: { languages: ['es'], products: ['Basic'] } },
  { id: 'dan' },
];
const lead: LeadAttributes = { language: 'es', product: 'pro', custom: {} };

describe('candidates', () => {
  it('are the reps whom the lead fits, in the order given; the others have reasons', () => {
    const { fit, misfitsOf } = createRoster(reps).candidates(lead);
    expect(fit).toEqual(['ana', 'dan']);
    expect(misfitsOf('ana')).toEqual([]);
    expect(misfitsOf('bob')).toEqual([{ skill: 'languages', wants: 'en', has: 'es' }]);
    expect(misfitsOf('cleo')).toEqual([{ skill: 'products', wants: 'Basic', has: 'pro' }]);
    expect(() => misfitsOf('eve')).toThrow('No rep eve');
  });

  it('preferred skills count until the lead has waited, and are dropped one after another', () => {
    const roster = createRoster(reps);
    const needs: SkillNeeds = {
      required: [],
      preferred: [
        { skill: 'products', waitMs: 30 * MINUTE },
        { skill: 'languages', waitMs: 10 * MINUTE },
      ],
    };
    const waited = (minutes: number) => {
      const { fit, dropped, nextDropAt } = roster.candidates(lead, needs, minutes * MINUTE);
      return { fit, dropped, next: nextDropAt };
    };
    expect(waited(0)).toEqual({ fit: ['ana', 'dan'], dropped: [], next: 10 * MINUTE });
    expect(waited(9.99)).toEqual({ fit: ['ana', 'dan'], dropped: [], next: 10 * MINUTE });
    expect(waited(10)).toEqual({ fit: ['ana', 'bob', 'dan'], dropped: ['languages'], next: 30 * MINUTE });
    expect(waited(30)).toEqual({
      fit: ['ana', 'bob', 'cleo', 'dan'],
      dropped: ['languages', 'products'],
      next: null,
    });
  });

  it('a required skill is never dropped, and one that is neither required nor preferred does not count', () => {
    const roster = createRoster(reps);
    const both: SkillNeeds = { required: ['languages'], preferred: [{ skill: 'languages', waitMs: 0 }] };
    const { fit, dropped, misfitsOf } = roster.candidates(lead, both, 99 * MINUTE);
    expect(fit).toEqual(['ana', 'cleo', 'dan']);
    expect(dropped).toEqual([]);
    expect(misfitsOf('cleo')).toEqual([]);
  });

  it('of 10,000 reps in 40 countries, 250 are compared with a lead', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({
      id: `rep-${i}`,
      skills: { countries: [`C${i % 40}`], languages: [`l${i % 3}`] },
    }));
    const { fit, compared } = createRoster(many).candidates({ country: 'C7', language: 'l1', custom: {} });
    expect(compared).toBe(250);
    expect(fit).toEqual(many.filter((_, i) => i % 40 === 7 && i % 3 === 1).map(({ id }) => id));
  });

  it('the index finds exactly those whom comparing everybody finds, whatever skills and lead', () => {
    const some = (values: string[]) => fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined });
    const one = (values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
    const territory = fc.record({ country: one(['ES', 'FR']), product: one(['a', 'b']) }).map(withoutMissing);
    const skills = fc
      .record({
        countries: some(['ES', 'FR', 'PT']),
        languages: some(['es', 'fr']),
        products: some(['a', 'b']),
        industries: some(['x', 'y']),
        territories: fc.option(fc.array(territory, { maxLength: 3 }), { nil: undefined }),
      })
      .map((all) => withoutMissing(all) as RepSkills);
    const attributes = fc
      .record({
        country: one(['ES', 'FR', 'PT', 'IT']),
        language: one(['es', 'fr']),
        product: one(['a', 'b']),
        industry: one(['x', 'y']),
      })
      .map((all) => ({ ...withoutMissing(all), custom: {} }));
    const unknown = fc.constantFrom('fit' as const, 'misfit' as const);
    fc.assert(
      fc.property(fc.array(skills, { maxLength: 30 }), attributes, unknown, (all, given, rule) => {
        const roster = all.map((skillsOf, i) => ({ id: `r${i}`, skills: skillsOf }));
        const everybody = roster.filter((rep) => createFit(rep.skills, { unknown: rule }).misfits(given).length === 0);
        const { fit, misfitsOf } = createRoster(roster).candidates(given, { ...ALL_REQUIRED, unknown: rule });
        expect(fit).toEqual(everybody.map(({ id }) => id));
        for (const { id } of roster) expect(misfitsOf(id).length === 0).toBe(fit.includes(id));
      }),
      { numRuns: 500 },
    );
  });
});

function withoutMissing<Value extends object>(value: Value): { [Key in keyof Value]?: NonNullable<Value[Key]> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as never;
}
