/** Activities as Teams sends them. What is left out here, Teams leaves out too. */
import { randomUUID } from 'node:crypto';
import { threadOf } from './ids.ts';
import type { TypedText } from './typed-text.ts';
import type { Place, Team, User, World } from './world.ts';

/** JSON, as it is posted. */
export type Activity = Record<string, unknown>;

export interface Scene {
  world: World;
  serviceUrl: string;
}

/** What all activities have that a person causes. @param root the thread's first message, in channels */
function activity({ world, serviceUrl }: Scene, from: User, place: Place, root: string | null): Activity {
  const timestamp = world.clock.now().toISOString();
  return {
    timestamp,
    localTimestamp: timestamp.replace('Z', '+00:00'),
    localTimezone: 'Europe/Madrid',
    locale: 'en-US',
    channelId: 'msteams',
    serviceUrl,
    from: { id: from.id, name: from.name, aadObjectId: from.aadObjectId },
    recipient: world.bot,
    conversation: conversationOf(world, place, root),
    entities: [{ type: 'clientInfo', locale: 'en-US', country: 'ES', platform: 'Windows', timezone: 'Europe/Madrid' }],
    channelData: channelDataOf(world, place),
  };
}

function conversationOf({ tenant }: World, place: Place, root: string | null): object {
  if (place.kind === 'chat') return { conversationType: 'personal', tenantId: tenant, id: place.id };
  const id = root === null ? place.id : threadOf(place.id, root);
  return { isGroup: true, conversationType: 'channel', tenantId: tenant, id };
}

/** The team's and the channel's names come with installations only. */
function channelDataOf({ tenant }: World, place: Place): object {
  if (place.kind === 'chat') return { tenant: { id: tenant } };
  const { id } = place.team;
  const old = { teamsChannelId: place.id, teamsTeamId: id };
  return { ...old, channel: { id: place.id }, team: { id }, tenant: { id: tenant } };
}

export interface Typed {
  from: User;
  place: Place;
  root: string | null;
  id: string;
  typed: TypedText;
  /** By a slash command: seen by the bot and nobody else. */
  targeted: boolean;
}

export function typedMessage(scene: Scene, { from, place, root, id, typed, targeted }: Typed): Activity {
  const base = activity(scene, from, place, root);
  const mentions = typed.mentioned.map(({ id, name }) => ({
    type: 'mention',
    mentioned: { id, name },
    text: `<at>${name}</at>`,
  }));
  return {
    ...base,
    type: 'message',
    id,
    textFormat: 'plain',
    text: typed.text,
    attachments: [{ contentType: 'text/html', content: typed.html }],
    entities: [...mentions, ...(Array.isArray(base.entities) ? base.entities : [])],
    ...(targeted ? { recipient: { ...scene.world.bot, isTargeted: true } } : {}),
  };
}

export interface Clicked {
  from: User;
  place: Place;
  root: string | null;
  /** The message with the card. */
  message: string;
}

/** A click on an Action.Execute. @param action with the data as the client put it together */
export function cardInvoke(scene: Scene, { from, place, root, message }: Clicked, action: Activity): Activity {
  return {
    ...clickedOn(activity(scene, from, place, root), message),
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: `f:${randomUUID()}`,
    value: { action, trigger: 'manual' },
  };
}

/** A click on an Action.Submit: a message without a text. */
export function cardSubmit(scene: Scene, { from, place, root, message }: Clicked, data: Activity): Activity {
  return {
    ...clickedOn(activity(scene, from, place, root), message),
    type: 'message',
    id: `f:${randomUUID()}`,
    value: data,
  };
}

function clickedOn(base: Activity, message: string): Activity {
  const data = typeof base.channelData === 'object' ? base.channelData : {};
  const channelData = { ...data, source: { name: 'message' }, legacy: { replyToId: `1:${message}` } };
  return { ...base, channelData, replyToId: message };
}

/** What Teams sends when the bot comes to a team or a person, or goes. Whoever did it has no name here. */
export function installation(scene: Scene, by: User, place: Place, action: 'add' | 'remove'): Activity[] {
  const { world } = scene;
  const base = { ...activity(scene, by, place, null), from: { id: by.id, aadObjectId: by.aadObjectId } };
  const channelData = place.kind === 'channel' ? teamDataOf(world, place.team) : { tenant: { id: world.tenant } };
  const update = { ...base, type: 'installationUpdate', id: `f:${randomUUID()}`, channelData, action };
  // The bot is not told of its own departure from a chat a second time.
  if (place.kind === 'chat' && action === 'remove') return [update];
  const people = place.kind === 'chat' ? [{ id: by.id, aadObjectId: by.aadObjectId }] : [];
  const members = { [action === 'add' ? 'membersAdded' : 'membersRemoved']: [{ id: world.bot.id }, ...people] };
  const eventType = action === 'add' ? 'teamMemberAdded' : 'teamMemberRemoved';
  const eventData = place.kind === 'channel' ? { ...channelData, eventType } : channelData;
  return [update, { ...base, ...members, type: 'conversationUpdate', id: `f:${randomUUID()}`, channelData: eventData }];
}

function teamDataOf({ tenant }: World, { id, name, aadGroupId }: Team): object {
  const team = { aadGroupId, name, id };
  return { settings: { selectedChannel: { id } }, channel: { id }, team, tenant: { id: tenant } };
}
