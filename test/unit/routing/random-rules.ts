/** Random rules and leads over few fields and values, so that they often meet. */
import fc from 'fast-check';
import type { Condition, FieldTest } from '../../../src/domain/condition.ts';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import type { Destination } from '../../../src/domain/lead-event.ts';
import type { Rule } from '../../../src/domain/ruleset.ts';

const FIELDS = ['country', 'product', 'custom.plan', 'source'] as const;
const value = fc.constantFrom('A', 'b', 'C', 'd', 'E');
const values = fc.uniqueArray(value, { minLength: 1, maxLength: 4 });

const textTest: fc.Arbitrary<FieldTest> = fc.oneof(
  { weight: 6, arbitrary: values.map((list): FieldTest => ({ op: 'in', values: list })) },
  values.map((list): FieldTest => ({ op: 'notIn', values: list })),
  values.map((list): FieldTest => ({ op: 'contains', values: list })),
  fc.boolean().map((exists): FieldTest => ({ op: 'exists', value: exists })),
);

const fieldTest: fc.Arbitrary<Condition> = fc.oneof(
  fc.tuple(fc.constantFrom(...FIELDS), textTest).map(([field, test]): Condition => ({ kind: 'test', field, test })),
  fc.nat(10).map((amount): Condition => ({ kind: 'test', field: 'employees', test: { op: 'gt', value: amount } })),
);

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fieldTest,
    fc
      .tuple(fc.constantFrom('all', 'all', 'any', 'none'), fc.array(tie('condition'), { minLength: 1, maxLength: 4 }))
      .map(([kind, of]): Condition => ({ kind, of })),
  ),
}));

export const randomCondition = condition;

export function toRule(when: Condition | null, name = 'r', then: Destination = { kind: 'pool', pool: 'world' }): Rule {
  return { name, when, then };
}

export const randomRules: fc.Arbitrary<Rule[]> = fc.array(
  fc.option(condition, { freq: 20, nil: null }).map((when) => toRule(when)),
  { maxLength: 60 },
);

export const randomLead: fc.Arbitrary<LeadAttributes> = fc
  .record(
    {
      country: value,
      product: value,
      source: value,
      employees: fc.nat(10),
      custom: fc.record({ plan: value }, { requiredKeys: [] }),
    },
    { requiredKeys: ['custom'] },
  )
  .map((attributes): LeadAttributes => attributes);
