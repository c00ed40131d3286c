/**
 * What a Web API method is here, and the ways Slack lets arguments arrive: the same value may come as JSON or as a
 * string in a form.
 */
import { z } from 'zod';
import { messagesOf } from '../block-kit/check-blocks.ts';
import type { Modals } from '../modals.ts';
import type { Tier } from '../rate-limits.ts';
import type { SocketMode } from '../socket-mode.ts';
import type { Triggers } from '../triggers.ts';
import type { Workspace } from '../workspace.ts';
import type { Conversation, SlackUser } from '../workspace-state.ts';

/** What methods work on. */
export interface ApiContext {
  workspace: Workspace;
  modals: Modals;
  triggers: Triggers;
  socketMode: SocketMode;
  /** Where the playground is reached, e.g. `http://127.0.0.1:3000`. */
  baseUrl: () => string;
}

export interface Method {
  tier: Tier;
  /** Which token it wants. */
  token: 'bot' | 'app';
  /** @throws SlackApiError what Slack would answer instead of `ok` */
  run(args: unknown, context: ApiContext): object;
}

/** A refusal, as the app reads it: `{"ok":false,"error":code}`. */
export class SlackApiError extends Error {
  readonly code: string;
  readonly messages: readonly string[];

  constructor(code: string, messages: readonly string[] = []) {
    super(code);
    this.code = code;
    this.messages = messages;
  }
}

/**
 * Makes a method from the shape of its arguments and what it does with them.
 * Unknown arguments are ignored, as Slack does; missing or malformed ones are `invalid_arguments`.
 */
export function method<S extends z.ZodType>(
  tier: Tier,
  schema: S,
  run: (args: z.infer<S>, context: ApiContext) => object,
  token: 'bot' | 'app' = 'bot',
): Method {
  return {
    tier,
    token,
    run(args, context) {
      const parsed = schema.safeParse(args, { reportInput: true });
      if (!parsed.success) throw new SlackApiError('invalid_arguments', messagesOf(parsed.error.issues));
      return run(parsed.data, context);
    },
  };
}

/** `true`, `"true"`, `"1"` and so on. */
export const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1'),
]);

/** A page size; Slack refuses more than 999 in history and 1,000 in lists. */
export const limit = z.coerce.number().int().min(1).max(1000).default(100);

/** A value, or its JSON text. Text that is no JSON stays text, for the method to refuse. */
export const json = z.unknown().transform((value) => (typeof value === 'string' ? parseJson(value) : value));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The conversation, if the bot may know of it. */
export function findConversation(context: ApiContext, id: string): Conversation {
  const conversation = context.workspace.conversation(id);
  if (!conversation) throw new SlackApiError('channel_not_found');
  return conversation;
}

/** A person or the bot. */
export function findUser(context: ApiContext, id: string): SlackUser {
  const user = context.workspace.user(id);
  if (!user) throw new SlackApiError('user_not_found');
  return user;
}

/**
 * One page of a list, with the cursor to the next one.
 * @param cursor as an earlier page gave it; absent or empty for the first
 */
export function page<T>(
  items: readonly T[],
  size: number,
  cursor: string | undefined,
): { items: T[]; nextCursor: string } {
  const start = cursor ? Number(Buffer.from(cursor, 'base64url').toString()) : 0;
  if (!Number.isInteger(start) || start < 0 || start > items.length) throw new SlackApiError('invalid_cursor');
  const end = start + size;
  return {
    items: items.slice(start, end),
    nextCursor: end < items.length ? Buffer.from(String(end)).toString('base64url') : '',
  };
}
