/**
 * The moments at which a cron line fires, as the clock on the wall shows them. Where summer time begins or ends, a line with hours of its
 * own fires once: in the missing hour at the instant of the jump, in the repeated hour the first time. A line for every hour goes by
 * the minutes that pass: nothing in an hour that is not there, as always in one that comes twice.
 */
import {
  instantAt,
  isoDate,
  type LocalDate,
  localTime,
  MINUTE_MS,
  partsOf,
  startOfDate,
} from '../availability/local-time.ts';
import type { CronLine } from './cron-line.ts';

export interface CronTick {
  at: Date;
  /**
   * The same on all instances, whatever they know of time zones: `2026-03-29T02:30` on the wall, or the instant, where every hour has
   * one. A zone that changes its rules moves the moment, and makes no second one of it.
   */
  name: string;
}

/** How far back is looked: from one 29th of February to the next one, with a year like 2100 between them. */
const LOOK_BACK_DAYS = 8 * 366;

/**
 * The last moment up to `now` at which a line fired.
 * @param timezone IANA name
 * @returns `null`: it never did, in eight years
 */
export function latestTick(line: CronLine, timezone: string, now: Date): CronTick | null {
  const latestOn = line.hours.length === 24 ? latestOfEveryHour : latestAtItsHours;
  const today = localTime(now, timezone).date;
  for (let date = today; date > today - LOOK_BACK_DAYS; date -= 1) {
    const tick = firesOn(line, date) ? latestOn(line, date, timezone, now.getTime()) : null;
    if (tick) return tick;
  }
  return null;
}

function firesOn({ days, months, weekdays }: CronLine, date: LocalDate): boolean {
  const { month, day, weekday } = partsOf(date);
  return days.includes(day) && months.includes(month) && weekdays.includes((weekday + 1) % 7);
}

function latestAtItsHours(line: CronLine, date: LocalDate, timezone: string, now: number): CronTick | null {
  for (const hour of line.hours.toReversed()) {
    for (const minute of line.minutes.toReversed()) {
      const begin = instantAt(date, hour * 60 + minute, timezone);
      const second = latestSecond(line, begin, now);
      if (second === null) continue;
      const wall = [hour, minute, ...(second > 0 ? [second] : [])].map((part) => String(part).padStart(2, '0'));
      return { at: new Date(begin + second * 1_000), name: `${isoDate(date)}T${wall.join(':')}` };
    }
  }
  return null;
}

/** Goes back minute by minute: the wall tells which it is, however often it has shown it. */
function latestOfEveryHour(line: CronLine, date: LocalDate, timezone: string, now: number): CronTick | null {
  const last = Math.min(now, startOfDate(date + 1, timezone) - 1);
  const first = startOfDate(date, timezone);
  for (let begin = Math.floor(last / MINUTE_MS) * MINUTE_MS; begin >= first; begin -= MINUTE_MS) {
    const minute = localTime(new Date(begin), timezone).minutes % 60;
    const second = line.minutes.includes(minute) ? latestSecond(line, begin, now) : null;
    if (second === null) continue;
    const at = new Date(begin + second * 1_000);
    return { at, name: at.toISOString() };
  }
  return null;
}

/** @param begin of the minute */
function latestSecond({ seconds }: CronLine, begin: number, now: number): number | null {
  return seconds.findLast((second) => begin + second * 1_000 <= now) ?? null;
}
