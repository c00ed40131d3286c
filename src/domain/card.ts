/**
 * The neutral card: what chat shows of a lead, before any platform's markup.
 * Every string here is plain text from us or from a lead; renderers escape it. Nothing that is not in the card can
 * reach a platform, so a blind card is safe by what `lead-card.ts` puts in it.
 */

export interface Card {
  /** One line for notifications and screen readers. Shown wherever a card's content is not. */
  summary: string;
  title: string;
  /** How it should look: waiting for someone, offered to its reader, in hand, finished, or needing an admin. */
  tone: 'open' | 'offered' | 'taken' | 'closed' | 'attention';
  /** Label and value pairs in reading order, most telling first. */
  fields: CardField[];
  /** The lead's own words, shown as a quotation. */
  quote?: string;
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

/** Small print: text, or a moment that each reader sees in their own time zone. */
export type CardNote = { text: string } | { label: string; at: Date };

/** What a rep can do on a card. `value` is opaque: a delivery id, never anything of the lead. */
export type CardAction =
  | { kind: 'button'; id: CardActionId; label: string; style?: 'primary' | 'danger'; value: string }
  | { kind: 'select'; id: CardActionId; placeholder: string; options: CardOption[]; selected?: string; value: string };

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
  'release',
  'send-to-pool',
  'disqualify',
] as const;
export type CardActionId = (typeof CARD_ACTIONS)[number];
