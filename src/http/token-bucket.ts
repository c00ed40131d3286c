/** Bounds how fast requests may come: a bucket that fills at a steady rate and holds a burst. */

export interface TokenBucket {
  /** Takes one token. @returns 0 when there was one, else how many seconds until there is */
  take(): number;
}

/**
 * @param options.perSecond how fast it fills
 * @param options.burst how much it holds, and has at first
 * @param options.nowMs a clock that never goes back, in ms
 */
export function createTokenBucket(options: { perSecond: number; burst: number; nowMs: () => number }): TokenBucket {
  const { perSecond, burst, nowMs } = options;
  let tokens = burst;
  let filledAt = nowMs();
  return {
    take: () => {
      const now = nowMs();
      tokens = Math.min(burst, tokens + ((now - filledAt) / 1_000) * perSecond);
      filledAt = now;
      if (tokens < 1) return (1 - tokens) / perSecond;
      tokens -= 1;
      return 0;
    },
  };
}
