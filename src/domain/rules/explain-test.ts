/**
 * One test on one field, in words: what the lead has and what the rule needs. Fields that identify the lead are spoken of
 * without any value, custom fields without the lead's, because the words are kept as long as the timeline.
 */
import { type FieldTest, IDENTIFYING_FIELDS, isCustomField, type Scalar } from '../condition.ts';
import type { FieldSlots, LeadView } from './lead-view.ts';

/** Says why a test held, or why it did not. */
export type Explanation = (lead: LeadView, held: boolean) => string;

/** Longer lists and values are cut: a trace is read in a chat. */
const VALUES_SHOWN = 5;
const VALUE_LENGTH = 40;

export function explainFieldTest(fields: FieldSlots, field: string, test: FieldTest): Explanation {
  const slot = fields.slot(field);
  const needs = needed(test);
  const missing = (held: boolean) => (held ? `${field} is missing` : `${field} is missing; needs ${needs}`);
  if (IDENTIFYING_FIELDS.has(field)) {
    const [yes, no] = VALUELESS[test.op];
    return (lead, held) => (lead.value(slot) === null ? `${field} is missing` : `${field} ${held ? yes : no}`);
  }
  if (isCustomField(field)) {
    return (lead, held) => {
      if (lead.value(slot) === null) return missing(held);
      return held ? `${field} fits: ${needs}` : `${field} does not fit: needs ${needs}`;
    };
  }
  const plain = test.op === 'in' || test.op === 'exists';
  return (lead, held) => {
    const value = lead.value(slot);
    if (value === null) return missing(held);
    if (!held) return `${field} is ${shown(value)}; needs ${needs}`;
    return plain ? `${field} is ${shown(value)}` : `${field} is ${shown(value)} (${needs})`;
  };
}

/** What is said of an identifying field that is there: when the test holds, and when it does not. */
const VALUELESS: Record<FieldTest['op'], [held: string, failed: string]> = {
  in: ['is one of the listed values', 'is not one of the listed values'],
  notIn: ['is none of the excluded values', 'is one of the excluded values'],
  contains: ['contains a listed text', 'does not contain a listed text'],
  startsWith: ['starts with a listed text', 'does not start with a listed text'],
  exists: ['is given', 'is given; needs to be missing'],
  gt: ['is in the range', 'is not in the range'],
  gte: ['is in the range', 'is not in the range'],
  lt: ['is in the range', 'is not in the range'],
  lte: ['is in the range', 'is not in the range'],
  between: ['is in the range', 'is not in the range'],
};

function needed(test: FieldTest): string {
  switch (test.op) {
    case 'in':
      return alternatives(test.written ?? test.values);
    case 'notIn':
      return `anything but ${alternatives(test.written ?? test.values)}`;
    case 'contains':
      return `text with ${alternatives(test.values)}`;
    case 'startsWith':
      return `text that starts with ${alternatives(test.values)}`;
    case 'gt':
      return `more than ${test.value}`;
    case 'gte':
      return `at least ${test.value}`;
    case 'lt':
      return `less than ${test.value}`;
    case 'lte':
      return `at most ${test.value}`;
    case 'between':
      return `${test.from} to ${test.to}`;
    case 'exists':
      return test.value ? 'a value' : 'no value';
  }
}

function alternatives(values: readonly Scalar[]): string {
  const texts = values.slice(0, VALUES_SHOWN).map(shown);
  const left = values.length - texts.length;
  if (left > 0) return `${texts.join(', ')} or ${left} more`;
  return [texts.slice(0, -1).join(', '), texts.at(-1)].filter(Boolean).join(' or ');
}

/** A value on one line and of bounded length. */
function shown(value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  const line = value
    .slice(0, VALUE_LENGTH * 2)
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= VALUE_LENGTH ? line : `${characters.slice(0, VALUE_LENGTH - 1).join('')}…`;
}
