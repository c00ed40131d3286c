/**
 * Runs scheduled jobs at their ticks, each tick on one instance: whoever writes it into the database first. Looks by itself for what is
 * due, so it does not matter who says that it is time, how often, or too late: it finds what a clock that jumped, a change of summer time
 * or a stop of the process has left out, and after downtime the last of what was missed.
 */
import { AppError } from '../domain/errors.ts';
import { type CronLine, readCronLine } from '../domain/schedule/cron-line.ts';
import { type CronTick, latestTick } from '../domain/schedule/cron-tick.ts';
import type { Clock } from '../ports/clock.ts';
import type { CronRunRepository, Tick } from '../ports/cron-runs.ts';

export interface ScheduledJob {
  /** A code, for the log, the metrics and the database: a job under another name is another job. */
  name: string;
  /** Cron line. */
  when: string;
  /** IANA name; the table's own where it is not set. What runs on every instance goes by UTC. */
  timezone?: string;
  /**
   * Under the same tick it must come to the same, however often it runs: it is run again where an instance died or the database was
   * lost in the middle. Ticks may overlap where one is slow.
   * @param tick the moment that it stands for, not the one at which it runs
   */
  run(tick: Date): Promise<unknown>;
}

export interface CronRunnerOptions {
  jobs: readonly ScheduledJob[];
  /** IANA name. */
  timezone: string;
  runs: CronRunRepository;
  clock: Clock;
  /** This instance. */
  holder: string;
  /** How soon a tick is taken over from an instance that died. */
  leaseMs?: number;
  onRun(job: string, outcome: 'done' | 'failed', tick: Date): void;
  onError(error: unknown, job: string | null): void;
}

export interface CronRunner {
  /** Begins what is due of one job. */
  look(job: string): Promise<void>;
  /** Begins what is due of all jobs, and what other instances have left behind. @throws AppError when the database is away */
  audit(): Promise<void>;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
}

const LEASE_MS = 60_000;

/** Of one tick, deaths included: what kills its process must not kill them all for ever. */
const MAX_ATTEMPTS = 5;

/** Longer from try to try. */
const RETRY_MS = 30_000;

/** Ticks that one look takes over. */
const TAKEN_OVER_AT_ONCE = 20;

/** @throws AppError `cron_line` when a job's line cannot be read, `cron_jobs` when two have one name */
export function createCronRunner(options: CronRunnerOptions): CronRunner {
  const { runs, clock, holder, leaseMs = LEASE_MS, onRun, onError } = options;
  const rows = new Map(options.jobs.map((job) => [job.name, rowOf(job, options.timezone)]));
  if (rows.size < options.jobs.length) throw new AppError('cron_jobs', 'two jobs have one name', { retry: 'never' });
  const seen = new Map<string, string>();
  const running = new Set<Promise<void>>();
  let introduced: Promise<void> | null = null;

  function introduce(): Promise<void> {
    const now = clock.now();
    introduced ??= runs
      .introduce(
        [...rows.values()].flatMap((row) => row.latest(now) ?? []),
        now,
      )
      .catch((error: unknown) => {
        introduced = null;
        throw error;
      });
    return introduced;
  }

  async function begin(row: Row): Promise<void> {
    const now = clock.now();
    const due = row.latest(now);
    if (!due || seen.get(due.job) === due.tick) return;
    const isMine = await runs.begin(due, holder, now, leaseMs);
    seen.set(due.job, due.tick);
    if (isMine) start(row.job, due, 1);
  }

  function start(job: ScheduledJob, tick: Tick, attempts: number): void {
    const work = run(job, tick, attempts).finally(() => running.delete(work));
    running.add(work);
  }

  async function run(job: ScheduledJob, tick: Tick, attempts: number): Promise<void> {
    const over = new AbortController();
    const kept = keep(tick, over.signal);
    try {
      await job.run(tick.at);
      await runs.end(tick, holder, clock.now());
      onRun(job.name, 'done', tick.at);
    } catch (error) {
      onRun(job.name, 'failed', tick.at);
      onError(error, job.name);
      const code = error instanceof AppError ? error.code : 'failed';
      const retryMs = attempts < MAX_ATTEMPTS ? RETRY_MS * attempts : null;
      await runs.fail(tick, holder, clock.now(), { code, retryMs }).catch((failed) => onError(failed, job.name));
    }
    over.abort();
    await kept;
  }

  /** Where a renewal fails the next one may not, and where none does another instance takes the tick. */
  async function keep(tick: Tick, over: AbortSignal): Promise<void> {
    for (;;) {
      await clock.sleep(leaseMs / 3, over);
      if (over.aborted) return;
      await runs.renew(tick, holder, leaseMs).catch((error) => onError(error, tick.job));
    }
  }

  return {
    look: async (name) => {
      await introduce();
      const row = rows.get(name);
      if (row) await begin(row);
    },
    audit: async () => {
      await introduce();
      for (const row of rows.values()) await begin(row);
      const terms = { leaseMs, maxAttempts: MAX_ATTEMPTS, limit: TAKEN_OVER_AT_ONCE };
      for (const { attempts, ...tick } of await runs.takeOver([...rows.keys()], holder, clock.now(), terms)) {
        const row = rows.get(tick.job);
        if (row) start(row.job, tick, attempts);
      }
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

interface Row {
  job: ScheduledJob;
  latest(now: Date): Tick | null;
}

function rowOf(job: ScheduledJob, ownTimezone: string): Row {
  const line = lineOf(job);
  const asTick = ({ at, name }: CronTick): Tick => ({ job: job.name, tick: name, at });
  return {
    job,
    latest: (now) => {
      const tick = latestTick(line, job.timezone ?? ownTimezone, now);
      return tick && asTick(tick);
    },
  };
}

function lineOf({ name, when }: ScheduledJob): CronLine {
  const line = readCronLine(when);
  if ('problem' in line) throw new AppError('cron_line', `${name}: ${line.problem}`, { retry: 'never' });
  return line;
}
