/**
 * The workspace: people, conversations, messages and private notes, with the changes anybody can make to them. It knows
 * nothing of HTTP or of the app; who may do what is decided by the callers (the Web API, the page).
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import type { Block } from './block-kit/blocks.ts';
import { withIds } from './block-kit/find-elements.ts';
import { BOT, slackId } from './identity.ts';
import type { WorkspaceLog } from './workspace-log.ts';
import {
  applyEvent,
  type ChatMessage,
  type Conversation,
  type SlackUser,
  type WorkspaceEvent,
} from './workspace-state.ts';

/** A message that only one person sees. Kept in memory only, as Slack's own are gone on reload. */
export interface EphemeralNote {
  ts: string;
  channel: string;
  reader: string;
  /** The app, or the workspace itself (what Slackbot says of commands). */
  from: 'app' | 'workspace';
  text: string;
  blocks: Block[];
}

/** What listeners hear: every stored event, and the coming and going of private notes. */
export type WorkspaceChange =
  | WorkspaceEvent
  | { type: 'note'; note: EphemeralNote }
  | { type: 'note_gone'; note: EphemeralNote };

export type MessageDraft = Omit<ChatMessage, 'ts' | 'editedTs'>;
export type MessageEdit = Partial<Pick<ChatMessage, 'text' | 'blocks' | 'metadata'>>;

const MOST_UNREAD = 100;

export class Workspace {
  readonly #clock: Clock;
  readonly #log: WorkspaceLog;
  readonly #notes = new Map<string, EphemeralNote>();
  readonly #listeners = new Set<(change: WorkspaceChange) => void>();

  constructor(clock: Clock, log: WorkspaceLog) {
    this.#clock = clock;
    this.#log = log;
    if (!this.user(BOT.id)) this.putUser(BOT);
  }

  /** Calls back after each change. @returns stops it */
  onChange(listener: (change: WorkspaceChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Everybody, the bot and those who left included. */
  users(): SlackUser[] {
    return [...this.#log.state.users.values()];
  }

  user(id: string): SlackUser | null {
    return this.#log.state.users.get(id) ?? null;
  }

  putUser(user: SlackUser): void {
    this.#commit({ type: 'user', user });
  }

  setPresence(id: string, presence: SlackUser['presence']): void {
    const user = this.user(id);
    if (user) this.putUser({ ...user, presence });
  }

  conversations(): Conversation[] {
    return [...this.#log.state.conversations.values()];
  }

  conversation(id: string): Conversation | null {
    return this.#log.state.conversations.get(id) ?? null;
  }

  /** The channel of this name, made with these members when there is none. @param name without `#` */
  channel(name: string, members: readonly string[]): Conversation {
    return this.#ensure({ id: slackId('C', name), kind: 'channel', name, members: [...members] });
  }

  /** The direct conversation between a person and the bot. */
  direct(userId: string): Conversation {
    return this.#ensure({ id: slackId('D', userId), kind: 'im', name: userId, members: [BOT.id, userId] });
  }

  join(channel: string, user: string): void {
    this.#change(channel, (now) => ({ ...now, members: [...now.members.filter((id) => id !== user), user] }));
  }

  leave(channel: string, user: string): void {
    this.#change(channel, (now) => ({ ...now, members: now.members.filter((id) => id !== user) }));
  }

  archive(channel: string, archived = true): void {
    this.#change(channel, (now) => ({ ...now, archived }));
  }

  /** All messages of a conversation, oldest first. */
  history(channel: string): ChatMessage[] {
    return [...(this.#log.state.messages.get(channel)?.values() ?? [])];
  }

  message(channel: string, ts: string): ChatMessage | null {
    return this.#log.state.messages.get(channel)?.get(ts) ?? null;
  }

  post(channel: string, draft: MessageDraft): ChatMessage {
    const message = { ...draft, ts: this.newTs(), blocks: withIds(draft.blocks, randomId) };
    this.#commit({ type: 'message', channel, message });
    return message;
  }

  /** Replaces parts of a message. @returns `null` when it is not there */
  edit(channel: string, ts: string, change: MessageEdit): ChatMessage | null {
    const before = this.message(channel, ts);
    if (!before) return null;
    const blocks = withIds(change.blocks ?? before.blocks, randomId);
    const message = { ...before, ...change, blocks, editedTs: this.newTs() };
    this.#commit({ type: 'message', channel, message });
    return message;
  }

  remove(channel: string, ts: string): void {
    this.#commit({ type: 'deleted', channel, ts });
  }

  /** Shows a note to one person. */
  whisper(draft: Omit<EphemeralNote, 'ts'>): EphemeralNote {
    const note = { ...draft, ts: this.newTs(), blocks: withIds(draft.blocks, randomId) };
    return this.#putNote(note);
  }

  /** Replaces a note that is still shown. @returns `null` when it is not */
  rewriteNote(ts: string, change: Pick<EphemeralNote, 'text' | 'blocks'>): EphemeralNote | null {
    const before = this.#notes.get(ts);
    return before ? this.#putNote({ ...before, text: change.text, blocks: withIds(change.blocks, randomId) }) : null;
  }

  dismissNote(ts: string): void {
    const note = this.#notes.get(ts);
    if (!note) return;
    this.#notes.delete(ts);
    this.#tell({ type: 'note_gone', note });
  }

  note(ts: string): EphemeralNote | null {
    return this.#notes.get(ts) ?? null;
  }

  /** The notes that one person sees now, oldest first, in all conversations. */
  notesFor(reader: string): EphemeralNote[] {
    return [...this.#notes.values()].filter((note) => note.reader === reader);
  }

  /** A member has seen everything up to this message. Only forwards, and only to messages that are there. */
  markRead(channel: string, user: string, ts: string): void {
    const isMember = this.conversation(channel)?.members.includes(user) === true;
    if (isMember && this.message(channel, ts) && ts > this.#readUntil(channel, user))
      this.#commit({ type: 'read', channel, user, ts });
  }

  /** How many messages of others the person has not seen, counted up to 100. */
  unread(channel: string, user: string): number {
    const readUntil = this.#readUntil(channel, user);
    let count = 0;
    for (const message of this.history(channel).reverse()) {
      if (message.ts <= readUntil || count === MOST_UNREAD) break;
      if (message.user !== user) count += 1;
    }
    return count;
  }

  /** A new `ts`: the time in microseconds, or one more than the last where several fall into one moment. */
  newTs(): string {
    const state = this.#log.state;
    const last = Number(state.lastTs.replace('.', ''));
    const micros = Math.max(this.#clock.now().getTime() * 1000, last + 1);
    const digits = String(micros).padStart(16, '0');
    state.lastTs = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
    return state.lastTs;
  }

  #readUntil(channel: string, user: string): string {
    return this.#log.state.reads.get(channel)?.get(user) ?? '';
  }

  #ensure(wanted: Pick<Conversation, 'id' | 'kind' | 'name' | 'members'>): Conversation {
    const found = this.conversation(wanted.id);
    if (found) return found;
    const createdAt = Math.floor(this.#clock.now().getTime() / 1000);
    const conversation = { ...wanted, createdAt, archived: false };
    this.#commit({ type: 'conversation', conversation });
    return conversation;
  }

  #change(channel: string, change: (now: Conversation) => Conversation): void {
    const now = this.conversation(channel);
    if (now) this.#commit({ type: 'conversation', conversation: change(now) });
  }

  #putNote(note: EphemeralNote): EphemeralNote {
    this.#notes.set(note.ts, note);
    this.#tell({ type: 'note', note });
    return note;
  }

  #commit(event: WorkspaceEvent): void {
    this.#log.append(event);
    applyEvent(this.#log.state, event);
    this.#tell(event);
  }

  #tell(change: WorkspaceChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

function randomId(): string {
  return randomBytes(4).toString('base64url');
}
