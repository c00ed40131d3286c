/** Response URLs: what an app may say to an interaction afterwards: five times, within half an hour. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';

/** docs.slack.dev, responding to interactions. */
const MOST_USES = 5;
const LIFE_MS = 30 * 60_000;

/** What the person acted on: a message, a private note, or a command they typed. */
export interface ResponseTarget {
  channel: string;
  user: string;
  source: { kind: 'message' | 'note'; ts: string } | { kind: 'command' };
}

interface ResponseUrl {
  target: ResponseTarget;
  issuedAtMs: number;
  uses: number;
}

export class ResponseUrls {
  readonly #clock: Clock;
  readonly #issued = new Map<string, ResponseUrl>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns the last part of the URL */
  issue(target: ResponseTarget): string {
    const now = this.#clock.now().getTime();
    for (const [key, url] of this.#issued) {
      if (now - url.issuedAtMs <= LIFE_MS) break;
      this.#issued.delete(key);
    }
    const key = randomBytes(16).toString('hex');
    this.#issued.set(key, { target, issuedAtMs: now, uses: 0 });
    return key;
  }

  /** Counts one use. */
  use(key: string): { target: ResponseTarget } | { error: 'expired_url' | 'used_url' } {
    const url = this.#issued.get(key);
    if (!url || this.#clock.now().getTime() - url.issuedAtMs > LIFE_MS) return { error: 'expired_url' };
    if (url.uses >= MOST_USES) return { error: 'used_url' };
    url.uses += 1;
    return { target: url.target };
  }
}
