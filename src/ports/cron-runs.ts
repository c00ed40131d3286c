/**
 * Runs of scheduled jobs. A tick is a moment at which a job was to run; over all instances one takes it, and should that one die, another
 * takes it over. So a tick is run at least once, and more than once only where an instance died, lost the database in the middle, or
 * failed: what a job does under the same tick again must come to the same.
 */

export interface Tick {
  job: string;
  /** What all instances call this moment. */
  tick: string;
  at: Date;
}

/** A tick that somebody has taken. */
export interface CronRun extends Tick {
  /** 1 the first time. */
  attempts: number;
}

/** The newest tick of a job. */
export interface NewestRun extends CronRun {
  /** When it was over, done or given up; `null`: it runs, or waits for another try. */
  doneAt: Date | null;
  /** Code of the last failure; `null` after a success. */
  error: string | null;
}

export interface CronRunRepository {
  /**
   * Remembers these ticks as if they had run, of jobs of which nothing is remembered: what was due before a job was there is not missed.
   * For other jobs it changes nothing.
   */
  introduce(ticks: readonly Tick[], now: Date): Promise<void>;

  /**
   * Takes a tick, for so long as `leaseMs` (by the database's clock, so that no clock that is wrong takes over what runs).
   * @param now ticks between this one and now that somebody has taken make it too late for this one: after downtime only the last is run
   * @returns false: somebody else has taken it, or it is from before the job was introduced
   */
  begin(tick: Tick, holder: string, now: Date, leaseMs: number): Promise<boolean>;

  /** @returns false: it was taken over meanwhile */
  renew(tick: Tick, holder: string, leaseMs: number): Promise<boolean>;

  /** It is done. Without effect for a holder who has lost it. */
  end(tick: Tick, holder: string, now: Date): Promise<void>;

  /** It failed, and is given to whoever comes after `retryMs`; `null`: it is given up. */
  fail(tick: Tick, holder: string, now: Date, failure: { code: string; retryMs: number | null }): Promise<void>;

  /** Takes ticks of these jobs whose holder died or failed, oldest first. Those that `maxAttempts` were not enough for are given up. */
  takeOver(jobs: readonly string[], holder: string, now: Date, terms: TakeOverTerms): Promise<CronRun[]>;

  /** The newest tick of every job that there ever was. */
  newest(): Promise<NewestRun[]>;

  /** Forgets what was over before; of each job the newest stays. */
  forget(before: Date): Promise<void>;
}

export interface TakeOverTerms {
  leaseMs: number;
  maxAttempts: number;
  limit: number;
}
