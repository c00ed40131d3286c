/** Work whose time has come and that nobody does: the part of Dibs that should is not running, on any instance. */

import type { Alarm } from './alarm.ts';
import { durationWords } from './alarm-words.ts';

/** The parts that work by themselves, one instance at a time. */
export const WORKERS = ['router', 'assigner', 'timekeeper'] as const;
export type Worker = (typeof WORKERS)[number];

/** Since when the longest overdue work of each waits; `null`: none does. */
export type OverdueWork = Record<Worker, Date | null>;

/** A scheduled job, as its newest tick stands. */
export interface JobRun {
  job: string;
  at: Date;
  doneAt: Date | null;
  error: string | null;
}

const WHAT: Record<Worker, string> = {
  router: 'Leads are not routed',
  assigner: 'Offers are not made and do not end',
  timekeeper: 'Reminders and time limits stand still',
};

/** Each looks every second. */
const OVERDUE_MS = 2 * 60_000;
const HOLD_MS = 3 * 60_000;

/** Longer than any job takes, its other attempts included. */
const UNFINISHED_MS = 15 * 60_000;

const WHERE_TO_LOOK = 'Look at /readyz and at the log of each instance; restarting one that is stuck loses nothing.';

export function workLeftLying(overdue: OverdueWork, now: Date): Alarm[] {
  return WORKERS.flatMap((worker) => {
    const since = overdue[worker];
    const ms = since ? now.getTime() - since.getTime() : 0;
    if (ms < OVERDUE_MS) return [];
    const waits = `The ${worker} should have been there ${durationWords(ms)} ago.`;
    return [{ key: `stuck:${worker}`, title: WHAT[worker], lines: [waits, WHERE_TO_LOOK], holdMs: HOLD_MS }];
  });
}

export function failingJobs(runs: readonly JobRun[], now: Date): Alarm[] {
  return runs.flatMap(({ job, at, doneAt, error }) => {
    const isUnfinished = doneAt === null && now.getTime() - at.getTime() >= UNFINISHED_MS;
    const hasFailed = doneAt !== null && error !== null;
    if (!isUnfinished && !hasFailed) return [];
    const why = hasFailed
      ? `It was given up with “${error}”.`
      : `It is not done after ${durationWords(now.getTime() - at.getTime())}.`;
    return [
      {
        key: `job:${job}`,
        title: `The scheduled job ${job} does not get done`,
        lines: [why, WHERE_TO_LOOK],
        holdMs: 0,
      },
    ];
  });
}
