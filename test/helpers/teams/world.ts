/** The tenant: who is in it, its teams and channels, where the bot is installed, and every message. No HTTP here. */
import type { Clock } from '../../../src/ports/clock.ts';
import { chatIdOf, personIdOf, splitThread, threadIdOf, uuidOf } from './ids.ts';
import type { BotActivity } from './message-rules.ts';

export interface WorldOptions {
  tenant: string;
  appId: string;
  users: readonly { name: string; email: string; upn?: string; guest?: boolean }[];
  /** Every team has General besides. Everybody is a member unless `members` (e-mail addresses) says otherwise. */
  teams: readonly { name: string; channels: readonly string[]; members?: readonly string[] }[];
  clock: Clock;
}

export interface User {
  id: string;
  aadObjectId: string;
  name: string;
  email: string;
  upn: string;
  guest: boolean;
}

export interface Team {
  /** Also the id of its General channel. */
  id: string;
  name: string;
  aadGroupId: string;
  /** General first. */
  channels: { id: string; name: string }[];
  members: User[];
  installed: boolean;
}

/** One person and the bot. */
export interface Chat {
  id: string;
  user: User;
  /** `blocked`: the person uninstalled the bot, or never let it in. */
  bot: 'unknown' | 'open' | 'blocked';
}

export type Place =
  | { kind: 'channel'; id: string; name: string; team: Team }
  | { kind: 'chat'; id: string; chat: Chat };

export interface StoredMessage {
  id: string;
  /** The message whose thread it is in; `null` for roots and in chats, which have no threads. */
  root: string | null;
  /** A person's words are here only so that the bot can answer in their thread. */
  by: 'bot' | User;
  activity: BotActivity;
  /** The only person who sees it. */
  targetedTo?: string;
  sentAt: Date;
}

export type World = ReturnType<typeof createWorld>;

const GENERAL = 'General';

export function createWorld({ tenant, appId, clock, ...options }: WorldOptions) {
  const users = options.users.map(({ name, email, upn, guest = false }): User => {
    const ids = { id: personIdOf(email, appId), aadObjectId: uuidOf(`user ${email} ${tenant}`) };
    return { ...ids, name, email, upn: upn ?? email, guest };
  });
  const user = (email: string) =>
    found(
      users.find((candidate) => candidate.email === email),
      `no user ${email}`,
    );
  const teams = options.teams.map(({ name, channels, members }): Team => {
    const id = threadIdOf(`${tenant} ${name}`);
    const others = channels.map((channel) => ({ id: threadIdOf(`${tenant} ${name}/${channel}`), name: channel }));
    return {
      id,
      name,
      aadGroupId: uuidOf(`team ${name} ${tenant}`),
      channels: [{ id, name: GENERAL }, ...others],
      members: members?.map(user) ?? users,
      installed: false,
    };
  });
  const team = (name: string) =>
    found(
      teams.find((candidate) => candidate.name === name),
      `no team ${name}`,
    );
  const chats = new Map(users.map((person) => [person.email, makeChat(person, appId)]));
  const messages = new Map<string, StoredMessage[]>();
  let lastMessage = 0;

  return {
    tenant,
    appId,
    clock,
    bot: { id: `28:${appId}`, name: 'Dibs' },
    users,
    teams,
    messages,
    user,
    team,

    /** @param id the bot's id for the person, or the person's in Entra */
    userById: (id: string) => users.find((candidate) => candidate.id === id || candidate.aadObjectId === id),

    chatOf: (email: string): Chat => found(chats.get(email), `no user ${email}`),

    /** @param path `Sales/Leads Iberia` */
    channelId(path: string): string {
      const slash = path.indexOf('/');
      const { channels } = team(path.slice(0, slash));
      return found(
        channels.find(({ name }) => name === path.slice(slash + 1)),
        `no channel ${path}`,
      ).id;
    },

    /** @param conversation an id, of a thread too */
    place(conversation: string): Place | null {
      const { base } = splitThread(conversation);
      for (const owner of teams) {
        const channel = owner.channels.find(({ id }) => id === base);
        if (channel) return { kind: 'channel', id: base, name: channel.name, team: owner };
      }
      const chat = [...chats.values()].find(({ id }) => id === base);
      return chat ? { kind: 'chat', id: base, chat } : null;
    },

    /** A message id: 13 digits, the time in ms, and never the same twice. */
    nextMessageId(): string {
      lastMessage = Math.max(lastMessage + 1, clock.now().getTime());
      return String(lastMessage);
    },

    store(place: Place, message: StoredMessage): void {
      const here = messages.get(place.id);
      if (here) here.push(message);
      else messages.set(place.id, [message]);
    },

    find: (place: Place, id: string) => messages.get(place.id)?.find((message) => message.id === id),

    remove(place: Place, id: string): void {
      messages.set(place.id, messages.get(place.id)?.filter((message) => message.id !== id) ?? []);
    },
  };
}

export function membersOf(place: Place): User[] {
  return place.kind === 'channel' ? place.team.members : [place.chat.user];
}

function makeChat(user: User, appId: string): Chat {
  return { id: chatIdOf(user.email, appId), user, bot: 'unknown' };
}

function found<T>(value: T | undefined, otherwise: string): T {
  if (value === undefined) throw new Error(`the fake Teams has ${otherwise}`);
  return value;
}
