/** The time, so that tests can hold it. */
export interface Clock {
  /** The present moment. Never goes through `Date.now()` anywhere else in the app or the domain. */
  now(): Date;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
