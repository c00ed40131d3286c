/** Why something could not be handed over, and what comes of it. */
import { AppError, type Retry } from '../errors.ts';

/** What each failure means is said in `remedies.ts`. */
export type FailureCode =
  | 'rate_limited'
  | 'unavailable'
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'forbidden'
  | 'not_set_up'
  | 'redirected'
  | 'address_refused'
  | 'not_found'
  | 'unexpected_answer'
  | 'busy'
  | 'refused'
  | 'duplicate'
  | 'gone'
  | 'record_deleted';

/** A failed call to a system outside, in the program's own words. */
export class HandOverError extends AppError {
  override readonly code: FailureCode;
  /** Whether it concerns this lead, or whatever would be sent there now. */
  readonly scope: 'lead' | 'target';
  /** How long they asked us to wait, in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(code: FailureCode, options: { retry: Retry; retryAfterMs?: number | undefined; cause?: unknown }) {
    super(code, `handing over failed: ${code}`, { retry: options.retry, cause: options.cause });
    this.name = 'HandOverError';
    this.code = code;
    this.scope = OF_ONE_LEAD.has(code) ? 'lead' : 'target';
    this.retryAfterMs = options.retryAfterMs;
  }
}

const OF_ONE_LEAD: ReadonlySet<FailureCode> = new Set(['busy', 'refused', 'duplicate', 'gone', 'record_deleted']);

const SECOND_MS = 1_000;
const DAY_MS = 24 * 3_600_000;

/** The longest pause between two tries. */
export const LONGEST_PAUSE_MS = 300 * SECOND_MS;

/** Nothing that can pass by itself takes longer; a person can still have it tried again. */
export const GIVEN_UP_AFTER_MS = 7 * DAY_MS;

export type AfterFailure = { kind: 'again'; inMs: number } | { kind: 'dead' };

/**
 * What comes of a lead that could not be handed over.
 * @param attempts so far, this one included
 * @param since when it first failed
 */
export function afterFailure(error: HandOverError, attempts: number, since: Date, now: Date): AfterFailure {
  if (error.scope === 'lead' && error.retry === 'never') return { kind: 'dead' };
  if (now.getTime() - since.getTime() >= GIVEN_UP_AFTER_MS) return { kind: 'dead' };
  return { kind: 'again', inMs: Math.max(error.retryAfterMs ?? 0, growing(attempts, LONGEST_PAUSE_MS)) };
}

/** A system that was down is found to be back within this time. */
const LONGEST_OUTAGE_PAUSE_MS = 60 * SECOND_MS;

/**
 * How long nothing is sent to a target that fails.
 * @param failures one after the other, without anything that went through in between
 */
export function pauseAfter(error: HandOverError, failures: number): number {
  // What a person has to put right is not put right within seconds.
  const longest = error.retry === 'never' ? LONGEST_PAUSE_MS : LONGEST_OUTAGE_PAUSE_MS;
  return Math.max(error.retryAfterMs ?? 0, growing(failures, longest));
}

/** 1 s, 2 s, 4 s … */
function growing(times: number, longest: number): number {
  return Math.min(longest, SECOND_MS * 2 ** Math.min(times - 1, 30));
}
