/** How things are timed: closed loops for throughput, open loops for waiting times, medians against a noisy machine. */

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Of what was measured; `null` when nothing was. */
export function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? median(known) : null;
}

/** The smallest value that at least `percent` of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** @returns how long it took, in ms */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Callers that each begin the next call when the last one is answered.
 * @returns calls per second
 */
export async function closedLoop(
  { callers, calls }: { callers: number; calls: number },
  work: (call: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const caller = async () => {
    while (next < calls) {
      const call = next;
      next += 1;
      await work(call);
    }
  };
  const ms = await timed(() => Promise.all(Array.from({ length: callers }, caller)));
  return (calls / ms) * 1_000;
}

/**
 * Calls that begin at fixed times, whether or not those before them are answered. Each is timed from when it should have
 * begun, so that a stall counts for everybody who would have had to wait (no coordinated omission).
 * @returns the time of each call, in ms
 */
export async function openLoop(
  { perSecond, calls }: { perSecond: number; calls: number },
  work: (call: number) => Promise<unknown>,
): Promise<number[]> {
  const start = performance.now();
  const under: Promise<number>[] = [];
  for (let call = 0; call < calls; call += 1) {
    const due = start + (call / perSecond) * 1_000;
    while (performance.now() < due) await sleep(due - performance.now());
    const time = work(call).then(() => performance.now() - due);
    // A failure is thrown below, once all calls have begun; until then nobody listens.
    time.catch(() => {});
    under.push(time);
  }
  return Promise.all(under);
}

/** Waits until `done`, looking every 20 ms. @throws Error after `withinMs` */
export async function waitUntil(done: () => boolean | Promise<boolean>, withinMs: number, what: string): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await done())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${withinMs} ms`);
    await sleep(20);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
