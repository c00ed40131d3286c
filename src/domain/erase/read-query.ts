/** How a person is named by whoever asks to erase or export them, from text to what is looked for. */
import { normaliseEmail } from '../normalise/email.ts';
import { normalisePhone } from '../normalise/phone.ts';
import { cleanLine } from '../normalise/text.ts';
import { matchKeys } from '../people/match-keys.ts';
import type { PersonQuery } from './person.ts';

export type QueryReading =
  | { ok: true; query: PersonQuery }
  /** What would be right; never repeats the value. */
  | { ok: false; field: 'email' | 'phone' | 'leadId'; message: string };

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export function readEmail(text: string): QueryReading {
  const email = normaliseEmail(cleanLine(text));
  if (email) return { ok: true, query: { email } };
  return { ok: false, field: 'email', message: 'Expected one address such as ana@company.example.' };
}

/** Only a number that is the same wherever it is dialled from says who it is. */
export function readPhone(text: string): QueryReading {
  const { number } = normalisePhone(cleanLine(text), undefined);
  if (matchKeys({ phone: number, custom: {} }).length > 0) return { ok: true, query: { phone: number } };
  return { ok: false, field: 'phone', message: 'Expected a number with its country code, such as +34 911 234 567.' };
}

export function readLeadId(text: string): QueryReading {
  if (UUID.test(text)) return { ok: true, query: { leadId: text.toLowerCase() } };
  return { ok: false, field: 'leadId', message: 'Expected the id of a lead, as at the foot of its cards.' };
}

/** Whichever of the three it looks like. */
export function readPerson(text: string): QueryReading {
  if (UUID.test(text)) return readLeadId(text);
  return text.includes('@') ? readEmail(text) : readPhone(text);
}
