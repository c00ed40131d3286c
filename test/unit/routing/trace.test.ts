/** Why a lead goes where it goes: what the trace says, what it never says, and what happens when routing itself fails. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, type FieldTest, IDENTIFYING_FIELDS, type Scalar } from '../../../src/domain/condition.ts';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import { compileRuleset, type Router } from '../../../src/domain/rules/route-lead.ts';
import { describeTrace } from '../../../src/domain/trace.ts';
import { FULL_ATTRIBUTES, testRuleset } from '../../helpers/leads.ts';
import { toRule } from './random-rules.ts';

const on = (field: string, test: FieldTest): Condition => ({ kind: 'test', field, test });
const is = (field: string, ...values: Scalar[]): Condition => on(field, { op: 'in', values });
const EVERYONE = toRule(null, 'Everyone else');

function routerOf(...conditions: Condition[]): Router {
  const rules = [...conditions.map((when, index) => toRule(when, `Rule ${index + 1}`)), EVERYONE];
  return compileRuleset({ ...testRuleset({ rules }), version: 7 });
}

/** What the trace says of one rule that comes first. */
function because(condition: Condition, attributes: Partial<LeadAttributes>): string {
  const [step] = routerOf(condition).route({ custom: {}, ...attributes }).trace;
  return step?.step === 'rule' ? step.because : '';
}

describe('a trace', () => {
  it('tells rule by rule why not, then why, then where to', () => {
    const iberia = on('country', { op: 'in', values: ['ES', 'PT'], written: ['ES', 'PT'] });
    const big: Condition = { kind: 'all', of: [iberia, on('revenue', { op: 'gt', value: 100_000 })] };
    const { to, trace } = routerOf(big, is('country', 'ES')).route({ country: 'ES', custom: {} });
    expect(to).toEqual({ kind: 'pool', pool: 'world' });
    expect(describeTrace(trace)).toEqual([
      'Rule 1 "Rule 1" did not match: revenue is missing; needs more than 100000.',
      'Rule 2 "Rule 2" matched: country is ES.',
      'Goes to the pool "world", because rule 2 says so.',
    ]);
  });

  it.each<[Condition, Partial<LeadAttributes>, string]>([
    [is('country', 'ES', 'PT'), { country: 'FR' }, 'country is FR; needs ES or PT'],
    [
      on('country', { op: 'in', values: ['AT', 'CH'], written: ['DACH'] }),
      { country: 'FR' },
      'country is FR; needs DACH',
    ],
    [on('country', { op: 'notIn', values: ['ES'] }), { country: 'ES' }, 'country is ES; needs anything but ES'],
    [on('country', { op: 'notIn', values: ['ES'] }), { country: 'FR' }, 'country is FR (anything but ES)'],
    [on('country', { op: 'notIn', values: ['ES'] }), {}, 'country is missing'],
    [on('revenue', { op: 'gt', value: 5 }), { revenue: 9 }, 'revenue is 9 (more than 5)'],
    [on('employees', { op: 'between', from: 2, to: 5 }), { employees: 9 }, 'employees is 9; needs 2 to 5'],
    [on('employees', { op: 'gte', value: 10 }), { employees: 9 }, 'employees is 9; needs at least 10'],
    [on('employees', { op: 'lt', value: 9 }), { employees: 9 }, 'employees is 9; needs less than 9'],
    [on('employees', { op: 'lte', value: 8 }), { employees: 9 }, 'employees is 9; needs at most 8'],
    [
      on('industry', { op: 'contains', values: ['bank'] }),
      { industry: 'Steel' },
      'industry is Steel; needs text with bank',
    ],
    [
      on('postalCode', { op: 'startsWith', values: ['28', '29'] }),
      { postalCode: '08001' },
      'postalCode is 08001; needs text that starts with 28 or 29',
    ],
    [on('city', { op: 'exists', value: true }), {}, 'city is missing; needs a value'],
    [on('city', { op: 'exists', value: false }), { city: 'Vigo' }, 'city is Vigo; needs no value'],
    [is('product', 'a', 'b', 'c', 'd', 'e', 'f', 'g'), { product: 'x' }, 'product is x; needs a, b, c, d, e or 2 more'],
    [is('custom.plan', 'pro'), { custom: { plan: 'basic' } }, 'custom.plan does not fit: needs pro'],
    [is('custom.plan', 'pro'), { custom: { plan: 'Pro' } }, 'custom.plan fits: pro'],
    [{ kind: 'any', of: [is('city', 'Vigo'), is('source', 'web')] }, { source: 'web' }, 'source is web'],
    [
      { kind: 'any', of: [is('city', 'Vigo'), is('source', 'web')] },
      { city: 'Faro' },
      'city is Faro; needs Vigo; and source is missing; needs web',
    ],
    [
      { kind: 'all', of: [is('city', 'Vigo'), is('source', 'web')] },
      { city: 'Vigo', source: 'web' },
      'city is Vigo; source is web',
    ],
    [{ kind: 'none', of: [is('city', 'Vigo')] }, { city: 'Vigo' }, 'excluded: city is Vigo'],
    [{ kind: 'none', of: [is('city', 'Vigo')] }, {}, 'no exclusion applies'],
  ])('says of %j and %j: %s', (condition, attributes, words) => {
    expect(because(condition, attributes)).toBe(words);
  });

  it('cuts long values to 40 characters on one line', () => {
    expect(because(is('industry', 'x'), { industry: `a\n${'🦄'.repeat(60)}` })).toBe(
      `industry is a ${'🦄'.repeat(37)}…; needs x`,
    );
  });

  it('explains the 25 nearest of 1,000 rules before the deciding one and counts the rest', () => {
    const never = Array.from({ length: 1000 }, () => is('city', 'Vigo'));
    const { trace } = routerOf(...never).route({ custom: {} });
    expect(trace[0]).toEqual({ step: 'rules-skipped', count: 975 });
    expect(trace.map((step) => (step.step === 'rule' ? step.position : 0)).slice(1, -1)).toEqual(
      Array.from({ length: 26 }, (_, index) => 976 + index),
    );
    expect(describeTrace(trace)[0]).toBe('975 earlier rules did not match.');
  });
});

describe('what identifies a lead', () => {
  const { custom, ...fields } = FULL_ATTRIBUTES;
  const identifying = Object.entries(fields).filter(([field]) => IDENTIFYING_FIELDS.has(field));
  const hidden = [
    ...identifying,
    ...Object.entries(custom).map(([key, value]): [string, unknown] => [`custom.${key}`, value]),
  ];

  it('is in no trace, whatever the rules ask of the 10 fields and the custom ones', () => {
    expect(identifying).toHaveLength(10);
    const field = fc.constantFrom(...hidden.map(([name]) => name));
    const text = fc.constantFrom('zembra', 'q', 'example', '+349');
    const test: fc.Arbitrary<FieldTest> = fc.oneof(
      text.map((value): FieldTest => ({ op: 'in', values: [value] })),
      text.map((value): FieldTest => ({ op: 'notIn', values: [value] })),
      text.map((value): FieldTest => ({ op: 'contains', values: [value] })),
      text.map((value): FieldTest => ({ op: 'startsWith', values: [value] })),
      fc.boolean().map((value): FieldTest => ({ op: 'exists', value })),
      // Small ones: what a rule says is told, and a long number may have one of the lead's in it by chance.
      fc.integer({ min: -999, max: 999 }).map((value): FieldTest => ({ op: 'gt', value })),
    );
    const condition = fc.tuple(field, test).map(([name, asked]) => on(name, asked));
    fc.assert(
      fc.property(condition, fc.constantFrom('all', 'any', 'none'), condition, (one, kind, other) => {
        const { trace } = routerOf(one, { kind, of: [one, other] }).route(FULL_ATTRIBUTES);
        const words = JSON.stringify(trace) + describeTrace(trace).join('\n');
        for (const [, value] of hidden) expect(words).not.toContain(String(value));
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[FieldTest, string]>([
    [{ op: 'in', values: ['quilla.zembra@vornado.example'] }, 'email is one of the listed values'],
    [{ op: 'contains', values: ['zembra'] }, 'email contains a listed text'],
    [{ op: 'startsWith', values: ['bob'] }, 'email does not start with a listed text'],
    [{ op: 'notIn', values: ['bob@x.example'] }, 'email is none of the excluded values'],
    [{ op: 'exists', value: false }, 'email is given; needs to be missing'],
  ])('is spoken of without a value: %j', (test, words) => {
    expect(because(on('email', test), FULL_ATTRIBUTES)).toBe(words);
  });
});

describe('routing', () => {
  it('carries the ruleset’s version and gives the same answer again', () => {
    const router = routerOf(is('city', 'Alcobendas'));
    expect(router.version).toBe(7);
    expect(router.route(FULL_ATTRIBUTES)).toEqual(router.route(FULL_ATTRIBUTES));
  });

  it.each([
    [{ kind: 'rep', rep: 'ana' } as const, 'Goes to the rep "ana", because rule 1 says so.'],
    [{ kind: 'review', reason: 'Big deal' } as const, 'Goes to review: "Big deal", because rule 1 says so.'],
    [{ kind: 'disqualify', reason: 'A student' } as const, 'Is disqualified: "A student", because rule 1 says so.'],
  ])('to %j is told', (to, words) => {
    const router = compileRuleset({ ...testRuleset({ rules: [toRule(null, 'x', to)] }), version: 1 });
    const routed = router.route({ custom: {} });
    expect(routed.to).toEqual(to);
    expect(describeTrace(routed.trace).at(-1)).toBe(words);
  });

  it('sends a lead that no rule takes to review', () => {
    const router = compileRuleset({ ...testRuleset({ rules: [toRule(is('city', 'Vigo'), 'Vigo')] }), version: 1 });
    expect(router.route({ custom: {} }).to).toEqual({ kind: 'review', reason: 'no rule matched' });
  });

  it('sends a lead whose data cannot be read to review, and says only what kind of error it was', () => {
    const damaged: LeadAttributes = {
      custom: {},
      get city(): string {
        throw new RangeError('Quilla Zembra');
      },
    };
    expect(routerOf(is('city', 'Vigo')).route(damaged)).toEqual({
      to: { kind: 'review', reason: 'routing failed' },
      trace: [{ step: 'failed', because: 'RangeError' }],
    });
  });
});
