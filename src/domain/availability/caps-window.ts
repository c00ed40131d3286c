/**
 * How many leads a rep may still get. Windows roll (a day is the last 24 hours), so that nobody gets two days' worth around
 * midnight; pools that ask for it count by the calendar instead.
 */
import type { Caps } from '../ruleset.ts';
import { addMonths, DAY_MS, HOUR_MS, type LocalDate, localTime, partsOf, startOfDate } from './local-time.ts';

export type CapMode = 'rolling' | 'calendar';
export type TimedCap = 'hour' | 'day' | 'week' | 'month';
export type CapName = TimedCap | 'open';

/** What a rep has: leads received within each cap's window, and leads in hand now. */
export type CapCounts = Record<CapName, number>;

export interface CapReached {
  cap: CapName;
  limit: number;
}

const ROLLING_MS: Record<TimedCap, number> = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS };

/** The one that blocks longest first. */
const ORDER = ['open', 'month', 'week', 'day', 'hour'] as const satisfies readonly CapName[];
const TIMED = ORDER.filter((cap) => cap !== 'open');

/** Whether a rep has had enough, from counts alone: the cap that is reached, of several the one that blocks longest. */
export function capReached(caps: Caps, counts: CapCounts): CapReached | null {
  for (const cap of ORDER) {
    const limit = caps[cap];
    if (limit !== undefined && counts[cap] >= limit) return { cap, limit };
  }
  return null;
}

export interface CapWindow {
  /** Leads received after this count. */
  after: Date;
  /** Calendar: when the period ends and all is free again; `null` for a window that rolls. */
  ends: Date | null;
}

/**
 * The window of one cap. By the calendar, weeks begin on Monday and days at midnight in `timezone`; an hour always rolls, since
 * nobody thinks of a full hour as a fresh start.
 */
export function capWindow(cap: TimedCap, now: Date, timezone: string, mode: CapMode): CapWindow {
  if (mode === 'rolling' || cap === 'hour') return { after: new Date(now.getTime() - ROLLING_MS[cap]), ends: null };
  const { first, next } = period(cap, localTime(now, timezone).date);
  // What came at the very start of the period counts too.
  return { after: new Date(startOfDate(first, timezone) - 1), ends: new Date(startOfDate(next, timezone)) };
}

export interface CapInput {
  caps: Caps;
  /** When the rep received leads: ascending, at least as far back as the longest window (31 days are enough). */
  received: readonly Date[];
  /** Leads in hand now. */
  open: number;
  now: Date;
  /** IANA name, for periods of the calendar. */
  timezone: string;
  mode: CapMode;
}

/**
 * Which cap keeps a rep from the next lead; of several the one that blocks longest.
 * @returns `freeAt`: when no timed cap blocks any more, if nothing comes in between; `null` where that depends on the rep (leads in hand) or never comes
 *   (a limit of 0)
 */
export function capState(input: CapInput): (CapReached & { freeAt: Date | null }) | null {
  const { caps, open } = input;
  if (caps.open !== undefined && open >= caps.open) return { cap: 'open', limit: caps.open, freeAt: null };
  const reached = TIMED.flatMap((cap) => timedCap(cap, input));
  const never = reached.find(({ freeAt }) => freeAt === null);
  return never ?? reached.sort((a, b) => Number(b.freeAt) - Number(a.freeAt))[0] ?? null;
}

function timedCap(cap: TimedCap, input: CapInput): (CapReached & { freeAt: Date | null })[] {
  const { caps, received, now, timezone, mode } = input;
  const limit = caps[cap];
  if (limit === undefined) return [];
  if (limit <= 0) return [{ cap, limit, freeAt: null }];
  const window = capWindow(cap, now, timezone, mode);
  // The limit is reached when the lead so many places from the newest is still in the window; it is the one that must leave.
  const blocking = received.at(-limit);
  if (!blocking || blocking <= window.after) return [];
  return [{ cap, limit, freeAt: window.ends ?? new Date(blocking.getTime() + ROLLING_MS[cap]) }];
}

function period(cap: 'day' | 'week' | 'month', today: LocalDate): { first: LocalDate; next: LocalDate } {
  if (cap === 'day') return { first: today, next: today + 1 };
  if (cap === 'week') {
    const monday = today - partsOf(today).weekday;
    return { first: monday, next: monday + 7 };
  }
  const first = today - (partsOf(today).day - 1);
  return { first, next: addMonths(first, 1) };
}
