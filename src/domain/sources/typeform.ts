/** Typeform: one response per webhook, with the form's definition beside the answers. */
import { z } from 'zod';
import { OTHER_PEOPLE } from '../csv/known-columns.ts';
import { foldWords } from '../normalise/text.ts';
import { type Answer, type Delivery, isoMoment, oneSubmission, otherShape } from './delivery.ts';
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from './json-value.ts';

const webhook = z.object({
  event_type: z.literal('form_response'),
  form_response: z.object({
    token: z.string().min(1),
    submitted_at: z.string().optional(),
    answers: z.array(z.object({ type: z.string(), field: z.object({ id: z.string(), ref: z.string().optional() }) })),
    definition: z.object({ fields: z.array(z.object({ id: z.string(), title: z.string() })) }).optional(),
  }),
});

/** Types that say what an answer is, whatever the question. */
const TELLING: Readonly<Record<string, string>> = { email: 'email', phone_number: 'phone' };

export function readTypeform(body: JsonValue): Delivery {
  const parsed = webhook.safeParse(body);
  if (!parsed.success) return otherShape(parsed.error, 'a Typeform webhook');
  const { token, submitted_at: submittedAt, answers, definition } = parsed.data.form_response;
  const response = memberOf(body, 'form_response');
  const given = memberOf(response, 'answers');
  const titles = new Map(definition?.fields.map(({ id, title }) => [id, title]));
  const receivedAt = isoMoment(submittedAt);
  return oneSubmission({
    eventId: token,
    document: body,
    answers: [
      ...answers.map(({ type, field }, index): Answer => {
        const names = [titles.get(field.id), field.ref].filter((name) => name !== undefined);
        // “Your manager’s e-mail” is an address, and not the lead's.
        const told = names.some((name) => OTHER_PEOPLE.test(foldWords(name))) ? undefined : TELLING[type];
        const answer = Array.isArray(given) ? given[index] : undefined;
        return {
          names: [...(names.length > 0 ? names : [field.id]), ...(told === undefined ? [] : [told])],
          value: isJsonObject(answer) ? givenIn(answer, type) : null,
        };
      }),
      // Hidden fields come with the address of the form: who sent the person, or what is known of them.
      ...entriesOf(memberOf(response, 'hidden')).map(([name, value]): Answer => ({ names: [name], value })),
    ],
    facts: { externalId: token, ...(receivedAt === undefined ? {} : { receivedAt }) },
  });
}

/** An answer's value stands under its own type; choices have labels. */
function givenIn(answer: JsonObject, type: string): JsonValue {
  const value = memberOf(answer, type) ?? null;
  if (type === 'choice') return [memberOf(value, 'label') ?? null, memberOf(value, 'other') ?? null];
  if (type !== 'choices') return value;
  return [memberOf(value, 'labels') ?? null, memberOf(value, 'other') ?? null];
}

function entriesOf(value: JsonValue | undefined): [string, JsonValue][] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
