/** Says in words why a condition held for a lead, or why it did not: the first part that decided, or all of them. */
import type { Condition } from '../condition.ts';
import { compilePredicate } from './compile-condition.ts';
import { type Explanation, explainFieldTest } from './explain-test.ts';
import type { Predicate } from './field-test.ts';
import type { FieldSlots, LeadView } from './lead-view.ts';

/** More parts than this are counted, not told. */
const PARTS_TOLD = 4;

interface Part {
  holds: Predicate;
  explain: Explanation;
}

/** @param fields must be complete: what the condition asks for was collected when it was compiled */
export function explainCondition(fields: FieldSlots, condition: Condition): Explanation {
  if (condition.kind === 'test') return explainFieldTest(fields, condition.field, condition.test);
  const parts = condition.of.map((part) => ({
    holds: compilePredicate(fields, part),
    explain: explainCondition(fields, part),
  }));
  switch (condition.kind) {
    case 'all':
      return (lead, held) => (held ? listed(parts, lead, true, '; ') : deciding(parts, lead, false));
    case 'any':
      return (lead, held) => (held ? deciding(parts, lead, true) : listed(parts, lead, false, '; and '));
    case 'none':
      return (lead, held) => (held ? 'no exclusion applies' : `excluded: ${deciding(parts, lead, true)}`);
  }
}

/** The first part with this outcome, in words. */
function deciding(parts: readonly Part[], lead: LeadView, held: boolean): string {
  return parts.find((part) => part.holds(lead) === held)?.explain(lead, held) ?? '';
}

/** All parts, which have the same outcome, in words. */
function listed(parts: readonly Part[], lead: LeadView, held: boolean, glue: string): string {
  const told = parts.slice(0, PARTS_TOLD).map((part) => part.explain(lead, held));
  const left = parts.length - told.length;
  return [...told, ...(left > 0 ? [`${left} more`] : [])].join(glue);
}
