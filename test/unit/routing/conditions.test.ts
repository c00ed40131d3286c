/** What conditions mean: every test on values that pass and values that do not, and leads without the field. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, FieldTest } from '../../../src/domain/condition.ts';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import { compileCondition } from '../../../src/domain/rules/compile-condition.ts';

const lead = (attributes: Partial<LeadAttributes>): LeadAttributes => ({ custom: {}, ...attributes });
const on = (field: string, test: FieldTest): Condition => ({ kind: 'test', field, test });
const holds = (condition: Condition, attributes: Partial<LeadAttributes>): boolean =>
  compileCondition(condition)(lead(attributes));

describe('a test on a field', () => {
  it.each<[string, FieldTest, Partial<LeadAttributes>, boolean]>([
    ['industry', { op: 'in', values: ['Retail'] }, { industry: ' RETAIL ' }, true],
    ['industry', { op: 'in', values: ['Café'] }, { industry: 'CAFE\u0301' }, true],
    ['industry', { op: 'in', values: ['Retail'] }, { industry: 'Retail banking' }, false],
    ['industry', { op: 'notIn', values: ['Retail', 'Media'] }, { industry: 'media' }, false],
    ['industry', { op: 'notIn', values: ['Retail', 'Media'] }, { industry: 'Steel' }, true],
    ['employees', { op: 'in', values: [50, 60] }, { employees: 50 }, true],
    ['employees', { op: 'gt', value: 50 }, { employees: 50 }, false],
    ['employees', { op: 'gte', value: 50 }, { employees: 50 }, true],
    ['employees', { op: 'lt', value: 50 }, { employees: 50 }, false],
    ['employees', { op: 'lte', value: 50 }, { employees: 50 }, true],
    ['employees', { op: 'between', from: 10, to: 50 }, { employees: 10 }, true],
    ['employees', { op: 'between', from: 10, to: 50 }, { employees: 50 }, true],
    ['employees', { op: 'between', from: 10, to: 50 }, { employees: 51 }, false],
    ['message', { op: 'contains', values: ['PRICE', 'quote'] }, { message: 'What is the price?' }, true],
    ['message', { op: 'contains', values: ['price', 'quote'] }, { message: 'Hello' }, false],
    ['postalCode', { op: 'startsWith', values: ['SW1A1'] }, { postalCode: 'sw1a 1AA' }, true],
    ['postalCode', { op: 'startsWith', values: ['SW1A 1'] }, { postalCode: 'SW1A1AA' }, true],
    ['postalCode', { op: 'startsWith', values: ['28', '08'] }, { postalCode: '08001' }, true],
    ['postalCode', { op: 'startsWith', values: ['28'] }, { postalCode: '12800' }, false],
    ['phone', { op: 'startsWith', values: ['+34 91'] }, { phone: '+34915550147' }, true],
    ['consent', { op: 'in', values: [true] }, { consent: true }, true],
    ['consent', { op: 'in', values: [true] }, { consent: false }, false],
    ['custom.plan', { op: 'in', values: ['Pro'] }, { custom: { plan: 'pro' } }, true],
    ['custom.seats', { op: 'in', values: [5] }, { custom: { seats: '5' } }, true],
    ['custom.seats', { op: 'gt', value: 4 }, { custom: { seats: ' 5.5 ' } }, true],
    ['custom.seats', { op: 'gt', value: 4 }, { custom: { seats: 'five' } }, false],
    ['custom.seats', { op: 'gt', value: 4 }, { custom: { seats: true } }, false],
    ['custom.vip', { op: 'in', values: [true] }, { custom: { vip: true } }, true],
    ['custom.a.b', { op: 'in', values: ['x'] }, { custom: { 'a.b': 'x' } }, true],
    ['city', { op: 'exists', value: true }, { city: 'Vigo' }, true],
    ['city', { op: 'exists', value: false }, { city: 'Vigo' }, false],
  ])('%s %j of %j is %s', (field, test, attributes, expected) => {
    expect(holds(on(field, test), attributes)).toBe(expected);
  });

  const missing: [string, Partial<LeadAttributes>][] = [
    ['that is not there', {}],
    ['that is empty', { industry: ' ', custom: { industry: '' } }],
    ['that is null', { custom: { industry: null } }],
  ];
  const tests: [FieldTest, boolean][] = [
    [{ op: 'in', values: ['x'] }, false],
    [{ op: 'notIn', values: ['x'] }, true],
    [{ op: 'gt', value: -1 }, false],
    [{ op: 'lt', value: 1 }, false],
    [{ op: 'between', from: -1, to: 1 }, false],
    [{ op: 'contains', values: ['x'] }, false],
    [{ op: 'startsWith', values: ['x'] }, false],
    [{ op: 'exists', value: true }, false],
    [{ op: 'exists', value: false }, true],
  ];

  it.each(missing)('%s holds only for notIn and exists: false', (_, attributes) => {
    for (const field of ['industry', 'custom.industry']) {
      expect(tests.map(([test]) => holds(on(field, test), attributes))).toEqual(tests.map(([, expected]) => expected));
    }
  });

  it.each(['constructor', 'toString', '__proto__', 'custom.constructor', 'custom.__proto__', 'custom.toString'])(
    '%s sees no property that every object has',
    (field) => {
      expect(holds(on(field, { op: 'exists', value: true }), {})).toBe(false);
    },
  );
});

describe('a value that a lead only inherits', () => {
  const inherited: LeadAttributes = Object.assign(Object.create({ city: 'Vigo' }), {
    custom: Object.create({ plan: 'pro' }),
  });

  it.each(['city', 'custom.plan'])('in %s is not seen', (field) => {
    expect(compileCondition(on(field, { op: 'exists', value: true }))(inherited)).toBe(false);
  });
});

describe('all, any and none', () => {
  const yes = on('city', { op: 'exists', value: true });
  const no = on('city', { op: 'exists', value: false });

  it.each<[Condition, boolean]>([
    [{ kind: 'all', of: [yes, yes] }, true],
    [{ kind: 'all', of: [yes, no] }, false],
    [{ kind: 'any', of: [no, yes] }, true],
    [{ kind: 'any', of: [no, no] }, false],
    [{ kind: 'none', of: [no, no] }, true],
    [{ kind: 'none', of: [no, yes] }, false],
    [{ kind: 'none', of: [{ kind: 'all', of: [yes, no] }] }, true],
  ])('%j is %s', (condition, expected) => {
    expect(holds(condition, { city: 'Vigo' })).toBe(expected);
  });

  it('holds with none for a lead without the field', () => {
    const none: Condition = { kind: 'none', of: [on('country', { op: 'in', values: ['ES'] })] };
    expect(holds(none, {})).toBe(true);
  });

  it('agrees with every and some on 20,000 parts without running out of stack', () => {
    const parts = Array.from({ length: 20_000 }, (_, i) => on('employees', { op: 'gte', value: i }));
    expect(holds({ kind: 'all', of: parts }, { employees: 20_000 })).toBe(true);
    expect(holds({ kind: 'any', of: parts }, { employees: 0 })).toBe(true);
    expect(holds({ kind: 'any', of: parts }, { employees: -1 })).toBe(false);
  });
});

describe('any text', () => {
  it('equals, contains and starts with itself in any case', () => {
    const visible = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(visible, (text) => {
        for (const op of ['contains', 'startsWith'] as const) {
          expect(holds(on('industry', { op, values: [text] }), { industry: text.toLowerCase() })).toBe(true);
        }
        expect(holds(on('industry', { op: 'in', values: [text] }), { industry: text.toLowerCase() })).toBe(true);
      }),
    );
  });
});
