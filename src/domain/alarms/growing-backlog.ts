/** More leads wait in a pool than ever do there. */

import type { Alarm } from './alarm.ts';
import { counted, durationWords } from './alarm-words.ts';

export interface Backlog {
  pool: string;
  /** Leads that nobody has yet. */
  waiting: number;
  /** When the oldest of them came; `null`: none waits. */
  oldest: Date | null;
  /** What nine in ten hours of the last two weeks did not go beyond; `null`: not known for long enough. */
  usual: number | null;
}

/** Fewer are no backlog, however unusual. */
const LEAST = 10;

/** So many times what is usual. */
const FACTOR = 3;

/** A burst that is worked off meanwhile is nobody's business. */
const HOLD_MS = 10 * 60_000;

export function growingBacklog({ pool, waiting, oldest, usual }: Backlog, now: Date): Alarm | null {
  if (usual === null || waiting < LEAST || waiting <= FACTOR * usual) return null;
  const since = oldest ? ` The oldest has waited for ${durationWords(now.getTime() - oldest.getTime())}.` : '';
  return {
    key: `backlog:${pool}`,
    title: `Leads pile up in ${pool}`,
    lines: [
      `${waiting} leads wait; in nine of ten hours it is ${counted(usual, 'lead')} at most.${since}`,
      'See with /lead queue who is there, and whether a source sends more than it should.',
    ],
    holdMs: HOLD_MS,
  };
}
