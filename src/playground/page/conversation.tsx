/** One conversation: its messages and private notes in the order of time, and the place to write. */
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { PageConversation, PageMessage, PageNote, PagePerson } from '../page-model.ts';
import { post } from './api.ts';
import { Composer } from './composer.tsx';
import { EmptyConversation } from './empty-conversation.tsx';
import { MessageEntry } from './message-entry.tsx';
import { NoteEntry } from './note-entry.tsx';
import { type Messages, useMessages } from './use-messages.ts';
import type { Subscribe } from './use-workspace.ts';

export interface ConversationProps {
  me: PagePerson;
  conversation: PageConversation;
  people: readonly PagePerson[];
  commands: readonly string[];
  notes: readonly PageNote[];
  subscribe: Subscribe;
  sendLead(): void;
}

/** Whoever is this close to the end, in pixels, wants to see what comes next. */
const NEAR_END = 120;

export function Conversation({ me, conversation, people, commands, notes, subscribe, sendLead }: ConversationProps) {
  const messages = useMessages(me.id, conversation.id, subscribe);
  const last = messages.list.at(-1)?.ts ?? '';
  useRead(me.id, conversation, last);
  const { ref, atEnd, toEnd, onScroll } = useEnd(`${last}/${notes.at(-1)?.ts ?? ''}`, messages.loaded);

  return (
    <section className="conversation" aria-label={title(conversation)}>
      <header className="conversation-title">
        <h2>{title(conversation)}</h2>
        <p>{subtitle(conversation)}</p>
      </header>
      <div className="messages" role="log" aria-label="Messages" ref={ref} onScroll={onScroll} data-testid="messages">
        {messages.hasMore && (
          <button type="button" className="button older" onClick={messages.loadOlder}>
            Show older messages
          </button>
        )}
        <Entries me={me} channel={conversation.id} people={people} messages={messages} notes={notes} />
        {messages.loaded && messages.list.length === 0 && (
          <EmptyConversation conversation={conversation} me={me} sendLead={sendLead} />
        )}
      </div>
      {!atEnd && (
        <button type="button" className="button to-end" onClick={toEnd}>
          ↓ Newest
        </button>
      )}
      <Composer me={me} conversation={conversation} commands={commands} />
    </section>
  );
}

interface EntriesProps {
  me: PagePerson;
  channel: string;
  people: readonly PagePerson[];
  messages: Messages;
  notes: readonly PageNote[];
}

function Entries({ me, channel, people, messages, notes }: EntriesProps) {
  const byId = useMemo(() => new Map(people.map((person) => [person.id, person])), [people]);
  const entries = useMemo(() => inOrder(messages.list, notes), [messages.list, notes]);
  return (
    <ol>
      {entries.map(({ message, note, day }) => (
        <Fragment key={message?.ts ?? note?.ts}>
          {day && (
            <li className="day">
              <span>{day}</span>
            </li>
          )}
          {message && <MessageEntry me={me.id} channel={channel} message={message} author={byId.get(message.user)} />}
          {note && <NoteEntry me={me.id} note={note} />}
        </Fragment>
      ))}
    </ol>
  );
}

interface Entry {
  message?: PageMessage;
  note?: PageNote;
  /** Set on the first entry of a day. */
  day: string | null;
}

/** Replies stand below the message they answer; everything else in the order of time. */
function inOrder(messages: readonly PageMessage[], notes: readonly PageNote[]): Entry[] {
  const entries = [
    ...messages.map((message) => ({ key: `${message.threadTs ?? message.ts}/${message.ts}`, message })),
    ...notes.map((note) => ({ key: `${note.ts}/${note.ts}`, note })),
  ].sort((a, b) => (a.key < b.key ? -1 : 1));
  let before = '';
  return entries.map(({ key, ...entry }) => {
    const day = dayOf(key);
    const isFirst = day !== before;
    before = day;
    return { ...entry, day: isFirst ? day : null };
  });
}

function dayOf(ts: string): string {
  return new Date(Number.parseFloat(ts) * 1000).toLocaleDateString(undefined, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
}

/** Tells the server how far the person has read, while they look at it. */
function useRead(user: string, conversation: PageConversation, last: string): void {
  const { id: channel, unread } = conversation;
  useEffect(() => {
    const tell = () => {
      if (last && unread > 0 && document.visibilityState === 'visible')
        void post('read', { user, channel, ts: last }).catch(() => {});
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [user, channel, last, unread]);
}

/** Keeps the newest entry in view for whoever is there, and leaves alone whoever reads further up. */
function useEnd(newest: string, loaded: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  useLayoutEffect(() => {
    if (newest !== '' && loaded && atEnd) scrollToEnd(ref.current);
  }, [newest, loaded, atEnd]);
  const onScroll = () => {
    const box = ref.current;
    if (box) setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END);
  };
  return { ref, atEnd, toEnd: () => scrollToEnd(ref.current), onScroll };
}

function scrollToEnd(box: HTMLElement | null): void {
  if (box) box.scrollTop = box.scrollHeight;
}

function title(conversation: PageConversation): string {
  return conversation.kind === 'channel' ? `#${conversation.name}` : conversation.name;
}

function subtitle(conversation: PageConversation): string {
  if (conversation.archived) return 'This channel is archived.';
  return conversation.kind === 'im' ? 'Only you and Dibs see this.' : 'Everybody in the workspace sees this.';
}
