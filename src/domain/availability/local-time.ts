/**
 * Between instants and what the clock on the wall says, in any IANA time zone. The only place that asks for zone rules:
 * each question costs about 10 µs, so whoever asks often keeps the answers.
 */
import { Temporal } from 'temporal-polyfill';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
/** A day of 24 hours; a local day may be shorter or longer. */
export const DAY_MS = 24 * HOUR_MS;
export const MINUTES_PER_DAY = 1440;

/** A local date as whole days since 1970-01-01: next day is + 1, and no time zone is involved. */
export type LocalDate = number;

export interface LocalTime {
  date: LocalDate;
  /** Whole minutes on the wall clock since midnight. */
  minutes: number;
}

/** What the wall clock in `timezone` shows at an instant. */
export function localTime(at: Date, timezone: string): LocalTime {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timezone);
  return { date: dateOf(zoned.year, zoned.month, zoned.day), minutes: zoned.hour * 60 + zoned.minute };
}

/**
 * All instants at which the wall clock shows a time, ascending: one as a rule, two in the hour that is repeated when summer
 * time ends. A time that the clock jumps over becomes the instant of the jump.
 * @param minutes since midnight, 0 to 1,440; 1,440 is the next midnight
 * @returns milliseconds since the epoch
 */
export function instantsAt(date: LocalDate, minutes: number, timezone: string): [first: number, last: number] {
  const wall = plainDateTime(date, minutes);
  const first = wall.toZonedDateTime(timezone, { disambiguation: 'earlier' });
  const last = wall.toZonedDateTime(timezone, { disambiguation: 'later' });
  const jumpedOver = !first.toPlainDateTime().equals(wall);
  if (!jumpedOver) return [first.epochMilliseconds, last.epochMilliseconds];
  const jump = first.getTimeZoneTransition('next')?.epochMilliseconds ?? last.epochMilliseconds;
  return [jump, jump];
}

/** The first instant at which the wall clock shows a time; see `instantsAt`. */
export function instantAt(date: LocalDate, minutes: number, timezone: string): number {
  return instantsAt(date, minutes, timezone)[0];
}

/** The instant at which a local date begins; not always a midnight, since some clocks jump over it. */
export function startOfDate(date: LocalDate, timezone: string): number {
  const { year, month, day } = partsOf(date);
  return new Temporal.PlainDate(year, month, day).toZonedDateTime(timezone).epochMilliseconds;
}

/** The local date `months` later; in a shorter month its last day. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = partsOf(date);
  const later = new Temporal.PlainDate(year, month, day).add({ months });
  return dateOf(later.year, later.month, later.day);
}

/** @param month 1 to 12 */
export function dateOf(year: number, month: number, day: number): LocalDate {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** The date's parts; `month` is 1 to 12, `weekday` 0 for Monday to 6 for Sunday. */
export function partsOf(date: LocalDate): { year: number; month: number; day: number; weekday: number } {
  const utc = new Date(date * DAY_MS);
  return {
    year: utc.getUTCFullYear(),
    month: utc.getUTCMonth() + 1,
    day: utc.getUTCDate(),
    weekday: (utc.getUTCDay() + 6) % 7,
  };
}

/** `2026-12-24`. */
export function isoDate(date: LocalDate): string {
  return new Date(date * DAY_MS).toISOString().slice(0, 10);
}

/** `9:00`, `14:05`: minutes since midnight. */
export function clockTime(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

function plainDateTime(date: LocalDate, minutes: number): Temporal.PlainDateTime {
  const { year, month, day } = partsOf(date + Math.floor(minutes / MINUTES_PER_DAY));
  const inDay = minutes % MINUTES_PER_DAY;
  return new Temporal.PlainDateTime(year, month, day, Math.floor(inDay / 60), inDay % 60);
}
