/** When a limit is over: around the clock, or in the owner's working time. */
import { DAY_MS, instantAt, localTime, MINUTE_MS } from '../availability/local-time.ts';
import type { WorkCalendar } from '../availability/work-calendar.ts';
import { workingMs } from '../availability/working-time.ts';
import type { ServiceLevels } from '../ruleset.ts';

/** How a pool counts, and whose working time. */
export interface Counting {
  count: ServiceLevels['count'];
  calendar: WorkCalendar;
}

/** Days without work that are gone through in search of a working day. */
const LOOK_AHEAD_DAYS = 366;

/**
 * The instant at which so much time has passed. In working time a whole day is a day on which the owner works: `1d` is over at the same
 * time on the next one. Less than a day is work by the hour.
 * @param ms not negative
 * @returns by the wall clock where the owner does not work for a whole year
 */
export function deadline({ count, calendar }: Counting, from: Date, ms: number): Date {
  const byTheClock = new Date(from.getTime() + ms);
  if (count === 'around-the-clock') return byTheClock;
  const days = Math.floor(ms / DAY_MS);
  const start = days === 0 ? from : workingDaysLater(calendar, from, days);
  return (start && calendar.add(start, ms % DAY_MS)) ?? byTheClock;
}

/** How much of the time between two instants counts, in ms. */
export function countedMs({ count, calendar }: Counting, from: Date, to: Date): number {
  return count === 'around-the-clock' ? Math.max(0, to.getTime() - from.getTime()) : workingMs(calendar, from, to);
}

/** The same time of day so many working days later; where that day has no work by then, when work begins next. */
function workingDaysLater(calendar: WorkCalendar, from: Date, days: number): Date | null {
  const start = calendar.nextStart(from);
  if (!start) return null;
  const { date, minutes } = localTime(start, calendar.timezone);
  let left = days;
  let day = date;
  for (let looked = 0; left > 0; looked += 1) {
    if (looked > days + LOOK_AHEAD_DAYS) return null;
    day += 1;
    if (calendar.dayOf(day).spans.length > 0) left -= 1;
  }
  const intoMinute = start.getTime() % MINUTE_MS;
  return calendar.nextStart(new Date(instantAt(day, minutes, calendar.timezone) + intoMinute));
}
