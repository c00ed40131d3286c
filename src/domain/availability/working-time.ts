import type { WorkCalendar } from './work-calendar.ts';

/** How much of the time between two instants is working time, in ms. 0 where `to` is not after `from`. */
export function workingMs(calendar: WorkCalendar, from: Date, to: Date): number {
  const [begin, end] = [from.getTime(), to.getTime()];
  if (end <= begin) return 0;
  const last = calendar.dayAt(to).date;
  let total = 0;
  for (let { date } = calendar.dayAt(from); date <= last; date++) {
    for (const span of calendar.dayOf(date).spans) total += overlap(span.from, span.to, begin, end);
  }
  return total;
}

function overlap(from: number, to: number, begin: number, end: number): number {
  return Math.max(0, Math.min(to, end) - Math.max(from, begin));
}
