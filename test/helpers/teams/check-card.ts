/** Whether Microsoft's own renderer understands a card. What it would drop or correct is a mistake here. */
import { AdaptiveCard, type IValidationEvent, SerializationContext, ValidationEvent, Versions } from 'adaptivecards';
import { z } from 'zod';

const card = z.looseObject({
  type: z.literal('AdaptiveCard'),
  // Teams shows up to 1.5; the published renderer knows one more.
  version: z.string().regex(/^1\.[0-5]$/),
  body: z.array(z.unknown()).optional(),
  actions: z.array(z.unknown()).optional(),
});

/** @param content a card as it was sent. @returns what is wrong with it, in the renderer's words; empty when it is fine */
export function cardProblems(content: unknown): string[] {
  const read = card.safeParse(content);
  if (!read.success) return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const context = new SerializationContext(Versions.v1_5);
  const parsed = new AdaptiveCard();
  parsed.parse(read.data, context);
  const dropped = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at));
  const corrected = parsed.validateProperties().validationEvents;
  return [...dropped, ...corrected].filter((problem) => !isFineInTeams(problem)).map(({ message }) => message);
}

/** Teams draws charts, and puts buttons that are too many behind three dots; the published renderer does neither. */
function isFineInTeams({ event, message }: IValidationEvent): boolean {
  return event === ValidationEvent.TooManyActions || message.includes('"Chart.');
}
