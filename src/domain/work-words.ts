/** What owners type about their leads after "contacted", "won", "lost", "snooze", "handover" and "release". */
import { parseAmount } from './amount.ts';
import type { CardOption } from './card.ts';
import type { TouchKind } from './lead-event.ts';

/** The whole id or its beginning, with or without the word "lead" before it. All ids begin with a 0 until the year 2527; amounts do not. */
const ID = /^(?:lead\s+)?((?=0|[\da-f]*[a-f-])[\da-f]{8}[\da-f-]{0,28})(?=\s|$)\s*/i;

/** @returns `leadId: null` where the text begins with none: the lead is the only one they have */
export function readLeadId(text: string): { leadId: string | null; rest: string } {
  const match = ID.exec(text);
  return match
    ? { leadId: (match[1] ?? '').toLowerCase(), rest: text.slice(match[0].length) }
    : { leadId: null, rest: text };
}

const TOUCH_WORDS: Readonly<Record<string, TouchKind>> = {
  call: 'call',
  called: 'call',
  phone: 'call',
  phoned: 'call',
  email: 'email',
  'e-mail': 'email',
  mail: 'email',
  mailed: 'email',
  emailed: 'email',
  meeting: 'meeting',
  met: 'meeting',
  other: 'other',
};

/** `call left a message`: how, and what is to be remembered of it. */
export function readTouch(text: string): { how: TouchKind; note: string } {
  const [, word = '', rest = ''] = WORD.exec(text) ?? [];
  const key = word.toLowerCase().replace(/[:,.–-]+$/, '');
  const how = Object.hasOwn(TOUCH_WORDS, key) ? TOUCH_WORDS[key] : undefined;
  return how ? { how, note: rest } : { how: 'other', note: text };
}

const WORD = /^(\S+)\s*([\s\S]*)$/;

/** A reason by its value or label (`price`, `too expensive`), with what follows its value as the note; any other words are a note alone. */
export function readReason(text: string, options: readonly CardOption[]): { reason: string; note: string } {
  const said = text.trim().toLowerCase();
  const whole = options.find(({ value, label }) => value === said || label.toLowerCase() === said);
  if (whole) return { reason: whole.value, note: '' };
  const [, word = '', rest = ''] = WORD.exec(text.trim()) ?? [];
  const first = options.find(({ value }) => value === word.toLowerCase().replace(/[:,.]+$/, ''));
  return first ? { reason: first.value, note: rest } : { reason: 'other', note: text.trim() };
}

/** Words that an amount has at most: `EUR 1 200 000`. */
const AMOUNT_WORDS = 5;

/**
 * `12.5k€ signed today`: as many of the first words as make an amount, and the note.
 * @returns `amount: ''` where it begins with none; else an amount as it was typed, good or not
 */
export function readWon(text: string, currency: string | undefined): { amount: string; note: string } {
  const words = text.trim().split(/\s+/);
  for (let count = Math.min(AMOUNT_WORDS, words.length); count > 0; count -= 1) {
    const amount = words.slice(0, count).join(' ');
    if (parseAmount(amount, currency).ok) return { amount, note: words.slice(count).join(' ') };
  }
  const [first = '', second = ''] = words;
  // What looks like an amount is not kept as a note: it must be put right.
  if (/^[€$£¥+−-]?[\d.,]/.test(first)) return { amount: first, note: words.slice(1).join(' ') };
  if (/^\p{L}{3}$/u.test(first) && /^\d/.test(second)) {
    return { amount: `${first} ${second}`, note: words.slice(2).join(' ') };
  }
  return { amount: '', note: text.trim() };
}
