/** Nudges the workers of this process after a commit, so that polling is only the safety net. Never throws, never waits. */
export interface Wake {
  /** Leads wait for routing. */
  router(): void;
  /** Somebody who can take leads, or a lead that waits for somebody, may be there now. */
  assigner(): void;
  /** These conversations have work. */
  deliveries(conversationIds: readonly string[]): void;
}
