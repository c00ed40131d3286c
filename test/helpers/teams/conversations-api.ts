/** `POST v3/conversations`: the chat with a person, or a new thread in a channel. */
import { z } from 'zod';
import { addMessage } from './activities-api.ts';
import {
  type Connector,
  type ConnectorCall,
  checkInstalled,
  countCall,
  placeOf,
  type Route,
} from './connector-call.ts';
import { threadOf } from './ids.ts';
import { readActivity } from './message-rules.ts';
import { badSyntax, type ConnectorAnswer, refusal } from './refusal.ts';
import type { World } from './world.ts';

const parameters = z.looseObject({
  isGroup: z.boolean().nullish(),
  members: z.array(z.looseObject({ id: z.string() })).nullish(),
  tenantId: z.string().nullish(),
  activity: z.unknown().optional(),
  channelData: z
    .looseObject({
      channel: z.looseObject({ id: z.string() }).nullish(),
      tenant: z.looseObject({ id: z.string() }).nullish(),
    })
    .nullish(),
});

type Parameters = z.infer<typeof parameters>;

export const conversationRoutes: Route[] = [{ method: 'POST', pattern: 'v3/conversations', handler: create }];

function create(connector: Connector, call: ConnectorCall): ConnectorAnswer {
  const read = parameters.safeParse(call.json);
  if (!read.success) throw incorrect();
  const channel = read.data.channelData?.channel?.id;
  return channel ? createThread(connector, call, channel, read.data) : openChat(connector, read.data);
}

/** Throws a `Refusal` without a first message: a channel has no empty threads. */
function createThread(
  connector: Connector,
  call: ConnectorCall,
  channel: string,
  { activity }: Parameters,
): ConnectorAnswer {
  const place = placeOf(connector, channel);
  countCall(connector, 'create', place.id);
  checkInstalled(place);
  if (!activity || place.kind !== 'channel') throw incorrect();
  const root = connector.world.nextMessageId();
  const read = readActivity(activity, call.body, channel, connector.tooBig);
  addMessage(connector, place, read, { id: root, root: null });
  return { status: 201, body: { id: threadOf(channel, root), activityId: root } };
}

/** The same chat each time. Only the bot's own id of a person counts, and only where the person can have met the bot. */
function openChat(connector: Connector, { members, isGroup, activity, ...given }: Parameters): ConnectorAnswer {
  const { world } = connector;
  if ((given.tenantId ?? given.channelData?.tenant?.id) !== world.tenant) throw badSyntax('Could not parse tenant id');
  const [member, ...more] = members ?? [];
  const user = world.users.find(({ id }) => id === member?.id);
  if (!user) throw badSyntax('Invalid user identity in provided tenant');
  if (more.length > 0 || isGroup || activity) throw incorrect();
  countCall(connector, 'create', user.id);
  const chat = world.chatOf(user.email);
  if (chat.bot === 'unknown' && !metInTeam(world, user.id)) {
    throw refusal(403, 'ForbiddenOperationException', "The bot is not installed in user's personal scope");
  }
  // Who took it away keeps their chat, where nothing can be written.
  if (chat.bot === 'unknown') chat.bot = 'open';
  return { status: 201, body: { id: chat.id } };
}

function metInTeam({ teams }: World, id: string): boolean {
  return teams.some(({ installed, members }) => installed && members.some((member) => member.id === id));
}

function incorrect() {
  return badSyntax('Incorrect conversation creation parameters');
}
