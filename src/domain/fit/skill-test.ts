/** The skills of one rep as tests on a lead. What is written in the routing file is made comparable once, here. */
import { countryKey, type LeadFacts, languageKey } from './lead-facts.ts';
import { fitsPostal, parsePostalPattern } from './postal-pattern.ts';
import { regionKeys } from './region-chain.ts';
import type { FitOptions, RepSkills, Skill } from './skills.ts';
import { territoryTest } from './territory-test.ts';
import { shortList, textKey } from './text-key.ts';

export interface SkillTest {
  skill: Skill;
  /** What the rep takes, short. */
  wants: string;
  /** `null` when the lead does not say. */
  holds: (lead: LeadFacts) => boolean | null;
  /** The lead's own value, as it is shown. */
  has: (lead: LeadFacts) => string | null;
  /** The only values with which the test can hold, where it is that simple; the index of big pools is made of these. */
  values?: ReadonlySet<string>;
}

/** @returns one test per skill that narrows, in the order of `SKILLS` */
export function skillTests(skills: RepSkills, options: FitOptions): SkillTest[] {
  const { territories, countries, regions, postalCodes, languages, industries, employees, products } = skills;
  return [
    territories && territoryTest(territories, options),
    countries && listTest('countries', countries, countryKey, 'country'),
    regions && regionTest(regions, countries ?? []),
    postalCodes && postalTest(postalCodes),
    languages && listTest('languages', languages, languageKey, 'language'),
    industries && listTest('industries', industries, textKey, 'industry'),
    employees && employeesTest(employees),
    products && listTest('products', products, textKey, 'product'),
  ].filter((test): test is SkillTest => Boolean(test));
}

function listTest(
  skill: Skill,
  list: readonly string[],
  key: (text: string) => string,
  field: 'country' | 'language' | 'industry' | 'product',
): SkillTest {
  const values = new Set(list.map(key));
  return {
    skill,
    wants: shortList(list),
    holds: (lead) => {
      const value = lead[field];
      return value === null ? null : values.has(value);
    },
    has: ({ attributes }) => attributes[field] ?? null,
    values,
  };
}

function regionTest(regions: readonly string[], countries: readonly string[]): SkillTest {
  const keys = new Set(regions.flatMap((region) => regionKeys(region, countries)));
  return {
    skill: 'regions',
    wants: shortList(regions),
    holds: (lead) => lead.regions?.some((region) => keys.has(region)) ?? null,
    has: ({ attributes }) => attributes.region ?? null,
  };
}

/** What cannot be read as a pattern fits nothing; whoever checks the routing file asks `parsePostalPattern` why. */
function postalTest(codes: readonly string[]): SkillTest {
  const patterns = codes.map(parsePostalPattern).flatMap((reading) => (reading.ok ? [reading.pattern] : []));
  return {
    skill: 'postalCodes',
    wants: shortList(codes),
    holds: ({ postalCode }) =>
      postalCode === null ? null : patterns.some((pattern) => fitsPostal(pattern, postalCode)),
    has: ({ attributes }) => attributes.postalCode ?? null,
  };
}

function employeesTest({ from, to }: { from?: number; to?: number }): SkillTest | undefined {
  if (from === undefined && to === undefined) return undefined;
  const bounds = to === undefined ? `${from} or more` : from === undefined ? `at most ${to}` : `${from}–${to}`;
  return {
    skill: 'employees',
    wants: `${bounds} employees`,
    holds: ({ employees }) =>
      employees === null ? null : employees >= (from ?? 0) && employees <= (to ?? Number.POSITIVE_INFINITY),
    has: ({ employees }) => (employees === null ? null : String(employees)),
  };
}
