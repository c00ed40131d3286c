/** Refuses work that could not be done in time: better a quick "later" than an answer nobody waits for any more. */
import { Problem } from './problem.ts';
import { createTokenBucket } from './token-bucket.ts';

export interface Limits {
  /** Requests to the lead API. A CRM that syncs sends tens per second; bulk goes in batches of 500. */
  perSecond: number;
  burst: number;
  /** How many leads may wait for a commit: about a quarter of a second's work on two cores. */
  maxWaiting: number;
}

const DEFAULT_LIMITS: Limits = { perSecond: 1_000, burst: 10_000, maxWaiting: 2_000 };

/**
 * @param intake how much waits there counts as load
 * @returns throws Problem `too-many-requests` or `overloaded`, with `Retry-After`
 */
export function createLoadGuard(intake: { waiting(): number }, limits = DEFAULT_LIMITS): () => void {
  const bucket = createTokenBucket({ ...limits, nowMs: () => performance.now() });
  return () => {
    const waitSeconds = bucket.take();
    if (waitSeconds > 0) throw new Problem('too-many-requests', { headers: retryAfter(waitSeconds) });
    if (intake.waiting() >= limits.maxWaiting) throw new Problem('overloaded', { headers: retryAfter(1) });
  };
}

function retryAfter(seconds: number): Record<string, string> {
  return { 'retry-after': String(Math.ceil(seconds)) };
}
