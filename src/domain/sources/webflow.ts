/** Webflow: one form submission per webhook, its answers by the names of the form's fields. */
import { z } from 'zod';
import { type Delivery, isoMoment, oneSubmission, otherShape } from './delivery.ts';
import { isJsonObject, type JsonValue, memberOf } from './json-value.ts';

const webhook = z.object({
  triggerType: z.literal('form_submission'),
  payload: z.object({
    id: z.string().min(1).optional(),
    submittedAt: z.string().optional(),
    data: z.record(z.string(), z.unknown()),
  }),
});

const anyEvent = z.object({ triggerType: z.string() });

export function readWebflow(body: JsonValue): Delivery {
  const { data: other } = anyEvent.safeParse(body);
  if (other && other.triggerType !== 'form_submission') {
    return { kind: 'ignored', why: 'Only form_submission makes a lead.' };
  }
  const parsed = webhook.safeParse(body);
  if (!parsed.success) return otherShape(parsed.error, 'a Webflow webhook');
  const { id, submittedAt } = parsed.data.payload;
  const payload = memberOf(body, 'payload');
  const data = memberOf(payload, 'data');
  const receivedAt = isoMoment(submittedAt);
  return oneSubmission({
    eventId: id ?? null,
    document: body,
    answers: [
      ...(isJsonObject(data) ? Object.entries(data).map(([name, value]) => ({ names: [name], value })) : []),
      { names: ['webflow form'], value: memberOf(payload, 'name') ?? null },
    ],
    facts: { ...(id === undefined ? {} : { externalId: id }), ...(receivedAt === undefined ? {} : { receivedAt }) },
  });
}
