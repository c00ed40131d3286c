/** Private answers as Slack messages: a few plain lines, or a card. */
import type { types } from '@slack/bolt';
import type { CardNote } from '../../domain/card.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import { shownLine, utcMinute } from '../card-words.ts';
import { clamp } from '../text.ts';
import { fallbackText, MOMENT_FORMAT, type SlackBlock, type SlackMessage, unixSeconds } from './block-text.ts';
import { BLOCKS_MAX, jsonSize, renderCard } from './render-card.ts';

const LINE_MAX = 300;

/** @returns `null` when there is nothing to say */
export function renderReply(reply: Reply): SlackMessage | null {
  switch (reply.kind) {
    case 'nothing':
      return null;
    case 'note':
      return renderNote(reply.lines);
    case 'card':
      return renderCard(reply.card);
  }
}

/** Lines one under the other; the last ones give way when there are more than Slack takes. */
export function renderNote(lines: readonly CardNote[]): SlackMessage {
  const text = fallbackText(lines.map(lineText));
  for (let count = lines.length; ; count = Math.floor(count / 2)) {
    const shown = count < lines.length ? [...lines.slice(0, count), { text: '…' }] : lines;
    const blocks = noteBlocks(shown);
    if (jsonSize(blocks) <= BLOCKS_MAX || count === 0) return { text, blocks };
  }
}

function noteBlocks(lines: readonly CardNote[]): SlackBlock[] {
  const elements = lines.flatMap((line, index) => [
    ...(index > 0 ? [{ type: 'text' as const, text: '\n' }] : []),
    ...lineElements(line),
  ]);
  return [{ type: 'rich_text', block_id: 'note', elements: [{ type: 'rich_text_section', elements }] }];
}

function lineElements(line: CardNote): types.RichTextElement[] {
  if ('text' in line) return [{ type: 'text', text: clamp(shownLine(line.text), LINE_MAX) }];
  return [
    { type: 'text', text: `${clamp(shownLine(line.label), LINE_MAX)} ` },
    { type: 'date', timestamp: unixSeconds(line.at), format: MOMENT_FORMAT, fallback: utcMinute(line.at) },
  ];
}

function lineText(line: CardNote): string {
  return 'text' in line ? line.text : `${line.label} ${utcMinute(line.at)}`;
}
