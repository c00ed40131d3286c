/** One field of a form as typed: its value for the lead, or what to tell the sender. */
import { COUNTRIES } from '../normalise/country.ts';
import { normaliseEmail } from '../normalise/email.ts';
import { MOST_CHARACTERS } from '../normalise/lead-schema.ts';
import { parseAmount, parseHeadcount } from '../normalise/numbers.ts';
import { normalisePhone } from '../normalise/phone.ts';
import { cleanLine, cleanText } from '../normalise/text.ts';
import { normaliseWebsite } from '../normalise/website.ts';
import type { FormField } from './form.ts';
import type { MessageKey } from './messages.ts';

/** What to tell the sender. */
export interface Mistake {
  message: MessageKey;
  values?: { n: number };
}

export type ReadField =
  | { kind: 'value'; value: string | number | boolean }
  | { kind: 'empty' }
  | { kind: 'problem'; mistake: Mistake };

/**
 * A message may be shorter here than in the lead API: in an alphabet of which each letter is sent as nine characters, ten thousand of
 * them are more than a request may have.
 */
export const MOST_IN_A_MESSAGE = 5_000;

/** Longer than any of them that is right. */
const MOST_OF_A_NUMBER = 60;

/**
 * @param typed `undefined`: the field was not sent
 * @param country ISO alpha-2 by which to read phone numbers, if any is known
 */
export function readField(field: FormField, typed: string | undefined, country: string | undefined): ReadField {
  if (field.kind === 'checkbox') return readCheckbox(field, typed);
  const text = field.kind === 'textarea' ? cleanText(typed ?? '') : cleanLine(typed ?? '');
  if (text === '') return field.required ? problem('required') : { kind: 'empty' };
  if (field.kind === 'select') return readOption(field, text);
  const most = mostOf(field);
  if (text.length > most) return problem('tooLong', { n: most });
  return readText(field, text, country);
}

/** The most characters that a field may have. */
export function mostOf({ field, kind }: FormField): number {
  if (kind === 'number') return MOST_OF_A_NUMBER;
  if (field === 'message') return MOST_IN_A_MESSAGE;
  const limits: Readonly<Record<string, number>> = MOST_CHARACTERS;
  return limits[field] ?? MOST_CHARACTERS.custom;
}

function readCheckbox({ required }: FormField, typed: string | undefined): ReadField {
  const ticked = Boolean(typed);
  return required && !ticked ? problem('tick') : { kind: 'value', value: ticked };
}

function readOption({ field, options }: FormField, text: string): ReadField {
  const isThere = options.length > 0 ? options.some(({ value }) => value === text) : isCountry(field, text);
  return isThere ? { kind: 'value', value: text } : problem('option');
}

function isCountry(field: string, text: string): boolean {
  return field === 'country' && COUNTRIES.includes(text);
}

function readText({ field, kind }: FormField, text: string, country: string | undefined): ReadField {
  // A hidden field has no kind that says what it holds, but a name.
  if (kind === 'email' || field === 'email') return found(normaliseEmail(text), 'email');
  if (kind === 'tel' || field === 'phone') return readPhone(text, country);
  if (field === 'employees') return found(parseHeadcount(text), 'number');
  if (kind === 'number' || field === 'revenue') return found(parseAmount(text), 'number');
  return field === 'website' ? found(normaliseWebsite(text), 'website') : { kind: 'value', value: text };
}

/** Whoever types a number that nobody can dial is still there to put it right. */
function readPhone(text: string, country: string | undefined): ReadField {
  const { number, extension } = normalisePhone(text, country);
  if (!/^\+\d{5,15}$/.test(number)) return problem('phone');
  return { kind: 'value', value: extension ? `${number} ext. ${extension}` : number };
}

function found(value: string | number | null, otherwise: MessageKey): ReadField {
  return value === null ? problem(otherwise) : { kind: 'value', value };
}

function problem(message: MessageKey, values?: { n: number }): ReadField {
  return { kind: 'problem', mistake: { message, ...(values ? { values } : {}) } };
}
