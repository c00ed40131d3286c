/**
 * The neutral card: what chat shows of a lead, before any platform's markup.
 * Every string here is plain text from us or from a lead; renderers escape it. Nothing that is not in the card can
 * reach a platform, so a blind card is safe by what `lead-card.ts` puts in it.
 */

export interface Card {
  /** One line for notifications and screen readers. Shown wherever a card's content is not. */
  summary: string;
  title: string;
  /** How it should look: waiting for someone, offered to its reader, in hand, finished, needing an admin, or figures to read. */
  tone: 'open' | 'offered' | 'taken' | 'closed' | 'attention' | 'report';
  /** Label and value pairs in reading order, most telling first. */
  fields: CardField[];
  /** The lead's own words, shown as a quotation. */
  quote?: string;
  /** Pictures of figures, 2 at most. Chats that draw none leave them out, so what they show is said elsewhere on the card too. */
  charts?: CardChart[];
  table?: CardTable;
  /** Small print under the card. */
  footer: CardNote[];
  actions: CardAction[];
}

export interface CardField {
  label: string;
  value: string;
  /** Makes the value tappable: a `mailto:`, `tel:` or `https:` address made from a checked value, never a lead's own text. */
  link?: string;
}

/** In words of ours. */
export interface CardChart {
  title: string;
  kind: 'bar' | 'line';
  /** What the numbers are, for screen readers and legends: `Leads`. */
  unit: string;
  /** At most 20, in order. */
  points: { label: string; value: number }[];
}

/** Rows have a cell for each column; the first says what the row is about. */
export interface CardTable {
  columns: { label: string; align: 'left' | 'right' }[];
  rows: string[][];
}

/** Small print: text, or a moment that each reader sees in their own time zone. */
export type CardNote = { text: string } | { label: string; at: Date };

/** What a rep can do on a card. `value` is opaque: a delivery id (of an experiment's card its run's), never anything of the lead. */
export type CardAction = CardButton | CardMenu;

export interface CardButton extends ActionFrame {
  kind: 'button';
  label: string;
  style?: 'primary' | 'danger';
  /** Seldom needed: goes behind the three dots. */
  tucked?: true;
}

export interface CardMenu extends ActionFrame {
  kind: 'select';
  placeholder: string;
  options: CardOption[];
  selected?: string;
}

interface ActionFrame {
  id: CardActionId;
  value: string;
  /** What is filled in first. Platforms with dialogs ask for it at the click; others unfold it in the card, a menu's in its place. */
  form?: CardForm;
}

export interface CardForm {
  /** The words on the button that sends it. */
  submit: string;
  fields: readonly FormField[];
  /** Comes back with what was filled in, and nobody sees it. Words and numbers of ours. */
  hidden?: Readonly<Record<string, string>>;
}

/** `name`: unique in the form. */
export type FormField = { name: string; label: string; required: boolean } & (
  | { kind: 'choice'; options: readonly CardOption[]; selected?: string }
  /** `max`: characters; `value`: what stands there at first, no longer than that. */
  | { kind: 'line' | 'text'; max: number; value?: string }
  /** A date with a time of day. */
  | { kind: 'moment' }
);

export interface CardOption {
  value: string;
  label: string;
}

/** Every action a card can carry. Handlers exist for exactly these. */
export const CARD_ACTIONS = [
  'claim',
  'accept',
  'decline',
  'why',
  'contacted',
  'stage',
  'snooze',
  'hand-over',
  'release',
  'approve',
  'send-to-pool',
  'edit',
  'disqualify',
  'bring-back',
  'end-experiment',
] as const;
export type CardActionId = (typeof CARD_ACTIONS)[number];
