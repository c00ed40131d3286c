/** Time that only passes when a test says so. Starts at the real time, since signed requests are compared with it. */
import type { Clock } from '../../src/ports/clock.ts';

export interface TestClock extends Clock {
  /** Lets time pass and wakes whoever slept until then. */
  advance(ms: number): void;
}

export function createTestClock(): TestClock {
  let now = Date.now();
  const sleepers = new Set<{ until: number; wake: () => void }>();
  return {
    now: () => new Date(now),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 0 || signal?.aborted) return resolve();
        const sleeper = {
          until: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      }),
    advance(ms) {
      now += ms;
      for (const sleeper of [...sleepers]) if (sleeper.until <= now) sleeper.wake();
    },
  };
}
