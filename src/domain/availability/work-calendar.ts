/**
 * When a rep works: hours by weekday in their time zone, without holidays and days off. Exact over changes of summer time:
 * a span that holds the missing hour is an hour shorter, one that holds the repeated hour an hour longer. A boundary within
 * the repeated hour is its first occurrence, one within the missing hour the instant of the jump.
 */
import { type TimeSpan, WEEKDAYS, type WorkingHours } from '../ruleset.ts';
import {
  DAY_MS,
  instantAt,
  isoDate,
  type LocalDate,
  MINUTE_MS,
  MINUTES_PER_DAY,
  partsOf,
  startOfDate,
} from './local-time.ts';

export interface CalendarTerms {
  /** IANA name. */
  timezone: string;
  /** Around the clock, where it is not set. */
  hours?: WorkingHours | undefined;
  /** As `publicHolidays` gives them; a holiday lasts from local midnight to midnight. */
  holidays?: { on(date: LocalDate): string | null } | null | undefined;
  /** Other local dates without work, as `2026-12-24`. */
  daysOff?: readonly string[] | undefined;
}

/** Instants in ms since the epoch; `to` is not included. */
export interface Span {
  from: number;
  to: number;
}

/** One local date of a rep. */
export interface WorkDay extends Span {
  date: LocalDate;
  /** When the rep works, ascending; spans neither overlap nor touch. */
  spans: readonly Span[];
  /** Set on a holiday and on a day off. */
  off: { name: string | null } | null;
}

export interface WorkCalendar {
  readonly timezone: string;
  isWorking(at: Date): boolean;
  /** The next instant after `at` at which `isWorking` changes; `null`: not within a year. */
  nextChange(at: Date): Date | null;
  /** `at` itself during work, else when work begins next; `null`: not within a year. */
  nextStart(at: Date): Date | null;
  /**
   * The instant at which so much working time has passed since `from`; the end of a span rather than the start of the next.
   * @param workingMs finite and not negative, real time
   * @returns `null` where the rep does not work for a whole year in between
   * @throws RangeError when `workingMs` is out of range
   */
  add(from: Date, workingMs: number): Date | null;
  /** The local date that holds an instant. */
  dayAt(at: Date): WorkDay;
  dayOf(date: LocalDate): WorkDay;
}

/** How far ahead is looked for work. */
const YEAR_DAYS = 366;

/** A little more than a look ahead; past that the oldest knowledge goes, so that years of running do not add up. */
const DAYS_KEPT = 400;

/** Ask one calendar again and again: it keeps the days it has worked out, and `isWorking` then costs well under 1 µs. */
export function workCalendar(terms: CalendarTerms): WorkCalendar {
  const { timezone } = terms;
  const dayOf = keptDays(terms);
  const always = worksAlways(terms);

  /** UTC dates are at most one off from local ones, except where a zone once left out a day. */
  const dayAt = (ms: number): WorkDay => {
    let day = dayOf(Math.floor(ms / DAY_MS));
    while (ms < day.from) day = dayOf(day.date - 1);
    while (ms >= day.to) day = dayOf(day.date + 1);
    return day;
  };

  const spanAt = (ms: number): Span | undefined => dayAt(ms).spans.find(({ from, to }) => from <= ms && ms < to);

  /** The first span that ends after `ms`. */
  const spanAfter = (ms: number): Span | undefined => {
    const { date } = dayAt(ms);
    for (let ahead = 0; ahead <= YEAR_DAYS; ahead++) {
      const span = dayOf(date + ahead).spans.find(({ to }) => to > ms);
      if (span) return span;
    }
    return undefined;
  };

  /** Where work that goes on at `ms` stops, over midnights; `null`: not within a year. */
  const endOfWork = (ms: number): number | null => {
    let end = ms;
    for (let days = 0; days <= YEAR_DAYS; days++) {
      const span = spanAt(end);
      if (!span) return end;
      end = span.to;
    }
    return null;
  };

  const nextStart = (ms: number): number | null => {
    if (always) return ms;
    const span = spanAfter(ms);
    return span ? Math.max(ms, span.from) : null;
  };

  const add = (from: number, workingMs: number): number | null => {
    if (!Number.isFinite(workingMs) || workingMs < 0) throw new RangeError(`No working time: ${workingMs} ms`);
    if (always || workingMs === 0) return from + workingMs;
    let left = workingMs;
    for (let span = spanAfter(from); span; span = spanAfter(span.to)) {
      const begin = Math.max(from, span.from);
      if (begin + left <= span.to) return begin + left;
      left -= span.to - begin;
    }
    return null;
  };

  return {
    timezone,
    isWorking: (at) => always || spanAt(at.getTime()) !== undefined,
    nextChange(at) {
      if (always) return null;
      const ms = at.getTime();
      return asDate(spanAt(ms) ? endOfWork(ms) : nextStart(ms));
    },
    nextStart: (at) => asDate(nextStart(at.getTime())),
    add: (from, workingMs) => asDate(add(from.getTime(), workingMs)),
    dayAt: (at) => dayAt(at.getTime()),
    dayOf,
  };
}

function asDate(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

function keptDays(terms: CalendarTerms): (date: LocalDate) => WorkDay {
  const daysOff = new Set(terms.daysOff);
  const kept = new Map<LocalDate, WorkDay>();
  return (date) => {
    const known = kept.get(date);
    if (known) return known;
    if (kept.size >= DAYS_KEPT) kept.clear();
    const day = workDay(date, terms, daysOff);
    kept.set(date, day);
    return day;
  };
}

function workDay(date: LocalDate, terms: CalendarTerms, daysOff: ReadonlySet<string>): WorkDay {
  const from = startOfDate(date, terms.timezone);
  const to = startOfDate(date + 1, terms.timezone);
  const holiday = terms.holidays?.on(date) ?? null;
  if (holiday !== null || daysOff.has(isoDate(date))) return { date, from, to, spans: [], off: { name: holiday } };
  // A day of 24 hours has no change of the clock: minutes count from its midnight, and the zone need not be asked.
  const plain = to - from === DAY_MS;
  const instant = (minutes: number) => (plain ? from + minutes * MINUTE_MS : instantAt(date, minutes, terms.timezone));
  const spans = hoursOn(date, terms.hours).map((span) => ({ from: instant(span.from), to: instant(span.to) }));
  return { date, from, to, spans: joined(spans), off: null };
}

const WHOLE_DAY: TimeSpan = { from: 0, to: MINUTES_PER_DAY };

function hoursOn(date: LocalDate, hours: WorkingHours | undefined): readonly TimeSpan[] {
  if (!hours) return [WHOLE_DAY];
  const weekday = WEEKDAYS[partsOf(date).weekday];
  return (weekday && hours[weekday]) ?? [];
}

/** Without spans that fall into a jump of the clock, and with those that touch as one. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else if (span.from < span.to) result.push({ ...span });
  }
  return result;
}

/** Then there is nothing to look for; without this, asking when work ends would walk through a year. */
function worksAlways({ hours, holidays, daysOff = [] }: CalendarTerms): boolean {
  if (holidays || daysOff.length > 0) return false;
  return !hours || WEEKDAYS.every((day) => coversDay(hours[day] ?? []));
}

function coversDay(spans: readonly TimeSpan[]): boolean {
  let covered = 0;
  for (const { from, to } of spans) if (from <= covered) covered = Math.max(covered, to);
  return covered >= MINUTES_PER_DAY;
}
