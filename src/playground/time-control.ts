/** Moves the time ahead for everybody, so that whoever tries Dibs need not wait for what happens by the clock. */
import type { Clock } from '../ports/clock.ts';
import type { PageClock } from './page-model.ts';

/** A clock that may be moved. */
export interface AheadClock extends Clock {
  moveAhead(ms: number): void;
  ahead(): number;
}

export class TimeControl {
  readonly #clock: Clock | AheadClock;
  readonly #listeners = new Set<() => void>();

  constructor(clock: Clock | AheadClock) {
    this.#clock = clock;
  }

  read(): PageClock {
    return { now: this.#clock.now().getTime(), ahead: 'ahead' in this.#clock ? this.#clock.ahead() : 0 };
  }

  /** Does nothing where the clock cannot be moved. */
  moveAhead(ms: number): void {
    if ('moveAhead' in this.#clock) this.#clock.moveAhead(ms);
    for (const tell of this.#listeners) tell();
  }

  /** Calls back when the time was moved. @returns stops it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
