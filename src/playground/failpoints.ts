/**
 * Failures on demand, for tests: what a network and a busy Slack really do to an app. The worst is `drop-after`:
 * Slack has posted the message, and the app never hears of it.
 */

export type Failure =
  /** The connection breaks and nothing was done. */
  | { kind: 'drop-before' }
  /** It was done, and the connection breaks before the answer. */
  | { kind: 'drop-after' }
  /** 503 and nothing was done. */
  | { kind: 'error-before' }
  /** It was done, and the answer is 500. */
  | { kind: 'error-after' }
  /** It was done, and the answer comes late. */
  | { kind: 'delay'; delayMs: number };

export interface Failpoint {
  /** Web API method, e.g. `chat.postMessage`. */
  method: string;
  failure: Failure;
  /** Which part of the calls fails, 0 to 1. All of them unless given. */
  share?: number;
  /** Decides which; give a seeded one. Needed when `share` is. */
  random?: () => number;
}

export class Failpoints {
  readonly #armed = new Map<string, Failpoint>();

  /** Makes calls of a method fail, in place of what was armed for it before. */
  arm(point: Failpoint): void {
    this.#armed.set(point.method, point);
  }

  /** Ends all failures. */
  disarm(): void {
    this.#armed.clear();
  }

  /** What is to happen to this call. */
  strike(method: string): Failure | null {
    const point = this.#armed.get(method);
    if (!point) return null;
    const hit = point.share === undefined || (point.random?.() ?? 0) < point.share;
    return hit ? point.failure : null;
  }
}
