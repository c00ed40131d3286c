/** A worker for each system outside. */
import { type DeadLetterContext, tellDeadLetters } from '../app/hand-over/dead-letters.ts';
import { createHandOverLeads, type HandOverContext } from '../app/hand-over/hand-over-leads.ts';
import { createPace } from '../app/hand-over/pace.ts';
import { startHandOverWorker } from '../jobs/hand-over-worker.ts';
import type { Loop } from '../jobs/loop.ts';
import type { Metrics } from '../obs/metrics.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import type { Outside } from './hand-over.ts';

export interface HandOverWorkersOptions {
  context: HandOverContext;
  outside: Outside;
  /** By target. */
  jobs: ReadonlyMap<string, Jobs>;
  deadLetters: DeadLetterContext;
  metrics: Metrics;
  log: Log;
}

export function startHandOverWorkers(options: HandOverWorkersOptions): Loop[] {
  const { context, outside, jobs, deadLetters, metrics, log } = options;
  return outside.addresses.flatMap((address) => {
    const { target, atOnce } = address;
    const ofTarget = jobs.get(target);
    if (!ofTarget) return [];
    const pace = createPace(context.clock);
    return startHandOverWorker({
      jobs: ofTarget,
      atOnce,
      handOver: createHandOverLeads(context, address, pace),
      pace,
      clock: context.clock,
      onHandedOver: async ({ results, dead }) => {
        for (const result of results) metrics.handedOver(target, result);
        if (dead > 0) await tellDeadLetters(deadLetters, target);
      },
      onError: (error) => log.error('Handing over failed; it is tried again', { err: error, job: target }),
    });
  });
}
