/** Calendly: somebody booked a meeting. A cancelled one makes no lead, and a moved one no second lead. */
import { z } from 'zod';
import { type Answer, type Delivery, isoMoment, oneSubmission, otherShape } from './delivery.ts';
import { type JsonValue, memberOf } from './json-value.ts';

const text = z.string().nullish();

const webhook = z.object({
  event: z.string(),
  created_at: text,
  payload: z.object({
    uri: z.string().min(1),
    email: z.string(),
    name: text,
    first_name: text,
    last_name: text,
    text_reminder_number: text,
    old_invitee: text,
    questions_and_answers: z.array(z.object({ question: z.string(), answer: text })).nullish(),
    tracking: z.record(z.string(), z.unknown()).nullish(),
  }),
});

/** Of a cancelled meeting, a no-show or a routing form, which have other payloads. */
const anyEvent = z.object({ event: z.string() });

const CREATED = 'invitee.created';

export function readCalendly(body: JsonValue): Delivery {
  const { data: other } = anyEvent.safeParse(body);
  if (other && other.event !== CREATED) return { kind: 'ignored', why: `Only ${CREATED} makes a lead.` };
  const parsed = webhook.safeParse(body);
  if (!parsed.success) return otherShape(parsed.error, 'a Calendly webhook');
  const { created_at: createdAt, payload } = parsed.data;
  const receivedAt = isoMoment(createdAt ?? undefined);
  return oneSubmission({
    eventId: payload.uri,
    document: body,
    answers: [
      ...answer('email', payload.email),
      ...answer('first name', payload.first_name),
      ...answer('last name', payload.last_name),
      ...answer('name', payload.name),
      ...(payload.questions_and_answers ?? []).flatMap(({ question, answer: given }) => answer(question, given)),
      ...answer('phone', payload.text_reminder_number),
      ...TRACKED.map((name): Answer => ({ names: [name], value: trackingOf(body, name) })),
      ...meeting(body),
    ],
    // A moved meeting is a new invitee that names the old one: the same lead.
    facts: { externalId: payload.old_invitee ?? payload.uri, ...(receivedAt === undefined ? {} : { receivedAt }) },
  });
}

const TRACKED = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;

function trackingOf(body: JsonValue, name: string): JsonValue {
  return memberOf(memberOf(memberOf(body, 'payload'), 'tracking'), name) ?? null;
}

function meeting(body: JsonValue): Answer[] {
  const event = memberOf(memberOf(body, 'payload'), 'scheduled_event');
  return [
    { names: ['meeting'], value: memberOf(event, 'name') ?? null },
    { names: ['meeting at'], value: memberOf(event, 'start_time') ?? null },
  ];
}

function answer(name: string, value: string | null | undefined): Answer[] {
  return value ? [{ names: [name], value }] : [];
}
