/** Facebook and Instagram Lead Ads: the webhook only says which leads there are; the Graph API has them. */
import { z } from 'zod';
import {
  type Answer,
  type Delivery,
  isoMoment,
  type Lookup,
  MAX_ITEMS,
  otherShape,
  type Submission,
} from './delivery.ts';
import { type JsonValue, memberOf } from './json-value.ts';

const leadgenId = z.union([z.string().regex(/^\d{1,30}$/), z.int().transform(String)]);

const webhook = z.object({
  object: z.literal('page'),
  entry: z
    .array(
      z.object({
        changes: z.array(z.object({ field: z.string(), value: z.unknown() })).optional(),
      }),
    )
    .min(1),
});

const leadgen = z.object({ leadgen_id: leadgenId, created_time: z.union([z.number(), z.string()]).optional() });

const answers = z.array(z.object({ name: z.string().min(1), values: z.array(z.unknown()) }));

export function readFacebook(body: JsonValue): Delivery {
  const parsed = webhook.safeParse(body);
  if (!parsed.success) return otherShape(parsed.error, 'a webhook of Lead Ads');
  const values = parsed.data.entry.flatMap(({ changes = [] }) =>
    changes.filter(({ field }) => field === 'leadgen').map(({ value }) => value as JsonValue),
  );
  if (values.length === 0) return { kind: 'ignored', why: 'Only changes of leadgen make leads.' };
  const notices = z.array(leadgen).max(MAX_ITEMS).safeParse(values);
  if (!notices.success) return otherShape(notices.error, 'a leadgen change of Lead Ads');
  const lookups = notices.data.map(({ leadgen_id: id, created_time: created }, index): Lookup => {
    const receivedAt = isoMoment(created);
    return { id, eventId: id, notice: values[index] ?? null, facts: receivedAt === undefined ? {} : { receivedAt } };
  });
  return { kind: 'lookups', lookups: [...new Map(lookups.map((lookup) => [lookup.id, lookup])).values()] };
}

/** The lead as the Graph API gives it, for a notice that named it. @param lead `null`: Facebook shows no such lead */
export function facebookLead({ id, eventId, notice, facts }: Lookup, lead: JsonValue | null): Submission {
  const fields = answers.safeParse(memberOf(lead ?? undefined, 'field_data'));
  const receivedAt = isoMoment(memberOf(lead ?? undefined, 'created_time'));
  return {
    eventId,
    document: { lead, leadgen: notice },
    answers: [
      ...(fields.data ?? []).map(({ name, values }): Answer => ({ names: [name], value: values as JsonValue[] })),
      ...IDS.map((name): Answer => ({ names: [`facebook ${name}`], value: memberOf(notice, name) ?? null })),
    ],
    facts: { ...facts, externalId: id, ...(receivedAt === undefined ? {} : { receivedAt }) },
  };
}

const IDS = ['form_id', 'ad_id'] as const;
