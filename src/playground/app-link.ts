/** How the playground reaches the app: what is delivered, and what can come of it within three seconds. */
import type { Clock } from '../ports/clock.ts';

/** Slack shows a warning to the person when the app has not acknowledged by then (docs.slack.dev, acknowledging). */
const ACKNOWLEDGE_WITHIN_MS = 3_000;

/** A click, a modal or a typed command on its way to the app. */
export interface AppRequest {
  kind: 'interactive' | 'slash_commands';
  payload: Record<string, unknown>;
}

export type Acknowledgement =
  /** `body` is what the app answered with, if anything: JSON where it was JSON, else text. */
  | { kind: 'acknowledged'; body: unknown }
  /** Nothing came within three seconds. The app may still have done its work. */
  | { kind: 'timed_out' }
  /** The app could not be reached, or answered with an error. `because` is a short code. */
  | { kind: 'failed'; because: string };

export interface AppLink {
  /** Delivers once; Slack does not repeat interactions. Never rejects. */
  deliver(request: AppRequest): Promise<Acknowledgement>;
}

/**
 * Waits for an acknowledgement, and no longer than Slack does.
 * @param attempt gets a signal that aborts when the time is over
 */
export async function withinThreeSeconds(
  clock: Clock,
  attempt: (signal: AbortSignal) => Promise<Acknowledgement>,
): Promise<Acknowledgement> {
  const answered = new AbortController();
  const late = new AbortController();
  const timer = clock.sleep(ACKNOWLEDGE_WITHIN_MS, answered.signal).then(() => ({ kind: 'timed_out' }) as const);
  const first = await Promise.race([attempt(late.signal), timer]);
  answered.abort();
  late.abort();
  return first;
}
