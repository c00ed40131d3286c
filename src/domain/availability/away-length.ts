import type { Reading } from './away-reading.ts';
import { HOUR_MS, MINUTE_MS } from './local-time.ts';

/** A length of time: months and days by the calendar, so that 3 days end at the same time of day, the rest by the clock. */
export interface Length {
  months: number;
  days: number;
  ms: number;
}

const UNITS: [RegExp, keyof Length, number][] = [
  [/^(m|mins?|minutes?)$/i, 'ms', MINUTE_MS],
  [/^(h|hrs?|hours?)$/i, 'ms', HOUR_MS],
  [/^(d|days?)$/i, 'days', 1],
  [/^(w|wks?|weeks?)$/i, 'days', 7],
  [/^months?$/i, 'months', 1],
  [/^(y|years?)$/i, 'months', 12],
];

const NUMBER_WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const PART = /^(\d{1,15}(?:[.,]\d{1,2})?|half\s+an?\b|[a-z]{1,5}\b)\s*([a-z]{1,7})(?![\p{L}_])/iu;
/** The minutes of `1h30`. */
const BARE_MINUTES = /^\d{1,2}(?![\p{L}\p{N}.,:])/u;
const JOINT = /^\s*(?:,|and\b)?\s*(?=\d)/i;
const AND_A_HALF = /^\s+and\s+a\s+half\b/i;

/** `2h`, `30 min`, `1h30`, `1 hour and 30 minutes`, `3 days`, `a week`, `half an hour`, `an hour and a half`. */
export function readLength(text: string): Reading<Length> | null {
  const value: Length = { months: 0, days: 0, ms: 0 };
  const first = readPart(text, value);
  if (first === null) return null;
  let rest = first;
  // A length has a few units at most; the bound keeps a long text from being read as one.
  for (let parts = 1; parts < 4; parts++) {
    const joint = JOINT.exec(rest);
    const next = joint && readPart(rest.slice(joint[0].length), value);
    if (next === null) break;
    rest = next;
  }
  return { value, rest: rest.trimStart() };
}

/** Adds what is read to `sum`. */
function readPart(text: string, sum: Length): string | null {
  const match = PART.exec(text);
  const unit = UNITS.find(([name]) => name.test(match?.[2] ?? ''));
  if (!match || !unit) return null;
  const [, key, factor] = unit;
  const amount = amountOf(match[1] ?? '');
  const total = amount * factor;
  const afterUnit = text.slice(match[0].length);
  const half = AND_A_HALF.exec(afterUnit)?.[0] ?? '';
  // Half a day is 12 hours to some and an afternoon to others.
  if (Number.isNaN(total) || (key !== 'ms' && (half || !Number.isInteger(amount)))) return null;
  sum[key] += total + (half ? factor / 2 : 0);
  const rest = afterUnit.slice(half.length);
  const minutes = factor === HOUR_MS ? BARE_MINUTES.exec(rest)?.[0] : undefined;
  if (!minutes) return rest;
  sum.ms += Number(minutes) * MINUTE_MS;
  return rest.slice(minutes.length);
}

function amountOf(text: string): number {
  if (/^\d/.test(text)) return Number(text.replace(',', '.'));
  if (/^half/i.test(text)) return 0.5;
  if (/^an?$/i.test(text)) return 1;
  const word = NUMBER_WORDS.indexOf(text.toLowerCase());
  return word < 0 ? Number.NaN : word + 1;
}
