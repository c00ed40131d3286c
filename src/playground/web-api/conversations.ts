/** conversations.*: which there are, who is in them, what was said. */
import { z } from 'zod';
import { BOT } from '../identity.ts';
import { conversationJson, messageJson } from '../slack-json.ts';
import type { ChatMessage, Conversation } from '../workspace-state.ts';
import {
  type ApiContext,
  findConversation,
  flag,
  json,
  limit,
  type Method,
  method,
  page,
  SlackApiError,
} from './method.ts';

const cursor = z.string().optional();
const range = {
  oldest: z.string().default('0'),
  latest: z.string().default(''),
  inclusive: flag.default(false),
  include_all_metadata: flag.default(false),
  limit: limit.pipe(z.number().max(999)),
  cursor,
};

const TYPE_OF_KIND = { channel: 'public_channel', im: 'im' } as const;

export const conversationMethods: Record<string, Method> = {
  'conversations.list': method(
    'tier2',
    z.object({ types: z.string().default('public_channel'), exclude_archived: flag.default(false), limit, cursor }),
    (args, { workspace }) => {
      const types = args.types.split(',').map((type) => type.trim());
      const wanted = workspace
        .conversations()
        .filter((one) => types.includes(TYPE_OF_KIND[one.kind]) && !(args.exclude_archived && one.archived));
      const { items, nextCursor } = page(wanted, args.limit, args.cursor);
      return { channels: items.map(conversationJson), response_metadata: { next_cursor: nextCursor } };
    },
  ),

  'conversations.info': method('tier3', z.object({ channel: z.string() }), (args, context) => ({
    channel: conversationJson(findConversation(context, args.channel)),
  })),

  'conversations.members': method('tier4', z.object({ channel: z.string(), limit, cursor }), (args, context) => {
    const { items, nextCursor } = page(findConversation(context, args.channel).members, args.limit, args.cursor);
    return { members: items, response_metadata: { next_cursor: nextCursor } };
  }),

  'conversations.history': method('tier3', z.object({ channel: z.string(), ...range }), (args, context) => {
    const conversation = readable(context, args.channel);
    const roots = context.workspace
      .history(conversation.id)
      .filter((message) => !message.threadTs || message.threadTs === message.ts);
    return messagePage(within(roots, args).reverse(), args);
  }),

  'conversations.replies': method(
    'tier3',
    z.object({ channel: z.string(), ts: z.string(), ...range }),
    (args, context) => {
      const conversation = readable(context, args.channel);
      const root = context.workspace.message(conversation.id, args.ts);
      if (!root) throw new SlackApiError('thread_not_found');
      const replies = context.workspace.history(conversation.id).filter((message) => message.threadTs === args.ts);
      return messagePage([root, ...within(replies, args)], args);
    },
  ),

  'conversations.open': method(
    'tier3',
    z.object({ channel: z.string().optional(), users: json.optional(), return_im: flag.default(false) }),
    (args, context) => {
      const conversation = args.channel ? findConversation(context, args.channel) : direct(context, args.users);
      return { channel: args.return_im ? conversationJson(conversation) : { id: conversation.id } };
    },
  ),

  'conversations.join': method('tier3', z.object({ channel: z.string() }), (args, context) => {
    const conversation = findConversation(context, args.channel);
    if (conversation.kind === 'im') throw new SlackApiError('method_not_supported_for_channel_type');
    if (conversation.archived) throw new SlackApiError('is_archived');
    context.workspace.join(conversation.id, BOT.id);
    return { channel: conversationJson(findConversation(context, args.channel)) };
  }),
};

function readable(context: ApiContext, id: string): Conversation {
  const conversation = findConversation(context, id);
  if (!conversation.members.includes(BOT.id)) throw new SlackApiError('not_in_channel');
  return conversation;
}

/** The direct conversation with one person; with several at once is not played. */
function direct(context: ApiContext, users: unknown): Conversation {
  const ids = Array.isArray(users) ? users.map(String) : String(users ?? '').split(',');
  const [id] = ids;
  if (!id || ids.length > 1)
    throw new SlackApiError('invalid_arguments', ['[ERROR] exactly one user [json-pointer:/users]']);
  const user = context.workspace.user(id);
  if (!user) throw new SlackApiError('user_not_found');
  if (user.isBot) throw new SlackApiError('cannot_dm_bot');
  if (user.deleted) throw new SlackApiError('user_disabled');
  return context.workspace.direct(id);
}

function within(
  messages: readonly ChatMessage[],
  args: { oldest: string; latest: string; inclusive: boolean },
): ChatMessage[] {
  const oldest = Number(args.oldest);
  const latest = args.latest === '' ? Number.POSITIVE_INFINITY : Number(args.latest);
  if (Number.isNaN(oldest)) throw new SlackApiError('invalid_ts_oldest');
  if (Number.isNaN(latest)) throw new SlackApiError('invalid_ts_latest');
  return messages.filter((message) => {
    const ts = Number(message.ts);
    return args.inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
  });
}

function messagePage(
  messages: readonly ChatMessage[],
  args: { limit: number; cursor?: string | undefined; include_all_metadata: boolean },
): object {
  const { items, nextCursor } = page(messages, args.limit, args.cursor);
  return {
    messages: items.map((message) => messageJson(message, args.include_all_metadata)),
    has_more: nextCursor !== '',
    response_metadata: { next_cursor: nextCursor },
  };
}
