/** All rules of a ruleset, ready to be asked which one decides about a lead: the first that matches, in the file's order. */
import type { Rule } from '../ruleset.ts';
import { compilePredicate } from './compile-condition.ts';
import { explainCondition } from './explain-condition.ts';
import type { Explanation } from './explain-test.ts';
import type { Predicate } from './field-test.ts';
import { buildIndex, candidates, type RuleIndex } from './index-rules.ts';
import { FieldSlots, type LeadView } from './lead-view.ts';
import { requiredValues } from './required-values.ts';

export interface CompiledRules {
  /** What a `LeadView` for these rules is made with. */
  readonly fields: FieldSlots;
  /**
   * @param passOver whether a rule, by its position, is left out
   * @returns the position of the first rule that matches; -1 when none does
   */
  match(lead: LeadView, passOver?: PassOver): number;
  /** The explanation of the rule at a position; made on first use, because few rules are ever explained. */
  explanation(position: number): Explanation;
}

export type PassOver = (position: number) => boolean;

/** @param fields to be shared with other conditions on the same lead */
export function compileRules(rules: readonly Rule[], fields: FieldSlots = new FieldSlots()): CompiledRules {
  const tests = rules.map(({ when }) => (when ? compilePredicate(fields, when) : matchesAll));
  const index = buildIndex({ fields, required: rules.map((rule) => requiredValues(rule.when)) });
  const explanations = new Map<number, Explanation>();
  return {
    fields,
    match: (lead, passOver = none) => firstMatch(tests, index, lead, passOver),
    explanation(position) {
      const when = rules[position]?.when;
      const explain = explanations.get(position) ?? (when ? explainCondition(fields, when) : explainMatchesAll);
      explanations.set(position, explain);
      return explain;
    },
  };
}

const matchesAll: Predicate = () => true;
const none: PassOver = () => false;
const explainMatchesAll: Explanation = () => 'it matches every lead';

/** Goes through the candidates of all lists in the file's order. */
function firstMatch(tests: readonly Predicate[], index: RuleIndex, lead: LeadView, passOver: PassOver): number {
  const lists = candidates(index, lead);
  const heads = lists.map(() => 0);
  for (;;) {
    let position = Number.POSITIVE_INFINITY;
    let earliest = 0;
    for (let i = 0; i < lists.length; i += 1) {
      const head = lists[i]?.[heads[i] ?? 0];
      if (head === undefined || head > position) continue;
      position = head;
      earliest = i;
    }
    const holds = tests[position];
    if (!holds) return -1;
    if (holds(lead) && !passOver(position)) return position;
    heads[earliest] = (heads[earliest] ?? 0) + 1;
  }
}
