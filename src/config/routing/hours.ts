/** Working hours: `mon-fri: "09:00-18:00"`, or a list of spans for a day with a break. */
import { z } from 'zod';
import { type TimeSpan, WEEKDAYS, type Weekday, type WorkingHours } from '../../domain/ruleset.ts';
import { hasKeys, isClean, list } from './values.ts';

const DAY = `(${WEEKDAYS.join('|')})`;

const days = z.string().regex(new RegExp(`^${DAY}(-${DAY})?$`), {
  error: `must be a day (${WEEKDAYS.join(', ')}) or a range of days such as mon-fri`,
});

const span = z
  .string()
  .regex(/^([01]?\d|2[0-3]):[0-5]\d-(([01]?\d|2[0-3]):[0-5]\d|24:00)$/, {
    error: 'must be a span of time such as "09:00-18:00"',
  })
  .meta({ description: "From and to, in the rep's time zone.", examples: ['09:00-18:00'] })
  .transform((text, context): TimeSpan => {
    const [from = 0, to = 0] = text.split('-').map(minutes);
    if (from < to) return { from, to };
    const message = `ends before it begins: a night is written as two spans, such as "22:00-24:00" and "00:00-06:00"`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  });

const spans = z.union([span.transform((only) => [only]), list(span)]);

export const workingHours = z
  .record(days, spans)
  .refine(hasKeys, { error: 'must not be empty', when: isClean })
  .transform((byRange, context): WorkingHours => {
    const hours: WorkingHours = {};
    for (const [range, daySpans] of Object.entries(byRange)) {
      for (const day of daysOf(range)) {
        const known = hours[day];
        if (known)
          context.issues.push({ code: 'custom', message: `${day} is there twice`, input: range, path: [range] });
        else hours[day] = inOrder(daySpans);
        if (overlaps(hours[day] ?? [])) {
          context.issues.push({ code: 'custom', message: 'the spans overlap', input: range, path: [range] });
        }
      }
    }
    return hours;
  });

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** `fri-mon` goes over the weekend. */
function daysOf(range: string): Weekday[] {
  const names: readonly string[] = WEEKDAYS;
  const [first = 0, last = first] = range.split('-').map((day) => names.indexOf(day));
  const count = ((last - first + WEEKDAYS.length) % WEEKDAYS.length) + 1;
  return [...WEEKDAYS, ...WEEKDAYS].slice(first, first + count);
}

function inOrder(daySpans: readonly TimeSpan[]): TimeSpan[] {
  return [...daySpans].sort((a, b) => a.from - b.from);
}

function overlaps(ordered: readonly TimeSpan[]): boolean {
  return ordered.some((next, index) => index > 0 && next.from < (ordered[index - 1]?.to ?? 0));
}
