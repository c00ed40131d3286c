/** Trigger ids: the app's licence to open one modal, for three seconds after a person did something. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';

/** How long an app may use a trigger (docs.slack.dev, handling user interaction). */
const LIFE_MS = 3_000;
/** How long we still tell "expired" from "never existed". */
const REMEMBERED_MS = 600_000;

interface Trigger {
  user: string;
  /** The modal the person acted in, if they did; only such a trigger may push. */
  modal: string | null;
  issuedAtMs: number;
  used: boolean;
}

export type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

export class Triggers {
  readonly #clock: Clock;
  readonly #issued = new Map<string, Trigger>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(user: string, modal: string | null): string {
    const now = this.#clock.now().getTime();
    for (const [id, trigger] of this.#issued) {
      if (now - trigger.issuedAtMs <= REMEMBERED_MS) break;
      this.#issued.delete(id);
    }
    const id = `${now}.${this.#issued.size}.${randomBytes(16).toString('hex')}`;
    this.#issued.set(id, { user, modal, issuedAtMs: now, used: false });
    return id;
  }

  /** Uses a trigger up. @returns whose it was, or why it is worth nothing */
  exchange(id: string): Pick<Trigger, 'user' | 'modal'> | { error: TriggerError } {
    const trigger = this.#issued.get(id);
    if (!trigger) return { error: 'invalid_trigger_id' };
    if (trigger.used) return { error: 'exchanged_trigger_id' };
    if (this.#clock.now().getTime() - trigger.issuedAtMs > LIFE_MS) return { error: 'expired_trigger_id' };
    trigger.used = true;
    return trigger;
  }
}
