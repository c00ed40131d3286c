/** Keeps the timekeeper going: pass after pass while steps are due. */
import type { KeepLimits, KeptLimits } from '../app/time-limits/keep-limits.ts';
import type { Clock } from '../ports/clock.ts';
import { type Loop, startLoop } from './loop.ts';

/** How late a step may be. */
const LOOK_EVERY_MS = 1_000;

export interface TimekeeperLoopOptions {
  keepLimits: KeepLimits;
  clock: Clock;
  /** Told of every pass. */
  onKept(kept: KeptLimits): void;
  onError(error: unknown): void;
}

export function startTimekeeperLoop({ keepLimits, clock, onKept, onError }: TimekeeperLoopOptions): Loop {
  return startLoop({
    clock,
    everyMs: LOOK_EVERY_MS,
    onError,
    pass: async () => {
      const kept = await keepLimits();
      onKept(kept);
      return kept.state === 'more' ? 0 : null;
    },
  });
}
