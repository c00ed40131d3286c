/** What a lead must have for a condition to hold: the equality tests that no other part can make good. */
import type { Condition } from '../condition.ts';
import { comparable } from './comparable.ts';

/** By field, the comparable values of which the lead must have one. */
export type RequiredValues = ReadonlyMap<string, ReadonlySet<string>>;

const NOTHING: RequiredValues = new Map();

export function requiredValues(condition: Condition | null): RequiredValues {
  if (condition === null) return NOTHING;
  switch (condition.kind) {
    case 'test': {
      const { field, test } = condition;
      if (test.op !== 'in') return NOTHING;
      return new Map([[field, new Set(test.values.map((value) => comparable(field, value)))]]);
    }
    case 'all':
      return condition.of.map(requiredValues).reduce(both, NOTHING);
    case 'any':
      return condition.of.map(requiredValues).reduce(either);
    case 'none':
      return NOTHING;
  }
}

/** Both hold: on a field that both speak of, the shorter list is the better one to look up. */
function both(left: RequiredValues, right: RequiredValues): RequiredValues {
  const merged = new Map(left);
  for (const [field, values] of right) {
    const other = left.get(field);
    if (!other || values.size < other.size) merged.set(field, values);
  }
  return merged;
}

/** One of them holds: only a field that both speak of is sure to have one of the values. */
function either(left: RequiredValues, right: RequiredValues): RequiredValues {
  const merged = new Map<string, ReadonlySet<string>>();
  for (const [field, values] of left) {
    const other = right.get(field);
    if (other) merged.set(field, new Set([...values, ...other]));
  }
  return merged;
}
