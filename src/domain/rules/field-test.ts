/** One test on one field, as a function. The lead's text is made comparable once per lead, the rule's here, once per rule. */
import type { FieldTest, Scalar } from '../condition.ts';
import { asNumber, comparable } from './comparable.ts';
import type { FieldSlots, LeadView } from './lead-view.ts';

export type Predicate = (lead: LeadView) => boolean;

export function compileFieldTest(fields: FieldSlots, field: string, test: FieldTest): Predicate {
  const slot = fields.slot(field);
  switch (test.op) {
    case 'exists':
      return (lead) => (lead.value(slot) !== null) === test.value;
    case 'in':
      return listed(field, slot, test.values);
    case 'notIn': {
      const isListed = listed(field, slot, test.values);
      return (lead) => !isListed(lead);
    }
    case 'contains':
      return someText(field, slot, test.values, (text, part) => text.includes(part));
    case 'startsWith':
      return someText(field, slot, test.values, (text, part) => text.startsWith(part));
    default: {
      const holds = comparison(test);
      return (lead) => {
        const value = asNumber(lead.value(slot));
        return value !== null && holds(value);
      };
    }
  }
}

function listed(field: string, slot: number, values: readonly Scalar[]): Predicate {
  const list = new Set(values.map((value) => comparable(field, value)));
  const [only] = list;
  if (list.size === 1) return (lead) => lead.text(slot) === only;
  return (lead) => {
    const text = lead.text(slot);
    return text !== null && list.has(text);
  };
}

function someText(
  field: string,
  slot: number,
  values: readonly string[],
  holds: (text: string, part: string) => boolean,
): Predicate {
  const parts = values.map((value) => comparable(field, value));
  return (lead) => {
    const text = lead.text(slot);
    return text !== null && parts.some((part) => holds(text, part));
  };
}

type Comparison = Extract<FieldTest, { op: 'gt' | 'gte' | 'lt' | 'lte' | 'between' }>;

function comparison(test: Comparison): (value: number) => boolean {
  switch (test.op) {
    case 'gt':
      return (value) => value > test.value;
    case 'gte':
      return (value) => value >= test.value;
    case 'lt':
      return (value) => value < test.value;
    case 'lte':
      return (value) => value <= test.value;
    case 'between':
      return (value) => value >= test.from && value <= test.to;
  }
}
