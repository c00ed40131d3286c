/** A rep's out-of-office entries: what becomes of them when one is added, who covers, and how they read. */
import type { OutOfOffice } from './availability.ts';
import { resolveDelegate } from './delegates.ts';
import { localTime } from './local-time.ts';
import { describeDate } from './moment-words.ts';

/** A list longer than this is no plan any more. */
export const MOST_ENTRIES = 20;

/** The entries with one more, by date. It takes the place of those that it overlaps: what was said last holds. */
export function withEntry(
  entries: readonly OutOfOffice[],
  added: OutOfOffice,
): { entries: OutOfOffice[]; replaced: OutOfOffice[] } {
  const replaced = entries.filter((entry) => overlap(entry, added));
  const kept = entries.filter((entry) => !replaced.includes(entry));
  return { entries: [...kept, added].sort((a, b) => a.from.getTime() - b.from.getTime()), replaced };
}

export type Cover =
  | { kind: 'covered'; by: string }
  /** The delegate is out as well, and `by` covers for both; `null`: nobody does then. */
  | { kind: 'out_too'; until: Date; by: string | null }
  /** Following the delegates leads back to somebody who is out: nobody would cover. `names` is whom the last of them named. */
  | { kind: 'circle'; through: string; names: string };

/**
 * Who really stands in for a rep.
 * @param entry the rep's own, with a delegate
 * @param entriesOf the out-of-office entries of anybody else
 */
export function coverOf(
  rep: string,
  entry: OutOfOffice & { delegate: string },
  entriesOf: (rep: string) => readonly OutOfOffice[],
): Cover {
  const outWith = (other: string) => entriesOf(other).filter((theirs) => overlap(theirs, entry));
  const delegateOf = (one: string) =>
    one === rep ? entry.delegate : (outWith(one).find(({ delegate }) => delegate !== null)?.delegate ?? null);
  const answer = resolveDelegate(rep, delegateOf, (other) => outWith(other).length === 0);
  if ('none' in answer && answer.none === 'circle') {
    const [through = '', names = ''] = answer.path.slice(-2);
    return { kind: 'circle', through, names };
  }
  const by = 'delegate' in answer ? answer.delegate : null;
  if (by === entry.delegate) return { kind: 'covered', by };
  const ends = outWith(entry.delegate).map(({ until }) => until.getTime());
  return { kind: 'out_too', until: new Date(Math.max(...ends)), by };
}

/** `Thu 24 Dec to Sat 2 Jan`, or one day alone, by the clock of `timezone`. The last day is included. */
export function describeDays(
  { from, until }: Pick<OutOfOffice, 'from' | 'until'>,
  now: Date,
  timezone: string,
): string {
  const today = localTime(now, timezone).date;
  const first = localTime(from, timezone).date;
  const last = localTime(new Date(until.getTime() - 1), timezone).date;
  return first === last ? describeDate(first, today) : `${describeDate(first, today)} to ${describeDate(last, today)}`;
}

function overlap(a: Pick<OutOfOffice, 'from' | 'until'>, b: Pick<OutOfOffice, 'from' | 'until'>): boolean {
  return a.from < b.until && b.from < a.until;
}
