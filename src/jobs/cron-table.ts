/**
 * Calendar work: one row per job, fired by node-cron in the time zone of the row. What node-cron leaves out (a time that summer time jumps
 * over, a second at which the process was busy, all while it was down) the auditor finds, which is a row of its own.
 */
import { schedule, type TaskOptions } from 'node-cron';
import type { Clock } from '../ports/clock.ts';
import type { CronRunRepository } from '../ports/cron-runs.ts';
import { createCronRunner, type ScheduledJob } from './cron-runner.ts';

export interface CronJob extends ScheduledJob {
  /** `per-tick`: one instance runs it, and what was missed is caught up with · `on-every-instance`: each runs it while it is up */
  once: 'per-tick' | 'on-every-instance';
}

export interface CronTableOptions {
  jobs: readonly CronJob[];
  /** IANA name, for rows without one of their own. */
  timezone: string;
  runs: CronRunRepository;
  clock: Clock;
  /** This instance, as no other is called. */
  holder: string;
  /** A job ran here. */
  onRun(job: string, outcome: 'done' | 'failed', tick: Date): void;
  /** All rows were looked at. */
  onAudited(): void;
  /** @param job `null`: the auditor itself */
  onError(error: unknown, job: string | null): void;
}

export interface CronTable {
  /** Begins nothing new, and waits for what runs. */
  stop(): Promise<void>;
}

/** What fires late, by at most this, and how late it is noticed that an instance died, after its lease. */
const AUDIT_EVERY = '*/10 * * * * *';

/** Where summer time ends node-cron fires nothing for an hour, however often a line says to. */
const ALWAYS_GOES_ON = 'UTC';

export function startCronTable(options: CronTableOptions): CronTable {
  const { jobs, timezone, clock, onRun, onAudited, onError } = options;
  const shared = jobs.filter(({ once }) => once === 'per-tick');
  const runner = createCronRunner({ ...options, jobs: shared });
  const running = new Set<Promise<void>>();

  /** @param work never rejects */
  function keepTrack(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => running.delete(tracked));
    running.add(tracked);
    return tracked;
  }

  async function runHere({ name, run }: CronJob): Promise<void> {
    const now = clock.now();
    try {
      await run(now);
      onRun(name, 'done', now);
    } catch (error) {
      onRun(name, 'failed', now);
      onError(error, name);
    }
  }

  /** What runs on every instance is never looked for by the auditor. */
  const zoneOf = (job: CronJob) => (job.once === 'per-tick' ? (job.timezone ?? timezone) : ALWAYS_GOES_ON);
  const audit = () => runner.audit().then(onAudited, (error: unknown) => onError(error, null));
  const fire = (job: CronJob): Promise<void> =>
    job.once === 'per-tick' ? runner.look(job.name).catch((error) => onError(error, job.name)) : runHere(job);

  const tasks = [
    ...jobs.map((job) => schedule(job.when, () => keepTrack(fire(job)), optionsOf(job.name, zoneOf(job)))),
    schedule(AUDIT_EVERY, () => keepTrack(audit()), optionsOf('audit', ALWAYS_GOES_ON)),
  ];
  // What was missed while nothing ran is not kept waiting.
  keepTrack(audit());

  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()));
      while (running.size > 0) await Promise.all(running);
      await runner.idle();
    },
  };
}

/** By itself it writes to the console, and what it says the auditor deals with. */
const quiet = () => undefined;
const QUIET = { info: quiet, warn: quiet, error: quiet, debug: quiet };

function optionsOf(name: string, timezone: string): TaskOptions {
  return { name, timezone, noOverlap: true, suppressMissedWarning: true, logger: QUIET };
}
