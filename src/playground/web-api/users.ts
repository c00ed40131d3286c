/** users.* and dnd.*: who there is, and who is away. */
import { z } from 'zod';
import { BOT } from '../identity.ts';
import { dndJson, profileJson, userJson } from '../slack-json.ts';
import { findUser, limit, type Method, method, page, SlackApiError } from './method.ts';

const one = z.object({ user: z.string() });

export const userMethods: Record<string, Method> = {
  'users.list': method('tier2', z.object({ limit, cursor: z.string().optional() }), (args, { workspace }) => {
    const { items, nextCursor } = page(workspace.users(), args.limit, args.cursor);
    return { members: items.map(userJson), response_metadata: { next_cursor: nextCursor } };
  }),

  'users.info': method('tier4', one, (args, context) => ({ user: userJson(findUser(context, args.user)) })),

  'users.lookupByEmail': method('tier3', z.object({ email: z.string() }), (args, { workspace }) => {
    const email = args.email.toLowerCase();
    const user = workspace.users().find((candidate) => candidate.email === email && !candidate.deleted);
    if (!user) throw new SlackApiError('users_not_found');
    return { user: userJson(user) };
  }),

  // Of others, Slack tells no more than this: not why, not since when.
  'users.getPresence': method('tier3', one, (args, context) => ({ presence: findUser(context, args.user).presence })),

  'dnd.info': method('tier3', z.object({ user: z.string().default(BOT.id) }), (args, context) =>
    dndJson(findUser(context, args.user)),
  ),

  'users.setPresence': method('tier2', z.object({ presence: z.string() }), (args, { workspace }) => {
    if (args.presence !== 'auto' && args.presence !== 'away') throw new SlackApiError('invalid_presence');
    workspace.setPresence(BOT.id, args.presence === 'away' ? 'away' : 'active');
    return {};
  }),

  'users.profile.get': method('tier4', z.object({ user: z.string().default(BOT.id) }), (args, context) => ({
    profile: profileJson(findUser(context, args.user)),
  })),
};
