/** chat.*: posting, editing, deleting, private notes. */
import { z } from 'zod';
import { BOT } from '../identity.ts';
import { messageJson } from '../slack-json.ts';
import type { MessageEdit } from '../workspace.ts';
import type { ChatMessage, Conversation } from '../workspace-state.ts';
import { checkContent, checkedBlocks, checkMetadata } from './message-content.ts';
import { type ApiContext, findConversation, json, type Method, method, SlackApiError } from './method.ts';

/** chat.update takes less text than chat.postMessage (docs.slack.dev, chat.update). */
const MOST_TEXT_IN_UPDATE = 4_000;

const content = { text: z.string().optional(), blocks: json.optional() };
const place = { channel: z.string(), ts: z.string() };

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': method(
    'per-channel',
    z.object({ channel: z.string(), ...content, metadata: json.optional(), thread_ts: z.string().optional() }),
    (args, context) => {
      const conversation = open(context, args.channel);
      if (args.thread_ts && !context.workspace.message(conversation.id, args.thread_ts))
        throw new SlackApiError('thread_not_found');
      const message = context.workspace.post(conversation.id, {
        user: BOT.id,
        ...checkContent(args),
        metadata: args.metadata === undefined ? undefined : checkMetadata(args.metadata),
        threadTs: args.thread_ts,
      });
      return { channel: conversation.id, ts: message.ts, message: messageJson(message, false) };
    },
  ),

  'chat.update': method('tier3', z.object({ ...place, ...content, metadata: json.optional() }), (args, context) => {
    const { conversation } = own(context, args, 'cant_update_message');
    if (args.text !== undefined && args.text.length > MOST_TEXT_IN_UPDATE) throw new SlackApiError('msg_too_long');
    // What is left out stays: text alone does not remove the blocks (docs.slack.dev, chat.update).
    const change: MessageEdit = {
      ...(args.text === undefined ? {} : { text: args.text }),
      ...(args.blocks === undefined ? {} : { blocks: checkedBlocks(args.blocks) }),
      ...(args.metadata === undefined ? {} : { metadata: checkMetadata(args.metadata) }),
    };
    if (change.text === undefined && change.blocks === undefined) throw new SlackApiError('no_text');
    const message = context.workspace.edit(conversation.id, args.ts, change);
    if (!message) throw new SlackApiError('message_not_found');
    return { channel: conversation.id, ts: message.ts, text: message.text, message: messageJson(message, false) };
  }),

  'chat.delete': method('tier3', z.object(place), (args, context) => {
    const { conversation } = own(context, args, 'cant_delete_message');
    context.workspace.remove(conversation.id, args.ts);
    return { channel: conversation.id, ts: args.ts };
  }),

  'chat.postEphemeral': method(
    'tier4',
    z.object({ channel: z.string(), user: z.string(), ...content }),
    (args, context) => {
      const conversation = writable(findConversation(context, args.channel));
      if (!conversation.members.includes(args.user)) throw new SlackApiError('user_not_in_channel');
      const note = context.workspace.whisper({
        channel: conversation.id,
        reader: args.user,
        from: 'app',
        ...checkContent(args),
      });
      return { message_ts: note.ts };
    },
  ),

  'chat.getPermalink': method(
    'unlimited',
    z.object({ channel: z.string(), message_ts: z.string() }),
    (args, context) => {
      const conversation = findConversation(context, args.channel);
      if (!context.workspace.message(conversation.id, args.message_ts)) throw new SlackApiError('message_not_found');
      return {
        channel: conversation.id,
        permalink: `${context.baseUrl()}/?channel=${conversation.id}&message=${args.message_ts}`,
      };
    },
  ),
};

/** Where a message goes: a conversation, or a person, which means the direct conversation with them. */
function open(context: ApiContext, channel: string): Conversation {
  const person = context.workspace.user(channel);
  if (person && !person.isBot) return context.workspace.direct(person.id);
  return writable(findConversation(context, channel));
}

function writable(conversation: Conversation): Conversation {
  if (conversation.archived) throw new SlackApiError('is_archived');
  if (!conversation.members.includes(BOT.id)) throw new SlackApiError('not_in_channel');
  return conversation;
}

/** A message that the bot wrote; Slack lets an app touch no other, and no private note. */
function own(
  context: ApiContext,
  at: { channel: string; ts: string },
  refusal: 'cant_update_message' | 'cant_delete_message',
): { conversation: Conversation; message: ChatMessage } {
  const conversation = findConversation(context, at.channel);
  if (conversation.archived) throw new SlackApiError('is_archived');
  const message = context.workspace.message(conversation.id, at.ts);
  if (!message) throw new SlackApiError('message_not_found');
  if (message.user !== BOT.id) throw new SlackApiError(refusal);
  return { conversation, message };
}
