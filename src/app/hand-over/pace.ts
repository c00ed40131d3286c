/** When something may be sent to a target: one that fails is left alone for a while, and then tried with one lead. */
import { type HandOverError, pauseAfter } from '../../domain/hand-over/failure.ts';
import type { Clock } from '../../ports/clock.ts';

export interface Pace {
  /** In how many ms something may be sent; 0: now. */
  waitMs(): number;
  /** Whether only one lead should be tried. */
  isDoubtful(): boolean;
  /** Something went through. */
  succeeded(): void;
  /** It failed for everybody. */
  failed(error: HandOverError): void;
}

/** Each instance of Dibs has its own: what one finds out the others soon do. */
export function createPace(clock: Pick<Clock, 'now'>): Pace {
  let failures = 0;
  let until = 0;
  return {
    waitMs: () => Math.max(0, until - clock.now().getTime()),
    isDoubtful: () => failures > 0,
    succeeded: () => {
      failures = 0;
    },
    failed: (error) => {
      failures += 1;
      until = clock.now().getTime() + pauseAfter(error, failures);
    },
  };
}
