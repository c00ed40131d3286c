import { type CalendarTerms, type WorkCalendar, workCalendar } from '../../../src/domain/availability/work-calendar.ts';
import type { WorkingHours } from '../../../src/domain/ruleset.ts';

/** `utc('2026-03-29 01:00')`. */
export function utc(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}Z`);
}

/** 9 to 18 from Monday to Friday. */
export const OFFICE_HOURS: WorkingHours = onDays(['mon', 'tue', 'wed', 'thu', 'fri'], { from: 540, to: 1080 });

export function onDays(days: readonly (keyof WorkingHours)[], ...spans: { from: number; to: number }[]): WorkingHours {
  return Object.fromEntries(days.map((day) => [day, spans]));
}

export const EVERY_DAY = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export function officeIn(timezone: string, more: Partial<CalendarTerms> = {}): WorkCalendar {
  return workCalendar({ timezone, hours: OFFICE_HOURS, ...more });
}
