/** Dates and times as exports write them, to ISO 8601. What could be read two ways is refused rather than guessed. */

/** Which comes first in `05/06/2026`; `null`: not known. */
export type DateOrder = 'day-first' | 'month-first' | null;

export type DateReading = { ok: true; iso: string } | { ok: false; message: string };

type CalendarDate = [year: number, month: number, day: number];

const MONTHS = 'january february march april may june july august september october november december'.split(' ');

const WITH_TIME = /^(.*?)(?:T|,?\s+(?:at\s+)?)(\d{1,2}:\d{2}.*)$/i;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([ap]m)?\s*(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?$/i;
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const DAY_MONTH_YEAR = /^(\d{1,2})(?:st|nd|rd|th)?[\s-]([a-z]{3,9})\.?,?[\s-](\d{4})$/i;
const MONTH_DAY_YEAR = /^([a-z]{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})$/i;

const EXPECTED = 'Expected a date such as 2026-03-01, 20/10/2026 or 1 Mar 2026, with or without a time.';
const AMBIGUOUS = 'Day and month could be either way round. Say which with --date-order day-first or month-first.';

/**
 * @param text cleaned text; a time without an offset counts as UTC
 * @param order how to read `05/06/2026`; with points (`5.6.2026`) the day is always first
 * @returns ISO 8601: a date, or a time in UTC to the second
 */
export function readDate(text: string, order: DateOrder): DateReading {
  const [, datePart = text, timePart] = WITH_TIME.exec(text) ?? [];
  const date = calendarDate(datePart, order);
  if (date === 'ambiguous') return { ok: false, message: AMBIGUOUS };
  const day = date && isoDay(date);
  const iso = day && timePart !== undefined ? isoTime(day, timePart) : day;
  return iso ? { ok: true, iso } : { ok: false, message: EXPECTED };
}

function calendarDate(text: string, order: DateOrder): CalendarDate | 'ambiguous' | null {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return [Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3])];
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast)
    return orderedDate(
      Number(yearLast[1]),
      Number(yearLast[3]),
      Number(yearLast[4]),
      yearLast[2] === '.' ? 'day-first' : order,
    );
  const dayFirst = DAY_MONTH_YEAR.exec(text);
  if (dayFirst) return [Number(dayFirst[3]), monthNumber(dayFirst[2]), Number(dayFirst[1])];
  const monthFirst = MONTH_DAY_YEAR.exec(text);
  return monthFirst ? [Number(monthFirst[3]), monthNumber(monthFirst[1]), Number(monthFirst[2])] : null;
}

function orderedDate(first: number, second: number, year: number, order: DateOrder): CalendarDate | 'ambiguous' {
  const dayFirst: CalendarDate = [year, second, first];
  const monthFirst: CalendarDate = [year, first, second];
  if (first > 12 || first === second) return dayFirst;
  if (second > 12) return monthFirst;
  if (order === null) return 'ambiguous';
  return order === 'day-first' ? dayFirst : monthFirst;
}

/** 1 for `Jan` or `January`; 0 for what is no month. */
function monthNumber(name = ''): number {
  return MONTHS.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;
}

/** `null` for days that no calendar has, such as 30 February. */
function isoDay([year, month, day]: CalendarDate): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}

function isoTime(day: string, text: string): string | null {
  const [, hours, minutes, seconds = '00', half, zone = 'Z'] = TIME.exec(text) ?? [];
  const hour = hourOf(Number(hours), half?.toLowerCase());
  if (hour === null) return null;
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(...):?(..)?$/, (_, hh: string, mm = '00') => `${hh}:${mm}`) : 'Z';
  const moment = new Date(`${day}T${String(hour).padStart(2, '0')}:${minutes}:${seconds}${offset}`);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString().replace('.000Z', 'Z');
}

/** The hour of a 24-hour clock; `null` when there is no such hour on the clock it was read from. */
function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}
