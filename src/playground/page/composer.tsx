/** Where a person writes: messages, and commands with a list of what there is. */
import { useEffect, useId, useRef, useState } from 'react';
import type { PageConversation, PagePerson } from '../page-model.ts';
import { react } from './api.ts';
import { Warning } from './warning.tsx';

interface ComposerProps {
  me: PagePerson;
  conversation: PageConversation;
  commands: readonly string[];
}

interface Hint {
  command: string;
  says: string;
}

export function Composer({ me, conversation, commands }: ComposerProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const hints = hintsFor(text, commands);
  useFit(field, text);

  const send = async () => {
    if (text.trim() === '') return;
    setText('');
    const reaction = await react('type', { user: me.id, channel: conversation.id, text });
    setProblem(reaction.ok ? null : reaction.message);
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Hints
        id={listId}
        hints={hints}
        choose={(command) => {
          setText(`${command} `);
          field.current?.focus();
        }}
      />
      <Warning text={problem} />
      <div className="composer-row">
        <textarea
          ref={field}
          rows={1}
          value={text}
          maxLength={12_000}
          aria-label={`Write as ${me.name}`}
          aria-controls={hints.length > 0 ? listId : undefined}
          placeholder={
            conversation.archived ? 'This channel is archived' : `Write, or type ${commands[0] ?? '/away'} help`
          }
          disabled={conversation.archived}
          data-testid="composer"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void send();
          }}
        />
        <button type="submit" className="button primary" disabled={text.trim() === ''}>
          Send
        </button>
      </div>
    </form>
  );
}

function Hints({ id, hints, choose }: { id: string; hints: readonly Hint[]; choose(command: string): void }) {
  if (hints.length === 0) return null;
  return (
    <ul className="hints" id={id} aria-label="Commands">
      {hints.map(({ command, says }) => (
        <li key={command}>
          <button type="button" onClick={() => choose(command)}>
            <strong>{command}</strong> <span>{says}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Commands that begin with what is typed so far. */
function hintsFor(text: string, commands: readonly string[]): Hint[] {
  if (!/^\/\S*$/.test(text)) return [];
  const all = [...commands.map((command) => ({ command, says: 'goes to Dibs; “help” lists what it can do' })), AWAY];
  return all.filter(({ command }) => command.startsWith(text) && command !== text);
}

const AWAY: Hint = { command: '/away', says: 'built in: sets you away or active; no app hears of it' };

/** As high as what is written, up to the limit in the style sheet. */
function useFit(field: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  useEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = 'auto';
    if (text !== '') box.style.height = `${box.scrollHeight + 2}px`;
  }, [field, text]);
}
