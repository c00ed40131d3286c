/** The index finds the same rule as asking every rule in order, and asks few of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/domain/condition.ts';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import { compileCondition } from '../../../src/domain/rules/compile-condition.ts';
import { compileRules } from '../../../src/domain/rules/compile-rules.ts';
import { buildIndex, candidates, type RuleIndex } from '../../../src/domain/rules/index-rules.ts';
import { FieldSlots, LeadView } from '../../../src/domain/rules/lead-view.ts';
import { requiredValues } from '../../../src/domain/rules/required-values.ts';
import type { Rule } from '../../../src/domain/ruleset.ts';
import { randomCondition, randomLead, randomRules } from './random-rules.ts';

const is = (field: string, ...values: string[]): Condition => ({ kind: 'test', field, test: { op: 'in', values } });
const all = (...of: Condition[]): Condition => ({ kind: 'all', of });
const any = (...of: Condition[]): Condition => ({ kind: 'any', of });

function matchOneByOne(rules: readonly Rule[], lead: LeadAttributes): number {
  return rules.findIndex(({ when }) => when === null || compileCondition(when)(lead));
}

/** How many rules the index would have asked about a lead, at most. */
function asked(conditions: readonly (Condition | null)[], lead: LeadAttributes): number {
  const fields = new FieldSlots();
  const index = buildIndex({ fields, required: conditions.map(requiredValues) });
  return candidates(index, new LeadView(fields, lead)).flat().length;
}

describe('the rule index', () => {
  it('decides as a scan of all rules does, for 2,000 random sets of rules and leads', () => {
    fc.assert(
      fc.property(randomRules, fc.array(randomLead, { minLength: 1, maxLength: 10 }), (rules, leads) => {
        const compiled = compileRules(rules);
        const found = leads.map((lead) => compiled.match(new LeadView(compiled.fields, lead)));
        expect(found).toEqual(leads.map((lead) => matchOneByOne(rules, lead)));
      }),
      { numRuns: 2000 },
    );
  });

  it('requires nothing that a matching lead does not have', () => {
    fc.assert(
      fc.property(randomCondition, randomLead, (condition, lead) => {
        if (!compileCondition(condition)(lead)) return;
        for (const [field, values] of requiredValues(condition)) {
          expect(compileCondition(is(field, ...values))(lead)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('asks 1 of 10,000 rules for a country and a product each, of which neither alone is rare', () => {
    const rules = Array.from({ length: 10_000 }, (_, i) =>
      all(is('country', `C${i % 100}`), is('product', `P${Math.floor(i / 100)}`)),
    );
    expect(asked(rules, { country: 'C7', product: 'P42', custom: {} })).toBe(1);
  });

  it('files rules by the field that tells them apart, not by one that all share', () => {
    const rules = Array.from({ length: 1000 }, (_, i) => all(is('source', 'webinar'), is('postalCode', String(i))));
    expect(asked(rules, { source: 'webinar', postalCode: '7', custom: {} })).toBe(1);
    expect(asked(rules, { source: 'webinar', custom: {} })).toBe(0);
  });

  it('files a choice between values of one field, and asks always about one between fields', () => {
    const choice = Array.from({ length: 100 }, (_, i) => any(is('country', `C${i}`), is('country', `D${i}`)));
    expect(asked(choice, { country: 'D7', custom: {} })).toBe(1);
    const mixed = Array.from({ length: 100 }, (_, i) => any(is('country', `C${i}`), is('product', `P${i}`)));
    expect(asked(mixed, { country: 'C7', custom: {} })).toBe(100);
  });

  it('has at most 64 × 4 × 4 entries per rule where each of 100 rules lists 60 values of 3 fields', () => {
    const list = Array.from({ length: 60 }, (_, i) => `V${i}`);
    const rule = all(is('country', ...list), is('product', ...list), is('source', ...list));
    const required = Array.from({ length: 100 }, () => requiredValues(rule));
    expect(entries(buildIndex({ fields: new FieldSlots(), required }))).toBeLessThanOrEqual(100 * 64 * 4 * 4);
  });
});

function entries(index: RuleIndex): number {
  const places = index.byField.flatMap(({ byValue }) => [...byValue.values()]);
  return places.reduce((sum, place) => sum + entries(place), index.always.length);
}
