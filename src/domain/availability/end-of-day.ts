import type { WorkCalendar } from './work-calendar.ts';

/**
 * How long "I am here" holds: to the end of the rep's last span of work today, or to local midnight when that has passed or
 * there is none.
 */
export function endOfDay(now: Date, calendar: WorkCalendar): Date {
  const today = calendar.dayAt(now);
  const lastSpanEnds = today.spans.at(-1)?.to ?? 0;
  return new Date(lastSpanEnds > now.getTime() ? lastSpanEnds : today.to);
}
