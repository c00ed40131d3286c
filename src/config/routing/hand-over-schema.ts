/** `handOver` in the routing file: the systems outside that get leads, and what of them. Their credentials are in the environment. */
import { z } from 'zod';
import { CRM_STAGES } from '../../domain/hand-over/crm-stage.ts';
import type { CrmTarget, HandOverTarget } from '../../domain/hand-over/target.ts';
import { WEBHOOK_EVENTS } from '../../domain/hand-over/webhook-event.ts';
import { LEAD_FIELDS } from '../../domain/lead.ts';
import { LOST_REASONS } from '../../domain/stages.ts';
import { CUSTOM_FIELD, condition } from './condition-schema.ts';
import { hasKeys, isClean, line, list } from './values.ts';
import { alternatives } from './words.ts';

/** It is part of an environment variable's name, and of the metrics. */
const targetId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,29}$/, { error: 'must be at most 30 small letters, digits and -, such as crm' })
  .meta({ description: 'Id of the target.', examples: ['hubspot'] });

const when = condition
  .exactOptional()
  .meta({ description: 'Which leads it is for; every lead, if it is left out.', examples: [{ country: 'ES' }] });

const kind = <Name extends HandOverTarget['to']>(name: Name) =>
  z.literal(name).meta({ description: 'What kind of system it is.', examples: [name] });

/** A property of HubSpot or a field of Salesforce, by its inner name. */
const property = z
  .union([
    z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,99}$/, {
      error: 'must be the inner name of a property, such as lead_product or Product__c',
    }),
    z.literal(false),
  ])
  .meta({ description: 'The property it is written to; false: to none.', examples: ['lead_product'] });

/** As conditions name them: known fields, and custom ones. */
const LEAD_FIELD = new RegExp(`^(?:${LEAD_FIELDS.join('|')})$|${CUSTOM_FIELD.source}`);

const fields = z
  .record(
    z.string().regex(LEAD_FIELD, { error: 'is no field of a lead; fields of your own are written custom.<name>' }),
    property,
  )
  .meta({
    description: 'Fields of a lead and the properties that they are written to, beside or instead of the usual ones.',
    examples: [{ product: 'lead_product', 'custom.seats': 'seats' }],
  });

const stages = z
  .partialRecord(z.enum(CRM_STAGES), line(100))
  .refine(hasKeys, { error: 'must not be empty', when: isClean })
  .meta({
    description: 'How each stage is called there, in hs_lead_status (HubSpot) or Status (Salesforce).',
    examples: [{ contacted: 'CONNECTED' }],
  });

const reasons = z.record(line(200), z.enum(LOST_REASONS.map(({ value }) => value))).meta({
  description: 'Their words for why a deal was lost, and ours for it; what is not listed is "other".',
  examples: [{ 'Too expensive': 'price' }],
});

const crm = <Name extends CrmTarget['to']>(name: Name) =>
  z.strictObject({
    id: targetId,
    to: kind(name),
    when,
    fields: fields.exactOptional(),
    stages: stages.exactOptional(),
    disqualified: z
      .enum(['skip', 'send'])
      .meta({ description: 'What of leads that are disqualified; skip if it is left out.', examples: ['send'] })
      .exactOptional(),
    lostReasons: reasons.exactOptional(),
  });

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\//;

const webhook = z.strictObject({
  id: targetId,
  to: kind('webhook'),
  when,
  url: z
    .string()
    .max(500)
    .refine(isAddress, {
      error: 'must be an address such as https://example.com/leads, without a name and password in it',
    })
    .meta({
      description: 'Where it is sent to. Its secret is in DIBS_SECRET_<ID>.',
      examples: ['https://example.com/leads'],
    }),
  events: list(z.enum(WEBHOOK_EVENTS))
    .meta({ description: 'What is told; everything, if it is left out.', examples: [['lead.owned', 'lead.won']] })
    .exactOptional(),
});

const KINDS = ['hubspot', 'salesforce', 'webhook'];

export const handOver = z
  .discriminatedUnion('to', [crm('hubspot'), crm('salesforce'), webhook], {
    // Only of the kind: of a target that is no mapping at all the general words say more.
    error: ({ input }) => (isRecord(input) ? `must be ${alternatives(KINDS)}` : undefined),
  })
  .meta({
    description: 'A system outside that gets leads.',
    examples: [{ id: 'hubspot', to: 'hubspot' }],
  });

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** On the way to the own machine nobody listens; everywhere else it must be encrypted. */
function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, href } = new URL(text);
  return username === '' && password === '' && (protocol === 'https:' || LOOPBACK.test(href));
}

export function toTarget(raw: z.output<typeof handOver>): HandOverTarget {
  const { id, when: meant = null } = raw;
  if (raw.to === 'webhook') return { id, to: raw.to, when: meant, url: raw.url, events: raw.events ?? null };
  return {
    id,
    to: raw.to,
    when: meant,
    fields: raw.fields ?? {},
    stages: raw.stages ?? {},
    disqualified: raw.disqualified === 'send',
    lostReasons: raw.lostReasons ?? {},
  };
}
