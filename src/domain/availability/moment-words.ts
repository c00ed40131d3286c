import { clockTime, type LocalDate, localTime, partsOf } from './local-time.ts';

export const WEEKDAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const MONTH_NAMES = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

/** From here on a date without its year could be taken for the wrong one. */
const YEAR_SHOWN_DAYS = 180;

/**
 * An instant in a few words, by the clock of `timezone` (IANA name): `14:00` today, `tomorrow 09:00`, `Fri 27 Nov 09:00`, with the year
 * when it is half a year away.
 */
export function describeMoment(at: Date, now: Date, timezone: string): string {
  const { date, minutes } = localTime(at, timezone);
  const today = localTime(now, timezone).date;
  const time = clockTime(minutes).padStart(5, '0');
  if (date === today) return time;
  return date === today + 1 ? `tomorrow ${time}` : `${describeDate(date, today)} ${time}`;
}

/** `Fri 27 Nov`, with the year when it is half a year away. */
export function describeDate(date: LocalDate, today: LocalDate): string {
  const { year, month, day, weekday } = partsOf(date);
  const named = `${short(WEEKDAY_NAMES[weekday])} ${day} ${short(MONTH_NAMES[month - 1])}`;
  return Math.abs(date - today) >= YEAR_SHOWN_DAYS ? `${named} ${year}` : named;
}

function short(name = ''): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1, 3);
}
