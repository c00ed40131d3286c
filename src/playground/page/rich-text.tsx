/** Draws rich text, and text objects turned into it, with names instead of ids. */
import { createContext, memo, useContext } from 'react';
import { type Block as LibraryBlock, Message } from 'slack-blocks-to-jsx';
import type { TextObject } from '../block-kit/composition.ts';
import type { RichTextElement } from '../block-kit/rich-text.ts';
import { readEmojiCodes, readMrkdwn } from './mrkdwn.ts';
import { formatSlackDate } from './slack-date.ts';
import { AheadContext } from './time-control.tsx';

/** Who and what can be mentioned. */
export interface Names {
  users: { id: string; name: string }[];
  channels: { id: string; name: string }[];
}

export const NamesContext = createContext<Names>({ users: [], channels: [] });

function Moment({ timestamp, format }: { timestamp: string; format: string }) {
  const now = new Date(Date.now() + useContext(AheadContext));
  const seconds = Number(timestamp);
  const at = new Date(seconds * 1000);
  return (
    <time dateTime={at.toISOString()} title={at.toLocaleString()}>
      {formatSlackDate(seconds, format, now)}
    </time>
  );
}

const HOOKS = {
  date: (token: { timestamp: string; format: string }) => <Moment {...token} />,
  // An unknown code stays as it was written, as in Slack.
  emoji: (data: { name: string }, draw: (data: { name: string }) => string) => {
    const drawn = draw(data);
    return <>{drawn === data.name ? `:${data.name}:` : drawn}</>;
  },
};

/** Any block that the renderer knows. Its types are its own, of the same JSON. */
export function LibraryBlocks({ blocks }: { blocks: readonly unknown[] }) {
  const names = useContext(NamesContext);
  return (
    <Message
      blocks={blocks as LibraryBlock[]}
      name=""
      logo=""
      theme="light"
      withoutWrapper
      data={names}
      hooks={HOOKS as never}
    />
  );
}

export const RichText = memo(function RichText({ elements }: { elements: readonly RichTextElement[] }) {
  return <LibraryBlocks blocks={[{ type: 'rich_text', elements }]} />;
});

/** A text object as Slack shows it. */
export const Text = memo(function Text({ text }: { text: TextObject }) {
  if (text.type === 'mrkdwn') return <RichText elements={readMrkdwn(text.text)} />;
  const withEmoji = text.emoji === false ? null : readEmojiCodes(text.text);
  return withEmoji ? <RichText elements={withEmoji} /> : <span className="plain">{text.text}</span>;
});
