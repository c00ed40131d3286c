/**
 * Cron lines: five fields (minute, hour, day of month, month, weekday), or six with the second first. Read as node-cron reads them,
 * which fires them: days must match both by month and by weekday. What only some crons know (`L`, `W`, `#`) is refused.
 */
import { MONTH_NAMES, WEEKDAY_NAMES } from '../availability/moment-words.ts';

/** The values at which a line fires, ascending. */
export interface CronLine {
  seconds: number[];
  minutes: number[];
  hours: number[];
  /** 1 to 31. */
  days: number[];
  /** 1 to 12. */
  months: number[];
  /** 0 for Sunday to 6. */
  weekdays: number[];
}

interface Field {
  key: keyof CronLine;
  name: string;
  min: number;
  max: number;
  /** What may stand for numbers, the first of them for `min`. */
  words?: readonly string[];
}

const WEEKDAYS = ['sunday', ...WEEKDAY_NAMES.slice(0, -1)];

const FIELDS: readonly Field[] = [
  { key: 'seconds', name: 'second', min: 0, max: 59 },
  { key: 'minutes', name: 'minute', min: 0, max: 59 },
  { key: 'hours', name: 'hour', min: 0, max: 23 },
  { key: 'days', name: 'day of the month', min: 1, max: 31 },
  { key: 'months', name: 'month', min: 1, max: 12, words: MONTH_NAMES },
  { key: 'weekdays', name: 'weekday', min: 0, max: 6, words: WEEKDAYS },
];

/** The longest that each month gets. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** @returns the line, or a sentence that says what is wrong with it */
export function readCronLine(text: string): CronLine | { problem: string } {
  const given = text.trim().split(/\s+/);
  const parts = given.length === FIELDS.length - 1 ? ['0', ...given] : given;
  if (parts.length !== FIELDS.length) {
    return {
      problem: `“${text}” has ${given.length} field${given.length === 1 ? '' : 's'}. A cron line has five: minute hour day month weekday.`,
    };
  }
  const line: CronLine = { seconds: [], minutes: [], hours: [], days: [], months: [], weekdays: [] };
  for (const [index, field] of FIELDS.entries()) {
    const part = parts[index] ?? '';
    const values = valuesOf(part, field);
    if (!values) {
      return {
        problem: `“${text}” has “${part}” for its ${field.name}. Use ${field.min} to ${field.max}, *, */5, 1-5 or 1,3.`,
      };
    }
    line[field.key] = values;
  }
  return line;
}

/** @returns why a line from a routing file is not taken, as a sentence; `null` when it is */
export function cronLineProblem(text: string): string | null {
  const line = readCronLine(text);
  if ('problem' in line) return line.problem;
  if (!everFires(line)) return `“${text}” never fires: no month that it names has such a day.`;
  if (line.seconds.length > 1) {
    return `“${text}” fires ${line.seconds.length} times a minute. Once a minute is the most: leave the seconds out.`;
  }
  return null;
}

/** Whether a date exists on which it fires; the 29th of February does, in time on every weekday. */
export function everFires({ days, months }: CronLine): boolean {
  const [first = 0] = days;
  return months.some((month) => first <= (LONGEST[month - 1] ?? 0));
}

function valuesOf(part: string, field: Field): number[] | null {
  const values = new Set<number>();
  for (const piece of part.toLowerCase().split(',')) {
    const found = piecesOf(piece, field);
    if (!found) return null;
    for (const value of found) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

/** `*`, `3`, `1-5`, `1-10/2`, `fri-mon`, or a star with a step: what ends before it begins goes around. */
function piecesOf(piece: string, field: Field): number[] | null {
  const [, range = '', steps] = /^([^/]+)(?:\/(\d+))?$/.exec(piece) ?? [];
  const [from, to] = endsOf(range, field) ?? [];
  const step = Number(steps ?? 1);
  const isOne = !/[-*]/.test(range);
  // A step needs something to step through.
  if (from === undefined || to === undefined || step < 1 || (steps !== undefined && isOne)) return null;
  const size = field.max - field.min + 1;
  const span = to >= from ? to - from : to - from + size;
  const count = Math.floor(span / step) + 1;
  return Array.from({ length: count }, (_, n) => field.min + ((from - field.min + n * step) % size));
}

function endsOf(range: string, field: Field): (number | undefined)[] | null {
  const isAny = range === '*' || (range === '?' && (field.key === 'days' || field.key === 'weekdays'));
  if (isAny) return [field.min, field.max];
  const ends = range.split('-').map((end) => numberOf(end, field));
  return ends.length > 2 ? null : [ends[0], ends.at(-1)];
}

function numberOf(text: string, { key, min, max, words = [] }: Field): number | undefined {
  const word = words.findIndex((name) => name === text || name.slice(0, 3) === text);
  if (word >= 0) return min + word;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  // Sunday has two numbers, so that a week can be written either way.
  const most = key === 'weekdays' ? max + 1 : max;
  const value = Number(text);
  return value >= min && value <= most ? value : undefined;
}
