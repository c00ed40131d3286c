/**
 * Text in Adaptive Cards. What comes from a lead goes into text runs, which have no markup by the format's own rules; this
 * file also sees to the two places where clients do not keep them.
 */
import type { CardNote } from '../../domain/card.ts';
import { shownLine, utcMinute } from '../card-words.ts';
import { clamp, oneLine } from '../text.ts';
import type { RichTextBlock, TextLook, TextRun } from './adaptive-card.ts';

/** How much of a text is shown. */
export interface TextRoom {
  /** UTF-16 units. */
  length: number;
  /** Runs that a text may be cut into. */
  pieces: number;
}

/**
 * Where a text is cut into runs. Every client reads each run alone, so that a construct with a cut in it is none. All clients
 * turn `{{DATE(…)}}` and `{{TIME(…)}}` into a moment, in runs too; Teams on iOS reads Markdown in them besides, whatever the
 * format says (`buildIntermediateResultForText` in microsoft/Teams-AdaptiveCards-Mobile).
 */
const CUTS = new RegExp(
  [
    /(?<=\{)(?=\{)/,
    // [words](address)
    /(?<=\])(?=\()/,
    // *words* and _words_; an underscore inside a word, as in many an address, begins and ends nothing.
    /(?<=\*)/,
    /(?<=_)(?<![A-Za-z0-9]_(?=[A-Za-z0-9]))/,
    // Lists, at the start of a line or of a run: "- item" and "1. item", as in "1. FC Sample".
    /(?=\s)(?<=(?:^|[\n\])*_{])-)/,
    /(?=\.\s)(?<=(?:^|[\n\])*_{])\d+)/,
  ]
    .map((cut) => cut.source)
    .join('|'),
);

/** A text shown as it is, whatever is in it. Without a single hidden character, so that it can be copied. */
export function inertRuns(text: string, room: TextRoom, look: TextLook = {}): TextRun[] {
  const pieces = clamp(text, room.length).split(CUTS);
  const shown = pieces.slice(0, room.pieces);
  if (shown.length < pieces.length) shown.push(`${shown.pop() ?? ''}…`);
  return shown.map((piece) => ({ type: 'TextRun', text: piece, ...look }));
}

/** Words of ours, or a moment. */
export function ownRun(text: string, look: TextLook = {}): TextRun {
  return { type: 'TextRun', text, ...look };
}

/** A note with its moment in the reader's own time zone and language. */
export function noteRuns(note: CardNote, room: TextRoom, look: TextLook = {}): TextRun[] {
  if ('text' in note) return inertRuns(shownLine(note.text), room, look);
  return [...inertRuns(shownLine(note.label), room, look), ownRun(` ${dateToken(note.at)}`, look)];
}

/** @param spacing to what is above */
export function richText(inlines: TextRun[], spacing: NonNullable<RichTextBlock['spacing']>): RichTextBlock {
  return { type: 'RichTextBlock', spacing, inlines };
}

/** "Mon, Mar 2, 2026 2:05 PM" on the reader's clock. The format knows no fractions of a second. */
function dateToken(at: Date): string {
  const moment = `${at.toISOString().slice(0, 19)}Z`;
  return `{{DATE(${moment},SHORT)}} {{TIME(${moment})}}`;
}

/** Notes as running text, each one a sentence. */
export function noteText(notes: readonly CardNote[]): string {
  return notes
    .map((note) => ('text' in note ? note.text : `${note.label} ${utcMinute(note.at)}`))
    .map(oneLine)
    .filter(Boolean)
    .map((line) => (/\p{P}$/u.test(line) ? line : `${line}.`))
    .join(' ');
}

/**
 * One line for places that have no runs and whose markup differs by client: notifications, toasts, speech. Angle brackets
 * become look-alikes, and a space goes where a link or a moment would begin.
 * @param max UTF-16 units
 */
export function plainText(text: string, max: number): string {
  const harmless = shownLine(text)
    .replace(/</g, '‹')
    .replace(/>/g, '›')
    .replace(/(?<=\{)(?=\{)|(?<=\])(?=\()/g, ' ');
  return clamp(harmless, max);
}
