/** What may stand under a lead field in a condition, by what the field holds, and the tests that come of it. */
import { z } from 'zod';
import type { FieldTest, Scalar } from '../../domain/condition.ts';
import { EMAIL_KINDS } from '../../domain/screening/email-kind.ts';
import { type CountryValue, countries } from './country-value.ts';
import { hasKeys, isClean, language, oneOrMore } from './values.ts';

/** A value that stands for `in: [value]`, or tests by name. */
export type FieldTests = z.ZodType<FieldTest[]>;

const text = z
  .string()
  .min(1)
  .max(500)
  .meta({ description: 'Text; upper and lower case are the same.', examples: ['webinar'] });
const amount = z.number().meta({ description: 'Number.', examples: [100_000] });
const yesNo = z.boolean().meta({ description: 'Yes or no.', examples: [true] });

const exists = { exists: yesNo.meta({ description: 'Whether the lead has the field at all.' }).exactOptional() };

function among<Item extends z.ZodType>(item: Item) {
  return {
    in: oneOrMore(item).meta({ description: 'One of these.' }).exactOptional(),
    notIn: oneOrMore(item).meta({ description: 'None of these; a lead without the field passes.' }).exactOptional(),
  };
}

const textTests = {
  contains: oneOrMore(text).meta({ description: 'Has this text in it; of a list, one is enough.' }).exactOptional(),
  startsWith: oneOrMore(text)
    .meta({ description: 'Begins with this text; of a list, one is enough. Spaces in postal codes do not count.' })
    .exactOptional(),
};

const comparisons = {
  gt: amount.meta({ description: 'More than.' }).exactOptional(),
  gte: amount.meta({ description: 'At least.' }).exactOptional(),
  lt: amount.meta({ description: 'Less than.' }).exactOptional(),
  lte: amount.meta({ description: 'At most.' }).exactOptional(),
  between: z
    .tuple([amount, amount])
    .refine(([from, to]) => from <= to, { error: (issue) => upsideDown(issue.input) })
    .meta({ description: 'From and to, both included.', examples: [[10, 50]] })
    .exactOptional(),
};

function upsideDown(range: unknown): string {
  const [from, to] = Array.isArray(range) ? range : [];
  return `is upside down; write [${to}, ${from}]`;
}

interface RawTests {
  in?: Scalar[];
  notIn?: Scalar[];
  contains?: string[];
  startsWith?: string[];
  gt?: number;
  gte?: number;
  lt?: number;
  lte?: number;
  between?: [number, number];
  exists?: boolean;
}

function toTests(raw: RawTests): FieldTest[] {
  const tests: FieldTest[] = [];
  for (const op of ['in', 'notIn'] as const) if (raw[op]) tests.push({ op, values: raw[op] });
  for (const op of ['contains', 'startsWith'] as const) if (raw[op]) tests.push({ op, values: raw[op] });
  for (const op of ['gt', 'gte', 'lt', 'lte'] as const) if (raw[op] !== undefined) tests.push({ op, value: raw[op] });
  if (raw.between) tests.push({ op: 'between', from: raw.between[0], to: raw.between[1] });
  if (raw.exists !== undefined) tests.push({ op: 'exists', value: raw.exists });
  return tests;
}

/** At least one test, all of which must hold. */
function tests<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape).refine(hasKeys, { error: 'must not be empty', when: isClean });
}

/**
 * A bare value means that the field equals it.
 * @param id what the JSON Schema calls it
 */
function valueOrTests(id: string, value: z.ZodType<Scalar>, tests: z.ZodType<RawTests>, example: unknown): FieldTests {
  const equals = value.transform((only): FieldTest[] => [{ op: 'in', values: [only] }]);
  return z.union([equals, tests.transform(toTests)]).meta({ id, examples: [example] });
}

export const anyText = valueOrTests('text', text, tests({ ...among(text), ...textTests, ...exists }), {
  in: ['webinar', 'partner'],
});

export const number = valueOrTests('number', amount, tests({ ...among(amount), ...comparisons, ...exists }), {
  between: [10, 50],
});

export const languageField = valueOrTests('language', language, tests({ ...among(language), ...exists }), {
  in: ['es', 'pt'],
});

const textOrYesNo = z.union([text, yesNo]);

/** Consent is yes or no, or the text that the person agreed to. */
export const consent = valueOrTests('consent', textOrYesNo, tests({ ...among(textOrYesNo), ...textTests, ...exists }), {
  exists: true,
});

const emailKind = z.enum(EMAIL_KINDS).meta({ description: 'Kind of address.', examples: ['free-mail'] });

export const emailKindField = valueOrTests('emailKind', emailKind, tests({ ...among(emailKind), ...exists }), {
  in: ['free-mail', 'disposable'],
});

const scalar = z.union([text, amount, yesNo]);

/** Custom fields may hold anything, so all tests are there. */
export const custom = valueOrTests(
  'custom',
  scalar,
  tests({ ...among(scalar), ...textTests, ...comparisons, ...exists }),
  {
    in: ['pro', 'team'],
  },
);

export const countryField: FieldTests = z
  .union([
    countries.transform((value) => [countryTest('in', [value])]),
    tests({ ...among(countries), ...exists }).transform((raw) => [
      ...(raw.in ? [countryTest('in', raw.in)] : []),
      ...(raw.notIn ? [countryTest('notIn', raw.notIn)] : []),
      ...toTests(raw.exists === undefined ? {} : { exists: raw.exists }),
    ]),
  ])
  .meta({ id: 'country', examples: [{ in: ['ES', 'PT'] }] });

function countryTest(op: 'in' | 'notIn', values: readonly CountryValue[]): FieldTest {
  const codes = [...new Set(values.flatMap((value) => value.codes))];
  return { op, values: codes, written: values.map((value) => value.written) };
}
