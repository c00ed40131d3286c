/** A rule's `when`: tests under lead fields, and `all`, `any` and `none` around further conditions. */
import { z } from 'zod';
import { type Condition, CUSTOM_PREFIX, EMAIL_KIND_FIELD, type FieldTest } from '../../domain/condition.ts';
import { LEAD_FIELDS, type LeadField } from '../../domain/lead.ts';
import { CUSTOM_KEY } from '../../domain/normalise/lead-schema.ts';
import {
  anyText,
  consent,
  countryField,
  custom,
  emailKindField,
  type FieldTests,
  languageField,
  number,
} from './field-tests.ts';
import { hasKeys, isClean, list } from './values.ts';

/** How a custom field is written. */
export const CUSTOM_FIELD = new RegExp(`^${CUSTOM_PREFIX.replace('.', '\\.')}${CUSTOM_KEY.source.slice(1)}`);

/** Fields that hold something else than text. */
const SPECIAL: Partial<Record<LeadField, FieldTests>> = {
  country: countryField,
  language: languageField,
  employees: number,
  revenue: number,
  consent,
};

const fields = Object.fromEntries(
  LEAD_FIELDS.map((field) => [
    field,
    (SPECIAL[field] ?? anyText)
      .meta({ description: `A value that the lead's ${field} must have, or tests on it.` })
      .exactOptional(),
  ]),
) as Record<LeadField, z.ZodExactOptional<FieldTests>>;

/** On both halves of a condition, which say the same of what is no mapping at all. */
const EXAMPLE = { examples: [{ country: 'ES' }] };

export const condition: z.ZodType<Condition> = z
  .lazy(() =>
    z
      .intersection(
        z
          .strictObject({
            all: parts('Every one of these holds.'),
            any: parts('At least one of these holds.'),
            none: parts('Not one of these holds.'),
            ...fields,
            [EMAIL_KIND_FIELD]: emailKindField
              .meta({ description: 'What kind of e-mail address the lead must have, as maintained lists tell it.' })
              .exactOptional(),
          })
          .meta(EXAMPLE),
        z
          .record(z.string().regex(CUSTOM_FIELD), custom.meta({ description: 'Tests on a custom field.' }))
          .meta(EXAMPLE),
      )
      .refine(hasKeys, { error: 'must not be empty; leave `when` out to match every lead', when: isClean })
      .transform(toCondition),
  )
  .meta({
    id: 'condition',
    description: 'What a lead must be like. Everything that stands here must hold.',
  });

function parts(description: string) {
  return list(condition)
    .meta({ description, examples: [[{ country: 'ES' }]] })
    .exactOptional();
}

interface RawCondition {
  all?: Condition[];
  any?: Condition[];
  none?: Condition[];
  [field: string]: Condition[] | FieldTest[] | undefined;
}

function toCondition({ all, any, none, ...tests }: RawCondition): Condition {
  const of: Condition[] = [];
  if (all) of.push({ kind: 'all', of: all });
  if (any) of.push({ kind: 'any', of: any });
  if (none) of.push({ kind: 'none', of: none });
  for (const [field, fieldTests] of Object.entries(tests as Record<string, FieldTest[]>)) {
    of.push(...fieldTests.map((test): Condition => ({ kind: 'test', field, test })));
  }
  const [first] = of;
  return first && of.length === 1 ? first : { kind: 'all', of };
}
