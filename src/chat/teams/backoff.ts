/** How long to leave a conversation alone that Teams is too busy for: longer each time, and never for all at once. */
import { ChatError } from '../../domain/errors.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

export interface Backoff {
  /**
   * Makes a call about a conversation. A failure that may pass (412, 429, 5xx, no connection) gets a time to wait where Teams names none:
   * exponential with jitter, as Teams' documentation asks for; a call that succeeds starts it anew.
   */
  around<T>(conversation: string, call: () => Promise<T>): Promise<T>;
}

/** @param random from 0 to 1, as `Math.random` */
export function createBackoff(random: () => number): Backoff {
  const failures = new Map<string, number>();
  return {
    async around(conversation, call) {
      try {
        const result = await call();
        failures.delete(conversation);
        return result;
      } catch (error) {
        if (!(error instanceof ChatError) || error.retry === 'never' || error.retryAfterMs !== undefined) throw error;
        const count = failures.get(conversation) ?? 0;
        failures.set(conversation, count + 1);
        const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** count);
        // At least half of it: too short a pause helps nobody.
        const retryAfterMs = Math.round(most * (0.5 + random() / 2));
        const { code, retry, scope, remedy } = error;
        throw new ChatError(code, { retry, scope, retryAfterMs, cause: error, ...(remedy ? { remedy } : {}) });
      }
    },
  };
}
