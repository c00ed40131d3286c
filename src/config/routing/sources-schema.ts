/** Sources in the routing file: who sends leads to `/hooks/{id}`, and what of their bodies is which field. */
import { z } from 'zod';
import { CUSTOM_PREFIX } from '../../domain/condition.ts';
import { INPUT_FIELDS, type InputField, RESERVED_KEYS } from '../../domain/normalise/lead-schema.ts';
import { pathProblem } from '../../domain/sources/lead-path.ts';
import { type Origin, SOURCE_KINDS, type Source, type SourceKind } from '../../domain/sources/source.ts';
import { CUSTOM_FIELD } from './condition-schema.ts';
import { country } from './country-value.ts';
import { hasKeys, id, isClean, line, list } from './values.ts';

const MAX_PATHS = 10;

const path = z
  .string()
  .superRefine((text, context) => {
    const problem = pathProblem(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  })
  .meta({ description: 'JSONPath (RFC 9535) into the body.', examples: ['$.data.company'] });

const paths = z.union([path.transform((only) => [only]), list(path).max(MAX_PATHS)]).meta({
  description: 'A JSONPath, or several of which the first that finds something decides.',
  examples: ['$.data.company'],
});

const withDefault = z
  .strictObject({
    path: paths,
    default: z
      .union([z.string().min(1).max(2_000), z.number(), z.boolean()])
      .meta({ description: 'The value of bodies in which no path finds anything.', examples: ['free'] }),
  })
  .transform((raw): Origin => ({ paths: raw.path, otherwise: raw.default }));

const origin = z.union([paths.transform((all): Origin => ({ paths: all })), withDefault]).meta({
  description: 'Where the value stands: a JSONPath, a list of them, or { path, default }.',
  examples: ['$.data.company'],
});

const FIELDS = INPUT_FIELDS.filter((field): field is Exclude<InputField, 'custom'> => field !== 'custom');

const fields = Object.fromEntries(
  FIELDS.map((field) => [
    field,
    origin
      .meta({ description: `Where the lead's ${field} stands in the body.`, examples: ['$.data.company'] })
      .exactOptional(),
  ]),
) as Record<(typeof FIELDS)[number], z.ZodExactOptional<typeof origin>>;

const EXAMPLE = { examples: [{ company: '$.data.company' }] };

const customField = z
  .string()
  .regex(CUSTOM_FIELD)
  .refine((name) => !RESERVED_KEYS.includes(name.slice(CUSTOM_PREFIX.length)), { error: 'is a reserved name' });

const mapping = z
  .intersection(
    z.strictObject(fields).meta(EXAMPLE),
    z
      .record(customField, origin.meta({ description: 'Where the value of a custom field stands in the body.' }))
      .meta(EXAMPLE),
  )
  .refine(hasKeys, { error: 'must not be empty; leave it out', when: isClean })
  .meta({
    description:
      'Lead fields, or custom.<key>, and where in the body they stand. Fields that are not here are found by their names.',
    examples: [{ company: '$.data.company' }],
  });

/** Keys that only one kind has. */
const OF_KIND = {
  events: 'standard',
  contactProperties: 'hubspot',
  graphVersion: 'facebook',
} as const satisfies Record<string, SourceKind>;

const shape = z.strictObject({
  id: id('source', 'website').meta({
    description:
      'Id of the source: the end of its address, /hooks/{id}, and of the variables with its secrets, DIBS_SECRET_{ID}.',
    examples: ['website'],
  }),
  kind: z.enum(SOURCE_KINDS).meta({
    description: 'Who signs, and what the bodies look like; json for any JSON or form with a secret.',
    examples: ['typeform'],
  }),
  mapping: mapping.exactOptional(),
  defaultCountry: country
    .meta({
      description:
        'By which country phone numbers are read of leads that name none; only international ones, if it is left out.',
      examples: ['ES'],
    })
    .exactOptional(),
  events: list(line(100))
    .meta({
      description: 'Types of events that make a lead; all of them if it is left out. Only for standard.',
      examples: [['lead.created']],
    })
    .exactOptional(),
  contactProperties: list(
    z.string().regex(/^[a-z0-9_]{1,100}$/, { error: 'must be the internal name of a property, such as seats_wanted' }),
  )
    .max(50)
    .meta({
      description: 'Contact properties to read beside the usual ones. Only for hubspot.',
      examples: [['seats_wanted']],
    })
    .exactOptional(),
  graphVersion: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, { error: 'must be a version such as v24.0' })
    .meta({ description: 'Version of the Graph API. Only for facebook.', examples: ['v24.0'] })
    .exactOptional(),
});

export const source = Object.entries(OF_KIND)
  .reduce<z.ZodType<z.output<typeof shape>, z.input<typeof shape>>>(
    (schema, [key, kind]) =>
      schema.refine((raw) => raw.kind === kind || !(key in raw), {
        error: `is only for sources of the kind ${kind}`,
        path: [key],
        when: isClean,
      }),
    shape,
  )
  .transform(({ mapping: given = {}, ...same }): Source => ({ ...same, mapping: given }))
  .meta({ description: 'Where leads come from.', examples: [{ id: 'website', kind: 'webflow' }] });
