/** Leads wait in a pool in working time, and nobody of it can take them. */

import type { Alarm } from './alarm.ts';
import { counted } from './alarm-words.ts';

export interface Attendance {
  pool: string;
  /** Leads that wait for somebody who can take them. */
  waiting: number;
  members: readonly MemberAttendance[];
}

export interface MemberAttendance {
  name: string;
  /** Whether it is within the rep's working hours. */
  isWorking: boolean;
  /** Why the rep cannot take one, in words; `null`: can. */
  unavailable: string | null;
}

/** People go for a coffee. */
const HOLD_MS = 5 * 60_000;

/** More names are no help. */
const NAMED = 10;

export function nobodyAvailable({ pool, waiting, members }: Attendance): Alarm | null {
  const working = members.filter(({ isWorking }) => isWorking);
  // Out of working hours leads wait because that is how it is meant.
  if (waiting === 0 || working.length === 0 || members.some(({ unavailable }) => unavailable === null)) return null;
  const named = working.slice(0, NAMED).map(({ name, unavailable }) => `${name}: ${unavailable}`);
  const more = working.length > NAMED ? [`And ${working.length - NAMED} more.`] : [];
  return {
    key: `nobody:${pool}`,
    title: `Nobody can take the ${counted(waiting, 'lead')} that ${waiting === 1 ? 'waits' : 'wait'} in ${pool}`,
    lines: [...named, ...more, 'Ask somebody to type /lead back, or give the pool a fallback or another member.'],
    holdMs: HOLD_MS,
  };
}
