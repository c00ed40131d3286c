/**
 * What a workspace remembers, and the events that it is made of. Pure: the log stores the events, the workspace applies
 * them, and replaying them gives the same state again. Every event replaces the whole thing it names, so that a
 * replay never depends on how it came about.
 */
import type { Block } from './block-kit/blocks.ts';

export interface SlackUser {
  id: string;
  /** Handle, as typed after `@`. */
  username: string;
  realName: string;
  /** Lower-cased; `null` for the bot. */
  email: string | null;
  /** What the person does here, shown in the profile and in the page's picker. */
  title: string;
  isAdmin: boolean;
  isBot: boolean;
  /** Left the workspace; messages and clicks of theirs stay. */
  deleted: boolean;
  presence: 'active' | 'away';
  tz: string;
  /** What the person says about themselves, beside their name. `expiration` in seconds since 1970; 0: until changed. */
  status?: { text: string; emoji: string; expiration: number };
  /** When notifications are paused, in seconds since 1970. */
  paused?: { from: number; until: number };
  inHuddle?: boolean;
}

export interface Conversation {
  id: string;
  kind: 'channel' | 'im';
  /** Without `#`; for a direct conversation the other person's user id. */
  name: string;
  /** Seconds since 1970. */
  createdAt: number;
  archived: boolean;
  members: string[];
}

export interface MessageMetadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

export interface ChatMessage {
  /** Slack's message id: seconds and microseconds, unique in the workspace. */
  ts: string;
  /** Who wrote it. */
  user: string;
  text: string;
  blocks: Block[];
  metadata?: MessageMetadata | undefined;
  /** The message it answers, for replies in a thread. */
  threadTs?: string | undefined;
  /** `ts` of the last edit. */
  editedTs?: string | undefined;
}

export type WorkspaceEvent =
  | { type: 'user'; user: SlackUser }
  | { type: 'conversation'; conversation: Conversation }
  | { type: 'message'; channel: string; message: ChatMessage }
  | { type: 'deleted'; channel: string; ts: string }
  | { type: 'read'; channel: string; user: string; ts: string };

export const EVENT_TYPES: readonly string[] = [
  'user',
  'conversation',
  'message',
  'deleted',
  'read',
] satisfies WorkspaceEvent['type'][];

/** Older messages are forgotten, so that a demo stream left running over night does not fill the memory. */
const KEPT_PER_CHANNEL = 5_000;

export interface WorkspaceState {
  users: Map<string, SlackUser>;
  conversations: Map<string, Conversation>;
  /** Per conversation, by `ts`, oldest first. */
  messages: Map<string, Map<string, ChatMessage>>;
  /** Per conversation and user: the `ts` up to which they have read. */
  reads: Map<string, Map<string, string>>;
  /** The newest `ts` given out. */
  lastTs: string;
}

export function emptyState(): WorkspaceState {
  return { users: new Map(), conversations: new Map(), messages: new Map(), reads: new Map(), lastTs: '' };
}

/** Applies one event in place. */
export function applyEvent(state: WorkspaceState, event: WorkspaceEvent): void {
  switch (event.type) {
    case 'user':
      state.users.set(event.user.id, event.user);
      return;
    case 'conversation':
      state.conversations.set(event.conversation.id, event.conversation);
      return;
    case 'message':
      putMessage(state, event.channel, event.message);
      return;
    case 'deleted':
      state.messages.get(event.channel)?.delete(event.ts);
      return;
    case 'read':
      inner(state.reads, event.channel).set(event.user, event.ts);
      return;
  }
}

/** The shortest list of events that gives this state: what a compacted log holds. */
export function* eventsOf(state: WorkspaceState): Generator<WorkspaceEvent> {
  for (const user of state.users.values()) yield { type: 'user', user };
  for (const conversation of state.conversations.values()) yield { type: 'conversation', conversation };
  for (const [channel, messages] of state.messages) {
    for (const message of messages.values()) yield { type: 'message', channel, message };
  }
  for (const [channel, readers] of state.reads) {
    for (const [user, ts] of readers) yield { type: 'read', channel, user, ts };
  }
}

function putMessage(state: WorkspaceState, channel: string, message: ChatMessage): void {
  const messages = inner(state.messages, channel);
  messages.set(message.ts, message);
  if (message.ts > state.lastTs) state.lastTs = message.ts;
  if (messages.size <= KEPT_PER_CHANNEL) return;
  for (const oldest of messages.keys()) {
    messages.delete(oldest);
    return;
  }
}

function inner<V>(outer: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = outer.get(key);
  if (found) return found;
  const made = new Map<string, V>();
  outer.set(key, made);
  return made;
}
