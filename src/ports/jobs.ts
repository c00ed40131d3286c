/** Jobs of one queue: each says "there is work about this". At least once: a job whose worker dies comes back. */
export interface Jobs {
  /** Takes up to `limit` jobs; each must be completed or failed before the queue's time is up, else it is given to another worker. */
  fetch(limit: number): Promise<Job[]>;
  /**
   * Done.
   * @param againInMs commits a new job about the same in place of each, not to be taken before so long from now
   */
  complete(jobs: readonly Job[], againInMs?: number): Promise<void>;
  /** Not done: they come back after a back-off. `error` is a code, never text of a lead. */
  fail(jobs: readonly Job[], error: string): Promise<void>;
}

export interface Job {
  id: string;
  /** What there is work with: a conversation, or a lead. */
  about: string;
}
