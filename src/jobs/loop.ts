/**
 * A loop that works when it is woken, and looks by itself now and then in case a wake-up was lost (another instance took
 * the lead, a process died). One pass at a time.
 */
import { setMaxListeners } from 'node:events';
import type { Clock } from '../ports/clock.ts';

export interface Loop {
  /** There may be work: pass at once, or again after the pass under way. */
  wake(): void;
  /** Ends after the pass under way. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  clock: Clock;
  /** Without a wake-up, a pass starts this long after the last one, in ms. */
  everyMs: number;
  /** Works off what is there. @returns in how many ms to come back; `null` to wait for a wake-up or `everyMs` */
  pass(signal: AbortSignal): Promise<number | null>;
  /** A pass that throws is reported here; the loop goes on. */
  onError(error: unknown): void;
}

export function startLoop({ clock, everyMs, pass, onError }: LoopOptions): Loop {
  const stopping = new AbortController();
  // All that a pass has begun waits on this one signal; Node takes more than ten for a leak.
  setMaxListeners(0, stopping.signal);
  let woken = false;
  let wakeUp = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      woken = false;
      let pauseMs = everyMs;
      try {
        pauseMs = (await pass(stopping.signal)) ?? everyMs;
      } catch (error) {
        onError(error);
      }
      if (woken || stopping.signal.aborted) continue;
      wakeUp = new AbortController();
      await clock.sleep(pauseMs, AbortSignal.any([wakeUp.signal, stopping.signal]));
    }
  }

  const finished = run();
  return {
    wake: () => {
      woken = true;
      wakeUp.abort();
    },
    stop: () => {
      stopping.abort();
      return finished;
    },
  };
}
