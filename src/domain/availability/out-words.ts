/** What people type after `/lead out`: the days they are out of office, who covers, and why. */
import type { AwayRefusal } from './away-hints.ts';
import { type NamedDate, type Reading, readDate } from './away-reading.ts';
import { type AwayContext, MAX_MONTHS } from './away-words.ts';
import { addMonths, isoDate, type LocalDate, localTime } from './local-time.ts';
import { describeDate } from './moment-words.ts';
import { reasonIn, typedLine } from './typed-line.ts';

export type OutWish =
  /** Nothing was said: what is planned so far is wanted. */
  | { kind: 'show' }
  | { kind: 'cancel' }
  | {
      kind: 'out';
      from: Date;
      /** Not included: the end of the last day. */
      until: Date;
      /** Who stands in, as it was typed; `null`: nobody was named. */
      cover: string | null;
      reason: string | null;
    }
  | AwayRefusal;

/**
 * Reads `24 Dec to 2 Jan`, `24-28 Dec`, `monday until friday`, `2026-12-24 - 2027-01-02`, `next week`, `tomorrow`, each with
 * `cover bob` and a reason after it; `cancel`; or nothing. Whole days only, the last one included.
 * @param text what stands after the command; any text, however hostile
 */
export function parseOut(text: string, { now, calendar, command = '/lead out' }: AwayContext): OutWish {
  const line = typedLine(text);
  if (line === '') return { kind: 'show' };
  if (/^(?:cancel|clear|delete|none|end|over)\.?$/i.test(line)) return { kind: 'cancel' };
  const today = localTime(now, calendar.timezone).date;
  const days = readDays(withMonth(line.replace(/^(?:from|on)\s+/i, '')), today);
  const example = `\`${command} 24 Dec to 2 Jan cover bob (holiday)\``;
  if (days === null) return refuse(`Say which days, the last one included: ${example}.`);
  const { first, last, yearOpen, rest } = days;
  if (/^(?:\d|at\b|to\b|until\b|till\b|morning\b|afternoon\b|evening\b)/i.test(rest)) {
    return refuse(`Out of office is for whole days: ${example}. For a part of one, say how long you are away.`);
  }
  if (last < first) return refuse(`${describeDate(last, first)} is before ${describeDate(first, last)}: ${example}.`);
  if (last < today) {
    const next = yearOpen ? ' If next year’s is meant, say the year.' : '';
    return refuse(`${isoDate(last)} has passed: today is ${isoDate(today)}.${next}`, 'in_the_past');
  }
  const latest = addMonths(today, MAX_MONTHS);
  if (last > latest) return refuse(`A year ahead is the most, which is ${isoDate(latest)}.`, 'too_long');
  const cover = COVER.exec(rest);
  if (cover && !cover[1]) return refuse(`Say who covers: ${example}.`);
  return {
    kind: 'out',
    from: new Date(calendar.dayOf(first).from),
    until: new Date(calendar.dayOf(last).to),
    cover: cover?.[1]?.replace(/[.,;:!?]+$/, '') ?? null,
    reason: reasonIn(rest.replace(COVER, ' ').replace(/^[\s,;)]+|[\s,;(]+$/g, '')),
  };
}

const COVER = /(?:^|[\s,;(])cover(?:s|ed\s+by)?(?![\p{L}\p{N}])\s*:?\s*([^\s,;()]+)?/iu;

/** What stands between the first and the last day. */
const TO = /^(?:to|until|till|through|thru|[-–—]|\.\.\.?)\s*/i;

interface Days {
  first: LocalDate;
  last: LocalDate;
  yearOpen: boolean;
  rest: string;
}

function readDays(text: string, today: LocalDate): Days | null {
  const begin = readDate(text, today);
  if (!begin) return null;
  const { date: first, days, yearOpen } = begin.value;
  const oneReading = { first, last: first + days - 1, yearOpen, rest: begin.rest };
  const to = TO.exec(begin.rest);
  if (!to) return oneReading;
  const end = readEnd(begin.rest.slice(to[0].length), first, today);
  // A dash sets off a reason too: "24 Dec – dentist".
  return end ? { first, last: end.value.date + end.value.days - 1, yearOpen, rest: end.rest } : oneReading;
}

/** Counted from the first day, so that "to 2 Jan" is the one after it; "tomorrow" is tomorrow all the same. */
function readEnd(text: string, first: LocalDate, today: LocalDate): Reading<NamedDate> | null {
  return readDate(text, /^(?:today|tomorrow|next)\b/i.test(text) ? today : first);
}

/** `24-28 Dec` and `24 to 28 December` with the month said twice. */
function withMonth(text: string): string {
  return text.replace(
    /^(\d{1,2})(?:st|nd|rd|th)?\s*(?:to|until|till|[-–—])\s*(?=\d{1,2}(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\b)/i,
    '$1 $2 to ',
  );
}

function refuse(hint: string, problem: AwayRefusal['problem'] = 'not_understood'): AwayRefusal {
  return { kind: 'problem', problem, hint };
}
