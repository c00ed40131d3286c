/**
 * The pieces of what people type after `/lead away`, each read from the beginning of a text. Every pattern is anchored and has no
 * repetition within a repetition, so that no text takes long.
 */
import { dateOf, type LocalDate, MINUTES_PER_DAY, partsOf } from './local-time.ts';
import { MONTH_NAMES, WEEKDAY_NAMES } from './moment-words.ts';

/** What was read, and the text after it. */
export interface Reading<T> {
  value: T;
  rest: string;
}

/** A date as it was named. */
export interface NamedDate {
  date: LocalDate;
  /** Named without its year, gone by this year, and next year's is too far off to be meant: `date` is this year's. */
  yearOpen: boolean;
  /** `next week` as a whole rather than one day of it. */
  days: 1 | 7;
}

const CLOCK = /^(?:at\s+)?(\d{1,2})(?:[:h](\d{2}))?\s?([ap]\.?m\b\.?|h\b)?(?![\p{L}\p{N}:])/iu;
const NOON = /^(?:at\s+)?(noon|midday|midnight)\b/i;

/** `14:00`, `14h`, `2pm`, `2:30 pm`, `noon`: minutes since midnight. A number alone could be either half of the day and is none. */
export function readTime(text: string): Reading<number> | null {
  const named = NOON.exec(text);
  if (named) return { value: /^midnight$/i.test(named[1] ?? '') ? MINUTES_PER_DAY : 720, rest: after(named, text) };
  const match = CLOCK.exec(text);
  if (!match || (match[2] === undefined && match[3] === undefined)) return null;
  const half = match[3]?.toLowerCase().charAt(0);
  const hour = hourOf(Number(match[1]), half === 'a' || half === 'p' ? half : null);
  const value = (hour ?? Number.NaN) * 60 + Number(match[2] ?? 0);
  return value <= MINUTES_PER_DAY && Number(match[2] ?? 0) < 60 ? { value, rest: after(match, text) } : null;
}

function hourOf(hour: number, half: 'a' | 'p' | null): number | null {
  if (!half) return hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}

const WORD_DAY = /^(?:on\s+)?(today|tomorrow|next\s+week)(?![\p{L}\p{N}'’-])/iu;
const WEEKDAY = /^(?:on\s+)?(next\s+)?([a-z]{3,9})(?![\p{L}\p{N}'’-])/iu;
const ISO = /^(?:on\s+)?(\d{4})-(\d{2})-(\d{2})(?:T(?=\d)|(?![\p{L}\p{N}-]))/iu;
const DAY_MONTH = /^(?:on\s+)?(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?([a-z]{3,9})\b\.?/i;
const MONTH_DAY = /^(?:on\s+)?([a-z]{3,9})\b\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?![\p{L}\p{N}:])/iu;
const YEAR = /^,?\s*(\d{4})(?![\p{L}\p{N}:-])/u;

/** `today`, `tomorrow`, `monday` (the next one after today), `next monday` (the one of next week), `24 december`, `dec 24 2026`, `2026-12-24`. */
export function readDate(text: string, today: LocalDate): Reading<NamedDate> | null {
  return wordDay(text, today) ?? weekday(text, today) ?? isoDay(text) ?? monthDay(text, today);
}

function wordDay(text: string, today: LocalDate): Reading<NamedDate> | null {
  const match = WORD_DAY.exec(text);
  if (!match) return null;
  const word = match[1]?.toLowerCase() ?? '';
  const rest = after(match, text);
  if (word === 'today') return { value: oneDay(today), rest };
  if (word === 'tomorrow') return { value: oneDay(today + 1), rest };
  return { value: { date: nextMonday(today), yearOpen: false, days: 7 }, rest };
}

function weekday(text: string, today: LocalDate): Reading<NamedDate> | null {
  const match = WEEKDAY.exec(text);
  const wanted = nameIndex(match?.[2], WEEKDAY_NAMES);
  if (!match || wanted < 0) return null;
  const date = match[1] ? nextMonday(today) + wanted : today + 1 + ((wanted - partsOf(today + 1).weekday + 7) % 7);
  return { value: oneDay(date), rest: after(match, text) };
}

function isoDay(text: string): Reading<NamedDate> | null {
  const match = ISO.exec(text);
  const date = match && validDate(Number(match[1]), Number(match[2]), Number(match[3]));
  return date ? { value: oneDay(date), rest: after(match, text) } : null;
}

/** A date gone by this year that is so far off next year was hardly meant. */
const NEXT_YEAR_DAYS = 180;

function monthDay(text: string, today: LocalDate): Reading<NamedDate> | null {
  const dayFirst = DAY_MONTH.exec(text);
  const match = dayFirst ?? MONTH_DAY.exec(text);
  const month = nameIndex(match?.[dayFirst ? 2 : 1], MONTH_NAMES) + 1;
  if (!match || month === 0) return null;
  const day = Number(match[dayFirst ? 1 : 2]);
  const rest = after(match, text);
  const year = YEAR.exec(rest);
  if (year) {
    const date = validDate(Number(year[1]), month, day);
    return date ? { value: oneDay(date), rest: after(year, rest) } : null;
  }
  const value = yearless(month, day, today);
  return value ? { value, rest } : null;
}

function yearless(month: number, day: number, today: LocalDate): NamedDate | null {
  const { year } = partsOf(today);
  const thisYears = validDate(year, month, day);
  if (thisYears !== null && thisYears >= today) return oneDay(thisYears);
  const nextYears = validDate(year + 1, month, day);
  if (nextYears !== null && nextYears - today <= NEXT_YEAR_DAYS) return oneDay(nextYears);
  return thisYears === null ? null : { ...oneDay(thisYears), yearOpen: true };
}

/** `null` for days that no calendar has, such as 30 February. */
function validDate(year: number, month: number, day: number): LocalDate | null {
  const date = dateOf(year, month, day);
  const parts = partsOf(date);
  return parts.year === year && parts.month === month && parts.day === day ? date : null;
}

/** The name that begins so; -1 for none, and for fewer than three letters. */
function nameIndex(beginning: string | undefined, names: readonly string[]): number {
  const sought = beginning?.toLowerCase() ?? '';
  return sought.length < 3 ? -1 : names.findIndex((name) => name.startsWith(sought));
}

function oneDay(date: LocalDate): NamedDate {
  return { date, yearOpen: false, days: 1 };
}

function nextMonday(today: LocalDate): LocalDate {
  return today - partsOf(today).weekday + 7;
}

function after(match: RegExpExecArray, text: string): string {
  return text.slice(match[0].length).trimStart();
}
