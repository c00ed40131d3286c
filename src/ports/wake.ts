/** Nudges the workers of this process after a commit, so that polling is only the safety net. Never throws, never waits. */
export interface Wake {
  /** Leads wait for routing. */
  router(): void;
  /** These conversations have work. */
  deliveries(conversationIds: readonly string[]): void;
}
