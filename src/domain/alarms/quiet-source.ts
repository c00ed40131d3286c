/**
 * A source of leads that is unlike itself: it has sent nothing in hours in which it usually does. What is usual is learnt hour by hour of
 * the day, so that nights, weekends and holidays are no silence; and by whether anything came in an hour, not by how much, so that one
 * large import makes no habit.
 */
import { DAY_MS, HOUR_MS, type LocalDate, localTime } from '../availability/local-time.ts';
import type { Alarm } from './alarm.ts';
import { durationWords } from './alarm-words.ts';

export interface SourceHistory {
  source: string;
  /** Beginnings of the hours in which something came, ascending; of the last four weeks. */
  hours: readonly Date[];
}

export interface CompanyDays {
  /** IANA name. */
  timezone: string;
  /** Whether anybody works on a date. */
  isWorkDay(date: LocalDate): boolean;
}

/** On the wall of the company: an hour of a date, on which somebody works or nobody. */
export interface CompanyHour {
  date: LocalDate;
  /** 0 to 23. */
  hour: number;
  works: boolean;
}

export interface CompanyTime {
  /** @param begin of an hour, in ms since the epoch */
  hourAt(begin: number): CompanyHour;
}

/** Keeps what it is asked for: all sources have the same hours. Make one for each look. */
export function companyTime({ timezone, isWorkDay }: CompanyDays): CompanyTime {
  const known = new Map<number, CompanyHour>();
  return {
    hourAt: (begin) => {
      const kept = known.get(begin);
      if (kept) return kept;
      const { date, minutes } = localTime(new Date(begin), timezone);
      const hour = { date, hour: Math.floor(minutes / 60), works: isWorkDay(date) };
      known.set(begin, hour);
      return hour;
    },
  };
}

/** A source that has been there for fewer working days has no habits yet. */
const LEAST_DAYS = 5;

/** By its own habits such a silence comes about once in so many times. */
const ONCE_IN = 1_000;

/** A source that is quiet for longer has ended; it would else be an alarm for as long as its history is remembered. */
const ENDED_AFTER_DAYS = 14;

/** Fewer than three whole hours, and the one that has begun, are no such silence even of a source that sends in every hour of four weeks. */
export const LEAST_SILENCE_MS = 4 * HOUR_MS;

/** What came in an hour on one day only is no habit. */
const LEAST_TIMES = 2;

/** @returns `null` where the source is as usual */
export function quietSource({ source, hours }: SourceHistory, now: Date, time: CompanyTime): Alarm | null {
  const last = hours.at(-1)?.getTime() ?? 0;
  const silentMs = now.getTime() - last;
  if (silentMs < LEAST_SILENCE_MS || silentMs > ENDED_AFTER_DAYS * DAY_MS) return null;
  const habit = habitOf(hours, time);
  if (habit.days < LEAST_DAYS) return null;
  let surprise = 0;
  // Whole hours, from the one after the last lead to the one before this.
  for (let begin = last + HOUR_MS; begin + HOUR_MS <= now.getTime(); begin += HOUR_MS) {
    const { hour, works } = time.hourAt(begin);
    // An hour that comes twice where summer time ends could count for two days.
    const times = works ? Math.min(habit.times[hour] ?? 0, habit.days) : 0;
    if (times >= LEAST_TIMES) surprise -= Math.log(1 - times / (habit.days + 1));
  }
  if (surprise < Math.log(ONCE_IN)) return null;
  const perDay = habit.hours / habit.days;
  return {
    key: `quiet:${source}`,
    title: `Nothing comes from ${source}`,
    lines: [
      `The last lead came ${durationWords(silentMs)} ago. On a working day leads usually come in ${perDay.toFixed(1)} different hours.`,
      'Look whether its form, webhook or key still works, and whether somebody has switched it off.',
    ],
    holdMs: 0,
  };
}

interface Habit {
  /** Working days that it was learnt from: from the first lead to the last one. */
  days: number;
  /** Hours of those days in which something came, altogether. */
  hours: number;
  /** By hour of the day: on how many days something came. */
  times: number[];
}

function habitOf(hours: readonly Date[], time: CompanyTime): Habit {
  const times = Array.from({ length: 24 }, () => 0);
  const dates = new Set<LocalDate>();
  let count = 0;
  for (const begin of hours) {
    const { hour, works } = time.hourAt(begin.getTime());
    if (!works) continue;
    times[hour] = (times[hour] ?? 0) + 1;
    count += 1;
  }
  const [first = 0, last = -1] = [hours[0]?.getTime(), hours.at(-1)?.getTime()];
  for (let begin = first; begin <= last; begin += HOUR_MS) {
    const { date, works } = time.hourAt(begin);
    if (works) dates.add(date);
  }
  return { days: dates.size, hours: count, times };
}
