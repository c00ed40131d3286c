/**
 * Finds the reps who may take a lead without asking every rep: for each skill that is a list of values, who lists which
 * value, and who lists none.
 */
import type { LeadFacts } from './lead-facts.ts';
import type { SkillTest } from './skill-test.ts';
import type { Skill } from './skills.ts';

/** Positions of reps, ascending. */
type Positions = readonly number[];

interface SkillPlaces {
  byValue: ReadonlyMap<string, Positions>;
  /** Those whom the skill does not narrow, or not by a plain value. */
  others: Positions;
}

export type SkillIndex = ReadonlyMap<IndexedSkill, SkillPlaces>;

const INDEXED = ['territories', 'countries', 'languages', 'industries', 'products'] as const satisfies readonly Skill[];
type IndexedSkill = (typeof INDEXED)[number];

const FIELD = {
  territories: 'country',
  countries: 'country',
  languages: 'language',
  industries: 'industry',
  products: 'product',
} as const satisfies Record<IndexedSkill, keyof LeadFacts>;

/** @param reps the tests of each rep, by position */
export function indexSkills(reps: readonly (readonly SkillTest[])[]): SkillIndex {
  return new Map(INDEXED.map((skill) => [skill, placesOf(skill, reps)]));
}

/**
 * The reps whom the most telling of the counting skills leaves: all who may fit are among them.
 * @param unknownFits whether a field that the lead lacks excludes nobody
 * @returns `null` when no skill narrows
 */
export function mayFit(
  index: SkillIndex,
  lead: LeadFacts,
  counting: ReadonlySet<Skill>,
  unknownFits: boolean,
): Positions | null {
  let best: { listed: Positions; others: Positions } | null = null;
  for (const [skill, { byValue, others }] of index) {
    const value = lead[FIELD[skill]];
    if (!counting.has(skill) || (value === null && unknownFits)) continue;
    const listed = (value !== null && byValue.get(value)) || [];
    if (!best || listed.length + others.length < best.listed.length + best.others.length) best = { listed, others };
  }
  return best && merged(best.listed, best.others);
}

function placesOf(skill: IndexedSkill, reps: readonly (readonly SkillTest[])[]): SkillPlaces {
  const byValue = new Map<string, number[]>();
  const others: number[] = [];
  for (const [position, tests] of reps.entries()) {
    const values = tests.find((test) => test.skill === skill)?.values;
    if (!values) others.push(position);
    for (const value of values ?? []) {
      const places = byValue.get(value);
      if (places) places.push(position);
      else byValue.set(value, [position]);
    }
  }
  return { byValue, others };
}

/** Two ascending lists without a common member as one. */
function merged(a: Positions, b: Positions): Positions {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const all: number[] = [];
  let next = 0;
  for (const position of a) {
    for (; next < b.length && (b[next] ?? 0) < position; next += 1) all.push(b[next] ?? 0);
    all.push(position);
  }
  return all.concat(b.slice(next));
}
