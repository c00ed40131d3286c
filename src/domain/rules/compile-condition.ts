/** Turns a condition into closures that decide. `explain-condition.ts` says why, and is kept apart so that these stay small. */
import type { Condition } from '../condition.ts';
import type { LeadAttributes } from '../lead.ts';
import { compileFieldTest, type Predicate } from './field-test.ts';
import { FieldSlots, LeadView } from './lead-view.ts';

/** A condition as a function of a lead; for single questions. Rules share one `LeadView` per lead instead. */
export function compileCondition(condition: Condition): (attributes: LeadAttributes) => boolean {
  const fields = new FieldSlots();
  const holds = compilePredicate(fields, condition);
  return (attributes) => holds(new LeadView(fields, attributes));
}

/** @param fields collects the fields the condition asks for; the `LeadView` must be made with the same */
export function compilePredicate(fields: FieldSlots, condition: Condition): Predicate {
  switch (condition.kind) {
    case 'test':
      return compileFieldTest(fields, condition.field, condition.test);
    case 'all':
      return joined(compileAll(fields, condition.of), both);
    case 'any':
      return joined(compileAll(fields, condition.of), either);
    case 'none': {
      const any = joined(compileAll(fields, condition.of), either);
      return (lead) => !any(lead);
    }
  }
}

function compileAll(fields: FieldSlots, conditions: readonly Condition[]): Predicate[] {
  return conditions.map((part) => compilePredicate(fields, part));
}

/** Joins in halves, so that a list of thousands makes calls only a dozen deep. */
function joined(parts: readonly Predicate[], join: (left: Predicate, right: Predicate) => Predicate): Predicate {
  const [first, second] = parts;
  if (!first) throw new Error('a condition has at least one part');
  if (!second) return first;
  const middle = Math.ceil(parts.length / 2);
  return join(joined(parts.slice(0, middle), join), joined(parts.slice(middle), join));
}

const both =
  (left: Predicate, right: Predicate): Predicate =>
  (lead) =>
    left(lead) && right(lead);

const either =
  (left: Predicate, right: Predicate): Predicate =>
  (lead) =>
    left(lead) || right(lead);
