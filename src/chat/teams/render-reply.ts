/** Private answers as Teams messages: a few plain lines, or a card; and as the short text that a click can be answered with. */
import type { CardNote } from '../../domain/card.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import type { RichTextBlock, TeamsMessage } from './adaptive-card.ts';
import { noteRuns, noteText, plainText, richText, type TextRoom } from './card-text.ts';
import { MESSAGE_MAX_BYTES, messageBytes, renderCard, teamsMessage } from './render-card.ts';

const LINE: TextRoom = { length: 300, pieces: 40 };

/** Teams says it in a small box over the card, for a few seconds. */
const TOAST_MAX = 200;

/** @returns `null` when there is nothing to say */
export function renderReply(reply: Reply): TeamsMessage | null {
  switch (reply.kind) {
    case 'nothing':
      return null;
    case 'note':
      return renderNote(reply.lines);
    case 'card':
      return renderCard(reply.card);
  }
}

/** Lines one under the other; the last ones give way when there are more than a message holds. */
export function renderNote(lines: readonly CardNote[]): TeamsMessage {
  for (let count = lines.length; ; count = Math.floor(count / 2)) {
    const shown = count < lines.length ? [...lines.slice(0, count), { text: '…' }] : lines;
    const message = teamsMessage(noteText(lines), shown.map(lineBlock));
    if (messageBytes(message) <= MESSAGE_MAX_BYTES || count === 0) return message;
  }
}

function lineBlock(line: CardNote, index: number): RichTextBlock {
  return richText(noteRuns(line, LINE), index === 0 ? 'none' : 'small');
}

/** The answer in one line, for the moment after a click: where it is a card, what the card is about. */
export function replyText(reply: Reply): string {
  switch (reply.kind) {
    case 'nothing':
      return 'Done.';
    case 'note':
      return plainText(noteText(reply.lines), TOAST_MAX);
    case 'card':
      return plainText(reply.card.summary, TOAST_MAX);
  }
}
