/** What people type after `/lead away`: until when, for how long or which day, and why. */
import { nearestName } from '../normalise/nearest-name.ts';
import { type AwayHints, type AwayRefusal, awayHints } from './away-hints.ts';
import { type Length, readLength } from './away-length.ts';
import { type NamedDate, type Reading, readDate, readTime } from './away-reading.ts';
import {
  addMonths,
  instantAt,
  instantsAt,
  type LocalDate,
  type LocalTime,
  localTime,
  MINUTE_MS,
} from './local-time.ts';
import { WEEKDAY_NAMES } from './moment-words.ts';
import { reasonIn, typedLine } from './typed-line.ts';
import type { WorkCalendar } from './work-calendar.ts';

export type AwayWish =
  /** `from` is now, or the beginning of a day to come; `until: null`: until they say that they are back. */
  { kind: 'away'; from: Date; until: Date | null; reason: string | null } | AwayRefusal;

export interface AwayContext {
  now: Date;
  /** The rep's: times are by its zone, and a day without a time means the start of work on it. */
  calendar: WorkCalendar;
  /** What people type before these words, for hints; `/lead away` unless set. */
  command?: string;
}

/** How far ahead somebody can be away: to the end of this date next year. */
export const MAX_MONTHS = 12;

/** A reading in progress: what every step needs. */
interface Scene {
  now: Date;
  calendar: WorkCalendar;
  local: LocalTime;
  hints: AwayHints;
}

/**
 * Reads `until 14:00`, `until 2pm`, `until tomorrow 9:00`, `until monday`, `until 24 december`, `until 2026-12-24 9:00`, `for 2h`,
 * `for 3 days`, `today`, `tomorrow`, `friday`, `next week`, or nothing; each with a reason after it (`for 2h dentist`,
 * `until 14:00 – lunch`, `(lunch)`). Any case. Days without `until` mean the whole day; `monday` is the next one after today.
 * @param text what stands after the command; any text, however hostile
 */
export function parseAway(text: string, { now, calendar, command = '/lead away' }: AwayContext): AwayWish {
  const local = localTime(now, calendar.timezone);
  const scene = { now, calendar, local, hints: awayHints(command, local) };
  const line = typedLine(text);
  const until = /^(?:untill?|'?till?)\b\s*(.*)$/iu.exec(line);
  if (until) return untilMoment(until[1] ?? '', scene);
  const length = /^for\b\s*(.*)$/iu.exec(line);
  if (length) return forLength(length[1] ?? '', scene);
  return wholeDay(line, scene) ?? untilBack(line, scene);
}

function untilMoment(text: string, scene: Scene): AwayWish {
  const { now, local, hints } = scene;
  const reading = readMoment(text, local.date);
  if (!reading) {
    const hour = /^(\d{1,2})(?:$|\s)/.exec(text)?.[1];
    return hour && Number(hour) >= 1 && Number(hour) <= 24 ? hints.hourAlone(Number(hour)) : hints.noMoment();
  }
  const { day, minutes } = reading.value;
  const date = day?.date ?? local.date;
  if (date < local.date) return hints.dayPassed(date, day?.yearOpen ?? false);
  // Before anything is worked out for it: nobody needs the holidays of the year 9999.
  if (date > lastDate(scene)) return hints.tooLong(MAX_MONTHS);
  const until = momentOn(date, minutes, scene);
  return until <= now.getTime() ? hints.tooLateToday(minutes) : away(now.getTime(), until, reading.rest, scene);
}

function forLength(text: string, scene: Scene): AwayWish {
  const { now, hints } = scene;
  const minus = /^[-–−]\s*(?=\d)/.exec(text)?.[0] ?? '';
  const reading = readLength(text.slice(minus.length));
  if (!reading) {
    // "for tomorrow" says when, "for lunch" why, "for some hours" not enough.
    const day = wholeDay(text, scene);
    if (day) return day;
    return /^[\p{L}(]/u.test(text) && !SAYS_WHEN.test(text) ? untilBack(text, scene) : hints.noLength();
  }
  const { months, days, ms } = reading.value;
  if (minus || months + days + ms <= 0) return hints.lengthOfNothing();
  // Far beyond this there are no dates to count with.
  if (months > MAX_MONTHS || days > 366) return hints.tooLong(MAX_MONTHS);
  return away(now.getTime(), later(reading.value, scene), reading.rest, scene);
}

/** What can follow a day and makes it only a part of it. */
const PART_OF_DAY = /^(?:\d|(?:at|from|to|until|till|afternoon|evening|night)\b)/i;
const MORNING = /^morning\b\s*/i;

/** @returns `null` where the text does not begin with a day */
function wholeDay(text: string, scene: Scene): AwayWish | null {
  const { now, calendar, local, hints } = scene;
  const reading = readDate(text, local.date);
  if (!reading) return null;
  const { value: day, rest } = reading;
  if (day.date < local.date) return hints.dayPassed(day.date, day.yearOpen);
  if (day.date > lastDate(scene)) return hints.tooLong(MAX_MONTHS);
  if (PART_OF_DAY.test(rest) || MORNING.test(rest)) return hints.partOfDay(day.date);
  const from = Math.max(now.getTime(), calendar.dayOf(day.date).from);
  return away(from, calendar.dayOf(day.date + day.days).from, rest, scene);
}

/** Words that say when, so that a text with one of them is hardly only a reason. */
const SAYS_WHEN = new RegExp(
  String.raw`\d|\b(?:until|till|from|next|today|tonight|tomorrow|morning|afternoon|evening|noon|midnight|weekend|` +
    String.raw`(?:min(?:ute)?|hour|day|week|month|year)s?|${WEEKDAY_NAMES.join('|')})\b`,
  'i',
);
const OFTEN_MISTYPED = ['until', 'today', 'tomorrow', ...WEEKDAY_NAMES] as const;

function untilBack(text: string, { now, hints }: Scene): AwayWish {
  const setOff = /^[(–—-]/.test(text);
  const meant = setOff ? undefined : nearestName(text.split(' ')[0] ?? '', OFTEN_MISTYPED);
  if (meant) return hints.slip(meant);
  if (!setOff && SAYS_WHEN.test(text)) return hints.onlyReason();
  return { kind: 'away', from: now, until: null, reason: reasonIn(text) };
}

/** Where a day can end so that it belongs to the time before it: `until 9:00 tomorrow (dentist)`. */
const CLAUSE_ENDS = /^(?:$|[(,;:.–—-])/;

/** `day: null` is today, `minutes: null` the start of work. */
function readMoment(text: string, today: LocalDate): Reading<{ day: NamedDate | null; minutes: number | null }> | null {
  const time = readTime(text);
  if (time) {
    const day = readDate(time.rest, today);
    const belongs = day && CLAUSE_ENDS.test(day.rest);
    return { value: { day: belongs ? day.value : null, minutes: time.value }, rest: belongs ? day.rest : time.rest };
  }
  const day = readDate(text, today);
  if (!day) return null;
  const timeOfDay = readTime(day.rest.replace(/^,\s*/, ''));
  if (timeOfDay) return { value: { day: day.value, minutes: timeOfDay.value }, rest: timeOfDay.rest };
  if (PART_OF_DAY.test(day.rest)) return null;
  return { value: { day: day.value, minutes: null }, rest: day.rest.replace(MORNING, '') };
}

/** A time that comes twice on a day is the one that is still to come. */
function momentOn(date: LocalDate, minutes: number | null, { now, calendar }: Scene): number {
  if (minutes === null) {
    const day = calendar.dayOf(date);
    return day.spans[0]?.from ?? day.from;
  }
  const [first, last] = instantsAt(date, minutes, calendar.timezone);
  return first > now.getTime() ? first : last;
}

function later({ months, days, ms }: Length, { now, calendar, local }: Scene): number {
  if (months === 0 && days === 0) return now.getTime() + ms;
  const date = addMonths(local.date, months) + days;
  return instantAt(date, local.minutes, calendar.timezone) + (now.getTime() % MINUTE_MS) + ms;
}

function lastDate({ local }: Scene): LocalDate {
  return addMonths(local.date, MAX_MONTHS);
}

function away(from: number, until: number, rest: string, scene: Scene): AwayWish {
  // A number that was left over belonged to the time, and was not understood.
  if (/^\d/.test(rest)) return scene.hints.noMoment();
  if (until > scene.calendar.dayOf(lastDate(scene)).to) return scene.hints.tooLong(MAX_MONTHS);
  return { kind: 'away', from: new Date(from), until: new Date(until), reason: reasonIn(rest) };
}
