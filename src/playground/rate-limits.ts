/**
 * Slack's rate limits as leaky buckets: tiers per method and minute, and one message per second in a channel with a
 * short burst (docs.slack.dev, rate limits). Slack does not publish the bursts; ours are at the strict end.
 */
import type { Clock } from '../ports/clock.ts';

export type Tier = 'tier1' | 'tier2' | 'tier3' | 'tier4' | 'per-channel' | 'unlimited';

interface Bucket {
  /** Calls per second it takes in the long run. */
  perSecond: number;
  /** Calls it takes at once. */
  burst: number;
}

const BUCKETS: Record<Exclude<Tier, 'unlimited'>, Bucket> = {
  // One a minute by the table, but every instance of an app opens its connections at start.
  tier1: { perSecond: 1 / 60, burst: 10 },
  tier2: { perSecond: 20 / 60, burst: 20 },
  tier3: { perSecond: 50 / 60, burst: 50 },
  tier4: { perSecond: 100 / 60, burst: 100 },
  'per-channel': { perSecond: 1, burst: 3 },
};

export class RateLimits {
  readonly #clock: Clock;
  readonly #levels = new Map<string, { used: number; atMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Counts one call.
   * @param key what is limited: a method, or a channel
   * @returns whole seconds until the next call is allowed, for `Retry-After`; `null` when this one is
   */
  take(tier: Tier, key: string): number | null {
    if (tier === 'unlimited') return null;
    const { perSecond, burst } = BUCKETS[tier];
    const nowMs = this.#clock.now().getTime();
    const last = this.#levels.get(key) ?? { used: 0, atMs: nowMs };
    const used = Math.max(0, last.used - ((nowMs - last.atMs) / 1000) * perSecond);
    const wait = (used + 1 - burst) / perSecond;
    if (wait > 0) return Math.ceil(wait);
    this.#levels.set(key, { used: used + 1, atMs: nowMs });
    return null;
  }
}
