/**
 * From the neutral card to Block Kit. A card's strings go into `plain_text` and `rich_text` only, where Slack parses
 * nothing: no mention, link, format or emoji code can be made from them, and what is copied from a card has no hidden
 * characters. The one piece of mrkdwn we send is a date token made from a number.
 */
import { createHash } from 'node:crypto';
import type { types } from '@slack/bolt';
import { CARD_ACTIONS, type Card, type CardField } from '../../domain/card.ts';
import { isLink, shownLine, TONE_WORDS } from '../card-words.ts';
import { clamp, paragraph } from '../text.ts';
import { fallbackText, plainLine, renderNotes, type SlackBlock, type SlackMessage } from './block-text.ts';
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
  /** Our own cards have six at most. */
  actions: number;
  /** Words on buttons and in menus. */
  action: number;
  options: number;
  /** Of a table. */
  rows: number;
}

const WHOLE: Size = {
  title: 150,
  fields: 40,
  label: 60,
  value: 500,
  quote: 2800,
  notes: 20,
  note: 300,
  actions: CARD_ACTIONS.length,
  action: 75,
  options: 100,
  rows: 99,
};

/** From the size that reads best down to one that fits even a card whose every text is endless and Chinese. */
const SIZES: readonly Size[] = [
  WHOLE,
  {
    ...WHOLE,
    rows: 40,
    title: 150,
    fields: 40,
    label: 40,
    value: 200,
    quote: 1000,
    notes: 20,
    note: 150,
    action: 75,
    options: 100,
  },
  {
    ...WHOLE,
    rows: 15,
    title: 150,
    fields: 30,
    label: 30,
    value: 60,
    quote: 300,
    notes: 10,
    note: 100,
    action: 40,
    options: 50,
  },
  {
    ...WHOLE,
    rows: 8,
    title: 100,
    fields: 10,
    label: 20,
    value: 30,
    quote: 100,
    notes: 6,
    note: 40,
    action: 30,
    options: 10,
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
  action: 20,
  options: 1,
  actions: 6,
  rows: 3,
};

/**
 * Slack refuses blocks above an undocumented total, met at about 13,200 characters of JSON (bolt-js issues 2509 and 2867).
 * We stay below 12,000, and count every character beyond ASCII as its six-character escape.
 */
export const BLOCKS_MAX = 11_900;

/**
 * Draws a card. Never throws: whatever is too long is shortened, and all of Slack's limits are held.
 * @param options.charts whether charts are drawn: not every workspace takes them, and a refused one costs the whole message
 */
export function renderCard(card: Card, { charts = false } = {}): SlackMessage {
  const text = fallbackText([card.summary, ...card.fields.map(fieldText)]);
  for (const size of SIZES) {
    const blocks = cardBlocks(card, size, charts);
    if (jsonSize(blocks) <= BLOCKS_MAX) return { text, blocks };
  }
  return { text, blocks: cardBlocks(card, SMALLEST, charts) };
}

/** Length of the blocks as JSON in ASCII. */
export function jsonSize(blocks: readonly SlackBlock[]): number {
  return JSON.stringify(blocks).replace(/[^\x20-\x7e]/g, '\\uffff').length;
}

function cardBlocks(card: Card, size: Size, charts: boolean): SlackBlock[] {
  const body = [...fieldsSection(card.fields, size), ...quotation(card.quote, size)];
  return [
    {
      type: 'header',
      block_id: 'title',
      text: plainLine(`${TONE_WORDS[card.tone]} – ${shownLine(card.title)}`, size.title),
    },
    ...(body.length > 0 ? [{ type: 'rich_text' as const, block_id: 'body', elements: body }] : []),
    ...(charts ? renderCharts(card.charts ?? []) : []),
    ...renderTable(card.table, size.rows),
    ...renderNotes(card.footer.slice(0, size.notes), size.note),
    ...renderActions(card.actions.slice(0, size.actions), size, editionOf(card)),
  ];
}

function editionOf(card: Card): string {
  return createHash('sha256').update(JSON.stringify(card)).digest('hex').slice(0, 8);
}

/** A line a field, label in bold: on a phone half as tall as Block Kit's two-column fields. */
function fieldsSection(fields: readonly CardField[], size: Size): types.RichTextSection[] {
  const lines = fields.slice(0, size.fields).flatMap((field, index) => fieldLine(field, size, index));
  return lines.length > 0 ? [{ type: 'rich_text_section', elements: lines }] : [];
}

function fieldLine(field: CardField, size: Size, index: number): types.RichTextElement[] {
  const value = clamp(shownLine(field.value), size.value);
  const lineBreak: types.RichTextElement[] = index > 0 ? [{ type: 'text', text: '\n' }] : [];
  return [
    ...lineBreak,
    { type: 'text', text: `${clamp(shownLine(field.label), size.label)}:`, style: { bold: true } },
    { type: 'text', text: ' ' },
    isLink(field.link) ? { type: 'link', url: field.link, text: value } : { type: 'text', text: value },
  ];
}

function quotation(quote: string | undefined, size: Size): types.RichTextQuote[] {
  const words = paragraph(quote ?? '');
  return words ? [{ type: 'rich_text_quote', elements: [{ type: 'text', text: clamp(words, size.quote) }] }] : [];
}

function fieldText(field: CardField): string {
  return `${field.label}: ${field.value}`;
}
