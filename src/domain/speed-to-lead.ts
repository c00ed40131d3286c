/** How long a lead waited for somebody to get in touch: around the clock, and in the working time of whoever did. */
import type { WorkCalendar } from './availability/work-calendar.ts';
import { workingMs } from './availability/working-time.ts';
import type { Lead } from './lead.ts';
import { type TimelineEntry, touchedAt } from './lead-event.ts';

export interface SpeedToLead {
  firstTouchAt: Date;
  /** Who was first in touch; `null` where the timeline does not say. */
  rep: string | null;
  /** From arrival to first touch. */
  clockMs: number;
  /** The same, counted while that rep works. */
  workingMs: number;
}

/** @returns `null` while nobody was in touch */
export function speedToLead(
  lead: Pick<Lead, 'receivedAt' | 'firstTouchAt' | 'owner'>,
  timeline: readonly TimelineEntry[],
  calendarOf: (rep: string) => WorkCalendar,
): SpeedToLead | null {
  const { receivedAt, firstTouchAt } = lead;
  if (firstTouchAt === null) return null;
  const rep = firstToucher(timeline, firstTouchAt) ?? lead.owner;
  const clockMs = Math.max(0, firstTouchAt.getTime() - receivedAt.getTime());
  const inWork = rep === null ? clockMs : workingMs(calendarOf(rep), receivedAt, firstTouchAt);
  return { firstTouchAt, rep, clockMs, workingMs: inWork };
}

function firstToucher(timeline: readonly TimelineEntry[], at: Date): string | null {
  for (const { event, at: recordedAt } of timeline) {
    if (event.type !== 'contacted' && event.type !== 'stage') continue;
    if (touchedAt(event, recordedAt).getTime() === at.getTime()) return event.rep;
  }
  return null;
}

/** `40 s`, `4 min`, `1 h 5 min`, `3 days 2 h`: two units at most, the smaller one rounded down. */
export function shortLength(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h${rest(minutes % 60, 'min')}`;
  return `${Math.floor(hours / 24)} days${rest(hours % 24, 'h')}`;
}

function rest(count: number, unit: string): string {
  return count === 0 ? '' : ` ${count} ${unit}`;
}
