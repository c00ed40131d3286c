/** Which stretch of time a digest is about, in the time zone of whoever reads it, and the one that it is compared with. */
import { addMonths, isoDate, type LocalDate, localTime, partsOf, startOfDate } from '../availability/local-time.ts';

export const DIGEST_SPANS = ['day', 'week', 'month'] as const;
export type DigestSpan = (typeof DIGEST_SPANS)[number];

/** From the first instant to the last, which is not included. */
export interface Span {
  from: Date;
  to: Date;
}

export interface Period extends Span {
  every: DigestSpan;
  /** The same length of time before, for comparison. */
  before: Span;
  /** What people call it: `Monday, 2 March`, `2 – 8 March`, `the last 7 days`. */
  title: string;
  /** What people call the one before: `the week before`. */
  beforeTitle: string;
  /** Short stretches for a chart, in order and without a gap, with a word for each. At most 12. */
  buckets: { from: Date; label: string }[];
  timezone: string;
}

/** The last whole day, week (from Monday) or month before an instant: what a digest that is sent then is about. */
export function periodBefore(every: DigestSpan, at: Date, timezone: string): Period {
  const today = localTime(at, timezone).date;
  const { day, weekday } = partsOf(today);
  switch (every) {
    case 'day':
      return periodOf(every, { dates: [today - 2, today - 1, today], timezone });
    case 'week': {
      const monday = today - weekday;
      return periodOf(every, { dates: [monday - 14, monday - 7, monday], timezone });
    }
    case 'month': {
      const first = today - day + 1;
      return periodOf(every, { dates: [addMonths(first, -2), addMonths(first, -1), first], timezone });
    }
  }
}

/** How many days a report on demand goes back, today included. */
const RECENT_DAYS: Record<DigestSpan, number> = { day: 1, week: 7, month: 30 };

/** The days until now, against as many days before, which end at the same time of day. */
export function periodUntil(every: DigestSpan, now: Date, timezone: string): Period {
  const days = RECENT_DAYS[every];
  const { date: today } = localTime(now, timezone);
  const dates: Dates = [today - 2 * days + 1, today - days + 1, today + 1];
  const whole = periodOf(every, { dates, timezone });
  const into = now.getTime() - startOfDate(today, timezone);
  const before = { from: whole.before.from, to: new Date(startOfDate(today - days, timezone) + into) };
  const title = days === 1 ? 'Today so far' : `The last ${days} days`;
  const beforeTitle = days === 1 ? 'yesterday until this time' : `the ${days} days before`;
  const buckets = whole.buckets.filter(({ from }) => from < now);
  return { ...whole, to: now, before, title, beforeTitle, buckets };
}

/** Where the period before begins, where it ends and the period begins, and where that ends. */
type Dates = [before: LocalDate, from: LocalDate, to: LocalDate];

function periodOf(every: DigestSpan, { dates, timezone }: { dates: Dates; timezone: string }): Period {
  const [before, from, to] = dates;
  const instant = (date: LocalDate) => new Date(startOfDate(date, timezone));
  return {
    every,
    from: instant(from),
    to: instant(to),
    before: { from: instant(before), to: instant(from) },
    title: titleOf(every, from, to),
    beforeTitle: `the ${every} before`,
    buckets: bucketsOf(every, from, to, timezone),
    timezone,
  };
}

const HOURS_A_BUCKET = 2;

function bucketsOf(every: DigestSpan, from: LocalDate, to: LocalDate, timezone: string): Period['buckets'] {
  if (every === 'day') {
    const start = startOfDate(from, timezone);
    const end = startOfDate(to, timezone);
    // Of equal length; on a day with a clock change the last one is an hour longer or shorter.
    return Array.from({ length: 24 / HOURS_A_BUCKET }, (_, index) => ({
      from: new Date(start + index * HOURS_A_BUCKET * 3_600_000),
      label: `${String(index * HOURS_A_BUCKET).padStart(2, '0')}h`,
    })).filter(({ from }) => from.getTime() < end);
  }
  const step = every === 'week' ? 1 : 7;
  const starts = Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
  return starts.map((date) => ({
    from: new Date(startOfDate(date, timezone)),
    label: every === 'week' ? weekdayOf(date, 'short') : dayAndMonth(date, 'short'),
  }));
}

function titleOf(every: DigestSpan, from: LocalDate, to: LocalDate): string {
  if (every === 'day') return `${weekdayOf(from, 'long')}, ${dayAndMonth(from, 'long')}`;
  if (every === 'month') return written(from, { month: 'long', year: 'numeric' });
  const [first, last] = [partsOf(from), partsOf(to - 1)];
  const start = first.month === last.month ? String(first.day) : dayAndMonth(from, 'long');
  return `${start} – ${dayAndMonth(to - 1, 'long')}`;
}

function weekdayOf(date: LocalDate, weekday: 'short' | 'long'): string {
  return written(date, { weekday });
}

function dayAndMonth(date: LocalDate, month: 'short' | 'long'): string {
  return written(date, { day: 'numeric', month });
}

function written(date: LocalDate, format: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...format, timeZone: 'UTC' }).format(new Date(isoDate(date)));
}
