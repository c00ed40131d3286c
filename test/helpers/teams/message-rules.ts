/** What Teams takes of a message. */
import { z } from 'zod';
import { cardProblems } from './check-card.ts';
import { badSyntax, refusal } from './refusal.ts';

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

/** The documents say 100 KB, older ones and old clients about 28 KB: the smaller one holds here. Counted as UTF-16. */
export const MAX_MESSAGE_BYTES = 28 * 1024;

const botActivity = z.looseObject({
  type: z.string(),
  text: z.string().nullish(),
  summary: z.string().nullish(),
  recipient: z.looseObject({ id: z.string() }).nullish(),
  attachments: z.array(z.looseObject({ contentType: z.string(), content: z.unknown().optional() })).nullish(),
});

/** A message as the bot sent it, with everything that it held. */
export type BotActivity = z.infer<typeof botActivity>;

export interface TooBig {
  conversation: string;
  /** As Teams counts: two for each UTF-16 unit. */
  bytes: number;
}

/** The Adaptive Cards of a message. */
export function cardsOf({ attachments }: BotActivity): unknown[] {
  return (attachments ?? []).filter(({ contentType }) => contentType === ADAPTIVE_CARD).map(({ content }) => content);
}

/**
 * Reads what the bot sends. Throws a `Refusal` for what Teams would not show.
 * @param body as it travelled, for its size
 * @param tooBig gets what was refused for its size
 */
export function readActivity(value: unknown, body: string, conversation: string, tooBig: TooBig[]): BotActivity {
  const bytes = 2 * body.length;
  if (bytes > MAX_MESSAGE_BYTES) {
    tooBig.push({ conversation, bytes });
    throw refusal(413, 'MessageSizeTooBig', 'Message size too large.');
  }
  const read = botActivity.safeParse(value);
  if (!read.success) throw badSyntax('Activity could not be read.');
  const problems = cardsOf(read.data).flatMap(cardProblems);
  if (problems.length > 0) throw badSyntax(`Invalid Adaptive Card: ${problems.join(' ')}`);
  if (read.data.type === 'message' && partsOf(read.data) === 0) throw badSyntax('Activity has nothing to show.');
  return read.data;
}

/**
 * How many messages Teams makes of it: the text is one and each card is one. The answer to a post has an id for a single one
 * only, and an edit that makes more is refused.
 */
export function partsOf({ text, attachments }: BotActivity): number {
  return (text ? 1 : 0) + (attachments?.length ?? 0);
}
