/** Jobs that say "there is work in this conversation". At least once: a job whose worker dies comes back. */
export interface DeliveryJobs {
  /** Takes up to `limit` jobs; each must be completed or failed within 30 s, else it is given to another worker. */
  fetch(limit: number): Promise<DeliveryJob[]>;
  /**
   * Done.
   * @param againInMs commits a new job for the same conversation in its place, not to be taken before so long from now
   */
  complete(job: DeliveryJob, againInMs?: number): Promise<void>;
  /** Not done: it comes back after a back-off. `error` is a code, never text of a lead. */
  fail(job: DeliveryJob, error: string): Promise<void>;
}

export interface DeliveryJob {
  id: string;
  conversationId: string;
}
