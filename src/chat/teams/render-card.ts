/**
 * From the neutral card to an Adaptive Card. The one Markdown text block holds words of ours; a card's own strings go into
 * text runs, where no mention, link, format or moment can be made from them.
 */
import { CARD_ACTIONS, type Card, type CardField, type CardNote } from '../../domain/card.ts';
import { isLink, shownLine, TONE_WORDS } from '../card-words.ts';
import { paragraph } from '../text.ts';
import type { AdaptiveCard, CardElement, Container, RichTextBlock, TeamsMessage, TextRun } from './adaptive-card.ts';
import { inertRuns, noteRuns, ownRun, plainText, richText, type TextRoom } from './card-text.ts';
import { renderActions } from './render-actions.ts';
import { renderCharts, renderTable } from './render-figures.ts';

/** How many of a card's parts are shown, and how much of each, in characters. */
interface Size {
  title: number;
  fields: number;
  label: number;
  value: number;
  quote: number;
  notes: number;
  note: number;
  /** Our own cards have four at most. */
  buttons: number;
  /** Words on buttons and in menus. */
  action: number;
  options: number;
  /** Of a table. */
  rows: number;
  charts: number;
  /** Runs that one text may be cut into. */
  pieces: number;
}

const WHOLE: Size = {
  title: 150,
  fields: 40,
  label: 60,
  value: 500,
  quote: 2800,
  notes: 20,
  note: 300,
  buttons: CARD_ACTIONS.length,
  action: 75,
  options: 100,
  rows: 40,
  charts: 2,
  pieces: 100,
};

/** From the size that reads best down to one that fits even a card whose every text is endless and full of markup. */
const SIZES: readonly Size[] = [
  WHOLE,
  { ...WHOLE, quote: 1500, pieces: 60 },
  { ...WHOLE, label: 40, value: 200, quote: 800, note: 150, pieces: 40 },
  {
    ...WHOLE,
    fields: 30,
    label: 30,
    value: 60,
    quote: 300,
    notes: 10,
    note: 100,
    action: 40,
    options: 50,
    rows: 15,
    pieces: 10,
  },
  {
    ...WHOLE,
    title: 100,
    fields: 10,
    label: 20,
    value: 30,
    quote: 100,
    notes: 6,
    note: 40,
    action: 30,
    options: 10,
    rows: 8,
    charts: 1,
    pieces: 4,
  },
];
const SMALLEST: Size = {
  title: 75,
  fields: 3,
  label: 20,
  value: 20,
  quote: 60,
  notes: 4,
  note: 30,
  buttons: 6,
  action: 20,
  options: 1,
  rows: 3,
  charts: 0,
  pieces: 1,
};

/**
 * What a message may take up, in bytes. Teams counts everything as UTF-16, two bytes a character; 28 KB is the limit of
 * older clients (100 KB that of new ones). The rest is for what an activity carries besides: ids and addresses.
 */
export const MESSAGE_MAX_BYTES = 24_000;

const SUMMARY_MAX = 200;

/** The colour that says it at a glance; `TONE_WORDS` say it to everybody. */
const TONE_STYLES: Record<Card['tone'], Container['style']> = {
  open: 'good',
  offered: 'accent',
  taken: 'emphasis',
  closed: 'default',
  attention: 'warning',
  report: 'accent',
};

/** Draws a card. Never throws: whatever is too long is shortened, so that any client takes it. */
export function renderCard(card: Card): TeamsMessage {
  for (const size of SIZES) {
    const message = teamsMessage(card.summary, cardBody(card, size));
    if (messageBytes(message) <= MESSAGE_MAX_BYTES) return message;
  }
  return teamsMessage(card.summary, cardBody(card, SMALLEST));
}

/** @param summary in words of ours or a lead's, of any length */
export function teamsMessage(summary: string, body: CardElement[]): TeamsMessage {
  const line = plainText(summary, SUMMARY_MAX);
  // Speech may be SSML, where a bare ampersand is an error, or plain text, where an escaped one would be spelled out.
  const speak = plainText(summary.replace(/&/g, ' and '), SUMMARY_MAX);
  const card: AdaptiveCard = { type: 'AdaptiveCard', version: '1.5', fallbackText: line, speak, body };
  return { summary: line, card };
}

/** How much Teams counts for a message, in bytes. */
export function messageBytes({ summary, card }: TeamsMessage): number {
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }];
  return 2 * JSON.stringify({ type: 'message', summary, attachments }).length;
}

function cardBody(card: Card, size: Size): CardElement[] {
  return [
    heading(card, size),
    ...card.fields.slice(0, size.fields).map((field, index) => fieldLine(field, size, index)),
    ...quotation(card.quote, size),
    ...renderCharts((card.charts ?? []).slice(0, size.charts)),
    ...renderTable(card.table, size.rows),
    ...smallPrint(card.footer.slice(urgentNotes(card), size.notes), size),
    ...renderActions(card.actions, size),
  ];
}

/** An offer's first note says until when it stands: too important for small print. */
function urgentNotes({ tone }: Card): number {
  return tone === 'offered' ? 1 : 0;
}

/** The colour and the lines that say all there is to know at a glance. */
function heading(card: Card, size: Size): Container {
  const title = inertRuns(shownLine(card.title), room(size, size.title), { size: 'large', weight: 'bolder' });
  const urgent = card.footer.slice(0, urgentNotes(card)).map((note) => noteRuns(note, room(size, size.note)));
  return {
    type: 'Container',
    style: TONE_STYLES[card.tone],
    bleed: true,
    items: [
      {
        type: 'TextBlock',
        text: TONE_WORDS[card.tone],
        style: 'heading',
        size: 'default',
        weight: 'bolder',
        wrap: true,
      },
      richText(title, 'none'),
      ...urgent.map((runs) => richText(runs, 'small')),
    ],
  };
}

/** A line a field, label in bold. A block each: not every client breaks a line within one. */
function fieldLine(field: CardField, size: Size, index: number): RichTextBlock {
  const label = inertRuns(shownLine(field.label), room(size, size.label), { weight: 'bolder' });
  const value = inertRuns(shownLine(field.value), room(size, size.value));
  const shown = isLink(field.link) ? value.map(tappable(field.link)) : value;
  return richText([...label, ownRun(': ', { weight: 'bolder' }), ...shown], index === 0 ? 'medium' : 'small');
}

function tappable(url: string): (run: TextRun) => TextRun {
  return (run) => ({ ...run, selectAction: { type: 'Action.OpenUrl', url } });
}

function quotation(quote: string | undefined, size: Size): Container[] {
  const words = paragraph(quote ?? '');
  if (!words) return [];
  const inlines = inertRuns(words, room(size, size.quote));
  return [{ type: 'Container', style: 'emphasis', spacing: 'medium', items: [richText(inlines, 'none')] }];
}

/** One paragraph, each note told from the one before by a dot. */
function smallPrint(notes: readonly CardNote[], size: Size): RichTextBlock[] {
  const look = { size: 'small', isSubtle: true } as const;
  const inlines = notes.flatMap((note, index) => [
    ...(index > 0 ? [ownRun(' · ', look)] : []),
    ...noteRuns(note, room(size, size.note), look),
  ]);
  return inlines.length > 0 ? [richText(inlines, 'medium')] : [];
}

function room({ pieces }: Size, length: number): TextRoom {
  return { length, pieces };
}
