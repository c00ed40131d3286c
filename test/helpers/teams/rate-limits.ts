/** Teams' limits per bot and conversation (docs, rate-limit): each holds at once. */
import type { Clock } from '../../../src/ports/clock.ts';

export type LimitedCall = 'send' | 'edit' | 'create' | 'members';

interface Window {
  ms: number;
  calls: number;
}

const HOUR_MS = 3_600_000;

const SENDING: readonly Window[] = [
  { ms: 1_000, calls: 7 },
  { ms: 2_000, calls: 8 },
  { ms: 30_000, calls: 60 },
  { ms: HOUR_MS, calls: 1_800 },
];

const WINDOWS: Record<LimitedCall, readonly Window[]> = {
  send: SENDING,
  create: SENDING,
  // Nobody documents edits and deletions. They count for themselves, at the strict end.
  edit: SENDING,
  members: SENDING.map(({ ms, calls }) => ({ ms, calls: calls * 2 })),
};

export interface RateLimits {
  /**
   * Counts one call, unless it is refused.
   * @param key the conversation
   * @returns whole seconds until it is allowed, for `Retry-After`; `null` when it is now
   */
  take(call: LimitedCall, key: string): number | null;
}

export function createRateLimits(clock: Clock): RateLimits {
  const taken = new Map<string, number[]>();
  return {
    take(call, key) {
      const now = clock.now().getTime();
      const times = (taken.get(`${call} ${key}`) ?? []).filter((at) => at > now - HOUR_MS);
      const waits = WINDOWS[call].map(({ ms, calls }) => (times.at(-calls) ?? Number.NEGATIVE_INFINITY) + ms - now);
      const wait = Math.max(...waits);
      if (wait > 0) return Math.ceil(wait / 1_000);
      taken.set(`${call} ${key}`, [...times, now]);
      return null;
    },
  };
}

export const noLimits: RateLimits = { take: () => null };
