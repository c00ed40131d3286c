/** Block Kit's small parts: lines shown as they are, small print, moments, and the text that stands beside blocks. */
import type { types } from '@slack/bolt';
import type { CardNote } from '../../domain/card.ts';
import { shownLine, utcMinute } from '../card-words.ts';
import { clamp, oneLine } from '../text.ts';

/** A message as Slack's methods and response URLs take it. */
export interface SlackMessage {
  /** For mobile notifications and screen readers, which do not see the blocks. */
  text: string;
  blocks: SlackBlock[];
}

export type SlackBlock = types.KnownBlock | ChartBlock;

/** Newer than Slack's own types. */
export interface ChartBlock {
  type: 'data_visualization';
  block_id: string;
  title: string;
  chart: {
    type: 'bar' | 'line';
    series: { name: string; data: { label: string; value: number }[] }[];
    axis_config: { categories: string[]; y_label: string };
  };
}

/** Escaping makes five characters of one at most, so that the text stays within Slack's recommended 4,000. */
const TEXT_MAX = 800;

const CONTEXT_ELEMENTS_MAX = 10;

/** The text beside blocks: plain lines, nothing in it can ping or link. */
export function fallbackText(lines: readonly string[]): string {
  const shown = lines.map(oneLine).filter(Boolean).join('\n');
  return escapeMrkdwn(clamp(shown || '–', TEXT_MAX));
}

/** Escapes the three characters that Slack's mrkdwn gives a meaning; without them no mention or link can be written. */
function escapeMrkdwn(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Small print, each note told from the one before by a dot. @param length of a note, in characters */
export function renderNotes(notes: readonly CardNote[], length: number): types.ContextBlock[] {
  const elements = notes.flatMap((note, index) => noteElements(note, notes[index - 1], notes[index + 1], length));
  const blocks: types.ContextBlock[] = [];
  for (let start = 0; start < elements.length; start += CONTEXT_ELEMENTS_MAX) {
    const part = elements.slice(start, start + CONTEXT_ELEMENTS_MAX);
    blocks.push({ type: 'context', block_id: `footer-${blocks.length}`, elements: part });
  }
  return blocks;
}

/** A text object that Slack shows as it is, in one line of at most `max` UTF-16 units. */
export function plainLine(text: string, max: number): types.PlainTextElement {
  return { type: 'plain_text', text: clamp(shownLine(text), max), emoji: false };
}

/** A moment in the reader's own time zone and manner, as the one kind of mrkdwn we write. */
function dateToken(at: Date): string {
  return `<!date^${unixSeconds(at)}^${MOMENT_FORMAT}|${utcMinute(at)}>`;
}

/** How Slack shows a moment: "Today 14:02". */
export const MOMENT_FORMAT = '{date_short_pretty} {time}';

/** What Slack counts time in. */
export function unixSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

/** The dot is at the end of a text, where a line may break after it; a moment has no room for one, so the next note begins with it. */
function noteElements(
  note: CardNote,
  before: CardNote | undefined,
  after: CardNote | undefined,
  length: number,
): types.ContextBlock['elements'] {
  const begin = before && 'at' in before ? '· ' : '';
  const dotted = length - 2;
  if ('at' in note) {
    return [plainLine(begin + shownLine(note.label), length), { type: 'mrkdwn', text: dateToken(note.at) }];
  }
  const text = clamp(begin + shownLine(note.text), dotted);
  return [plainLine(after ? `${text} ·` : text, length)];
}
