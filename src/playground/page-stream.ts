/**
 * Tells every open page what changes, by server-sent events. A page hears only what the person it acts as may see.
 */
import type { FastifyReply } from 'fastify';
import { BOT } from './identity.ts';
import type { LeadSender } from './lead-sender.ts';
import type { Modals } from './modals.ts';
import type { PageConversation, PageEvents, PageMessage, PageModal, PageNote, PagePerson } from './page-model.ts';
import type { TimeControl } from './time-control.ts';
import type { Workspace, WorkspaceChange } from './workspace.ts';
import type { ChatMessage, SlackUser } from './workspace-state.ts';

export interface PageSources {
  workspace: Workspace;
  modals: Modals;
  leads: LeadSender;
  time: TimeControl;
  commands: readonly string[];
  forms: readonly string[];
}

/** Parts that are sent whole when anything in them changes. */
type Part = 'clock' | 'people' | 'sidebar' | 'modal' | 'notes' | 'stream';

/** A page that does not read is cut off; it reconnects and starts afresh. */
const MOST_UNSENT_BYTES = 4_000_000;

export class PageStreams {
  readonly #sources: PageSources;
  readonly #open = new Set<PageStream>();
  readonly #stops: (() => void)[];

  constructor(sources: PageSources) {
    this.#sources = sources;
    const each = (tell: (stream: PageStream) => void) => {
      for (const stream of this.#open) tell(stream);
    };
    this.#stops = [
      sources.workspace.onChange((change) => each((stream) => stream.hear(change))),
      sources.modals.onChange((user) => each((stream) => stream.touchIf(user, 'modal'))),
      sources.leads.onChange(() => each((stream) => stream.touch('stream'))),
      sources.time.onChange(() => each((stream) => stream.touch('clock'))),
    ];
  }

  /** Takes a reply over and keeps it open for a page that acts as this person. */
  attach(reply: FastifyReply, user: string): void {
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'keep-alive',
    });
    const stream = new PageStream(this.#sources, user, reply);
    this.#open.add(stream);
    reply.raw.on('close', () => this.#open.delete(stream));
  }

  close(): void {
    for (const stop of this.#stops) stop();
    for (const stream of this.#open) stream.end();
  }
}

class PageStream {
  readonly #sources: PageSources;
  readonly #user: string;
  readonly #reply: FastifyReply;
  readonly #dirty = new Set<Part>();

  constructor(sources: PageSources, user: string, reply: FastifyReply) {
    this.#sources = sources;
    this.#user = user;
    this.#reply = reply;
    for (const part of ['clock', 'people', 'sidebar', 'modal', 'notes', 'stream'] as const) this.touch(part);
  }

  hear(change: WorkspaceChange): void {
    if (change.type === 'note' || change.type === 'note_gone') this.touchIf(change.note.reader, 'notes');
    else if (change.type === 'user') this.touch('people');
    else this.touch('sidebar');
    if (change.type === 'message' && this.#sees(change.channel)) {
      this.#send('message', { channel: change.channel, message: pageMessage(change.message) });
    }
    if (change.type === 'deleted' && this.#sees(change.channel)) {
      this.#send('deleted', { channel: change.channel, ts: change.ts });
    }
  }

  touchIf(user: string, part: Part): void {
    if (user === this.#user) this.touch(part);
  }

  /** Sends a part when the present burst of changes is over, once however often it changed. */
  touch(part: Part): void {
    if (this.#dirty.size === 0) setImmediate(() => this.#flush());
    this.#dirty.add(part);
  }

  end(): void {
    this.#reply.raw.end();
  }

  #flush(): void {
    for (const part of this.#dirty) this.#sendPart(part);
    this.#dirty.clear();
  }

  #sendPart(part: Part): void {
    const { workspace, modals, leads, commands, forms, time } = this.#sources;
    const me = this.#user;
    const senders: Record<Part, () => void> = {
      clock: () => this.#send('clock', time.read()),
      people: () =>
        this.#send('people', {
          me,
          people: workspace.users().map(person),
          commands: [...commands],
          forms: [...forms],
        }),
      sidebar: () => this.#send('sidebar', conversationsOf(workspace, me)),
      modal: () => this.#send('modal', topModal(modals, me)),
      notes: () => this.#send('notes', workspace.notesFor(me).map(pageNote)),
      stream: () => this.#send('stream', leads.status),
    };
    senders[part]();
  }

  #sees(channel: string): boolean {
    return this.#sources.workspace.conversation(channel)?.members.includes(this.#user) === true;
  }

  #send<K extends keyof PageEvents>(event: K, data: PageEvents[K]): void {
    const { raw } = this.#reply;
    if (raw.destroyed || raw.writableEnded) return;
    raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (raw.writableLength > MOST_UNSENT_BYTES) raw.destroy();
  }
}

/** Without metadata, which no person sees. */
export function pageMessage({ ts, user, text, blocks, threadTs, editedTs }: ChatMessage): PageMessage {
  return { ts, user, text, blocks, threadTs, editedTs };
}

function pageNote({ ts, channel, from, text, blocks }: PageNote): PageNote {
  return { ts, channel, from, text, blocks };
}

function person(user: SlackUser): PagePerson {
  const { id, realName: name, username, title, presence, isBot } = user;
  return { id, name, username, title, presence, isBot, canAct: !isBot && !user.deleted };
}

function conversationsOf(workspace: Workspace, user: string): PageConversation[] {
  return workspace
    .conversations()
    .filter((conversation) => conversation.members.includes(user))
    .map((conversation) => ({
      id: conversation.id,
      kind: conversation.kind,
      name: conversation.kind === 'im' ? BOT.realName : conversation.name,
      archived: conversation.archived,
      unread: workspace.unread(conversation.id, user),
    }));
}

function topModal(modals: Modals, user: string): PageModal | null {
  const top = modals.stack(user).at(-1);
  if (!top) return null;
  const { id, hash, content, errors } = top;
  return { id, hash, content, errors, isPushed: top.previousId !== null };
}
