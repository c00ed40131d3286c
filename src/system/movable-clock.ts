/**
 * The clock of the playground: the real time and as much as somebody has moved it ahead, so that an offer's five minutes need not be
 * waited for. It never goes back, and a restart finds it where it was: what happened stays in the past.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../ports/clock.ts';

export interface MovableClock extends Clock {
  /** @param ms how much later it is to be; not negative */
  moveAhead(ms: number): void;
  /** How much later it is than in reality, in ms. */
  ahead(): number;
}

/**
 * @param real the clock to move ahead of
 * @param file keeps how far it was moved; one that is not there or cannot be read means not at all
 */
export function openMovableClock(real: Clock, file: string): MovableClock {
  let aheadMs = readAhead(file);
  return {
    now: () => new Date(real.now().getTime() + aheadMs),
    // Whoever waits looks again within a second or so: waiting is not cut short.
    sleep: (ms, signal) => real.sleep(ms, signal),
    moveAhead: (ms) => {
      aheadMs += Math.max(0, ms);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ aheadMs }));
    },
    ahead: () => aheadMs,
  };
}

function readAhead(file: string): number {
  try {
    const { aheadMs } = JSON.parse(readFileSync(file, 'utf8')) as { aheadMs?: unknown };
    return typeof aheadMs === 'number' && aheadMs > 0 ? aheadMs : 0;
  } catch {
    return 0;
  }
}
