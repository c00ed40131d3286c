/** The whole routing file as a zod schema: what is checked before anything is compared with anything else. */
import { z } from 'zod';
import { type Rule, SIGNALS } from '../../domain/ruleset.ts';
import { condition } from './condition-schema.ts';
import { digest } from './digest-schema.ts';
import { form } from './forms-schema.ts';
import { handOver } from './hand-over-schema.ts';
import { keep } from './keep-schema.ts';
import { duplicates, owners } from './people-schema.ts';
import { channels, pool } from './pool-schema.ts';
import { rep } from './rep-schema.ts';
import { screening } from './screening-schema.ts';
import { source } from './sources-schema.ts';
import { splitKeys, toSplit } from './split-schema.ts';
import { email, id, isClean, line, list, timeZone } from './values.ts';
import { alternatives } from './words.ts';

const WAYS = ['pool', 'rep', 'review', 'disqualify', 'split'] as const;

/** Keys that say more of an experiment. */
const OF_SPLITS = ['until', 'then', 'goal'] as const;

const reason = (description: string, example: string) =>
  z
    .union([line(200), z.literal(true)])
    .meta({ description, examples: [example] })
    .exactOptional();

const then = z
  .strictObject({
    pool: id('pool', 'iberia')
      .meta({ description: 'Into this pool.', examples: ['iberia'] })
      .exactOptional(),
    rep: id('rep', 'ana')
      .meta({ description: 'To this rep, past all pools.', examples: ['ana'] })
      .exactOptional(),
    review: reason('An admin decides. A reason, or true for the rule’s name.', 'Too big to leave to chance'),
    disqualify: reason('No lead for sales. A reason, or true for the rule’s name.', 'A student'),
    ...splitKeys,
  })
  .refine((ways) => WAYS.filter((way) => ways[way] !== undefined).length === 1, {
    error: `must have one of ${alternatives(WAYS)}`,
    when: isClean,
  })
  .refine(({ split, until }) => split === undefined || until !== undefined, {
    error: 'is missing; for example { leads: 2000 }',
    path: ['until'],
    when: isClean,
  })
  .refine((ways) => ways.split !== undefined || OF_SPLITS.every((key) => ways[key] === undefined), {
    error: `may have ${OF_SPLITS.join(', ')} only beside split`,
    when: isClean,
  })
  .meta({
    description: 'Where the lead goes.',
    examples: [{ pool: 'iberia' }],
    minProperties: 1,
    oneOf: WAYS.map((way) => ({ required: [way] })),
    dependencies: { split: ['until'], ...Object.fromEntries(OF_SPLITS.map((key) => [key, ['split']])) },
  });

const when = condition
  .exactOptional()
  .meta({ description: 'Which leads the rule is for; every lead, if it is left out.' });

export const rule = z
  .strictObject({
    name: line(120).meta({
      description: 'What the rule is called where a lead’s way is explained.',
      examples: ['Iberia'],
    }),
    when,
    then,
  })
  .transform((raw): Rule => {
    const then = destination(raw.then, raw.name);
    return { name: raw.name, when: raw.when ?? null, then };
  });

function destination(way: z.output<typeof then>, ruleName: string): Rule['then'] {
  const because = (given: string | true): string => (given === true ? ruleName : given);
  if (way.split !== undefined) return toSplit(way);
  if (way.pool !== undefined) return { kind: 'pool', pool: way.pool };
  if (way.rep !== undefined) return { kind: 'rep', rep: way.rep };
  if (way.review !== undefined) return { kind: 'review', reason: because(way.review) };
  return { kind: 'disqualify', reason: because(way.disqualify ?? true) };
}

/** Whoever may write the routing file must not thereby read the rest of the disk. */
const tablePath = z
  .string()
  .min(1)
  .max(500)
  .regex(/^(?![/~]|[A-Za-z]:)(?!(?:.*\/)?\.\.(?:\/|$))[^\\\0]+$/, {
    error: 'must be a file beside this one or in a folder below, such as territories.csv',
  })
  .meta({
    description: 'CSV file beside this one with the reps’ territories, one per row.',
    examples: ['territories.csv'],
  });

export const routingFile = z.strictObject({
  version: z.literal(1).meta({ description: 'Version of the file format.', examples: [1] }),
  timezone: timeZone(
    'Time zone of the company, for reps without one of their own; UTC if it is left out.',
  ).exactOptional(),
  currency: z
    .string()
    .refine((code) => Intl.supportedValuesOf('currency').includes(code), {
      error: 'must be an ISO 4217 code such as EUR',
    })
    .meta({ description: 'Currency of revenues, as cards show it; no sign, if it is left out.', examples: ['EUR'] })
    .exactOptional(),
  admins: list(email('Address in Slack and Teams.')).meta({
    description: 'Who may decide about leads in review.',
    examples: [['maya@acme.example']],
  }),
  adminChannel: channels
    .meta({
      description: 'Where reviews, failures and notices appear; #dibs-admins if it is left out.',
      examples: [{ slack: '#dibs-admins' }],
    })
    .exactOptional(),
  territories: tablePath.exactOptional(),
  signals: z
    .array(z.enum(SIGNALS))
    .meta({
      description: 'What of a rep’s standing in chat counts as being away; presence if it is left out, [] for nothing.',
      examples: [['presence', 'dnd']],
    })
    .exactOptional(),
  reps: list(rep).meta({
    description: 'Salespeople.',
    examples: [[{ id: 'ana', name: 'Ana Ruiz', email: 'ana@acme.example' }]],
  }),
  pools: list(pool).meta({
    description: 'Groups of reps with a channel.',
    examples: [[{ id: 'world', strategy: 'cherry-pick', channels: { slack: '#leads' }, members: ['ana'] }]],
  }),
  screening: screening.exactOptional(),
  rules: list(rule).meta({
    description: 'Which lead goes where: the first rule that matches decides, the last one matches all.',
  }),
  duplicates: duplicates.exactOptional(),
  owners: owners.exactOptional(),
  digests: list(digest)
    .meta({
      description: 'Reports that are sent by the calendar; none if it is left out.',
      examples: [[{ every: 'week', to: ['#sales-managers'] }]],
    })
    .exactOptional(),
  sources: list(source)
    .meta({
      description: 'Vendors and sites that send leads to /hooks/{id}, signed; none if it is left out.',
      examples: [[{ id: 'website', kind: 'webflow' }]],
    })
    .exactOptional(),
  forms: list(form)
    .meta({
      description: 'Pages at /f/<id> where people leave their details; none if it is left out.',
      examples: [[{ id: 'contact', title: 'Talk to us', fields: ['name', 'email', 'message'] }]],
    })
    .exactOptional(),
  keep: keep.exactOptional(),
  handOver: list(handOver)
    .meta({
      description: 'CRMs and webhooks that get leads; none if it is left out.',
      examples: [[{ id: 'hubspot', to: 'hubspot' }]],
    })
    .exactOptional(),
});

export type RoutingFile = z.output<typeof routingFile>;
