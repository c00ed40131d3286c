/**
 * Takes the jobs of one target and hands their leads over, a batch at a time. A target that fails is left alone as a whole, so that a
 * day's leads do not each find out by themselves.
 */
import type { HandedOver, HandOverLeads } from '../app/hand-over/hand-over-leads.ts';
import type { Pace } from '../app/hand-over/pace.ts';
import type { Clock } from '../ports/clock.ts';
import type { Job, Jobs } from '../ports/jobs.ts';
import { type Loop, startLoop } from './loop.ts';

/** How soon a lead goes out. What comes meanwhile goes out with it. */
const LOOK_EVERY_MS = 1_000;

export interface HandOverWorkerOptions {
  /** About leads. */
  jobs: Jobs;
  /** The most leads at a time. */
  atOnce: number;
  handOver: HandOverLeads;
  pace: Pace;
  clock: Clock;
  onHandedOver(handedOver: HandedOver): Promise<void>;
  onError(error: unknown): void;
}

export function startHandOverWorker(options: HandOverWorkerOptions): Loop {
  const { jobs, atOnce, handOver, pace, clock, onHandedOver, onError } = options;

  async function work(taken: readonly Job[], signal: AbortSignal): Promise<void> {
    try {
      const handedOver = await handOver([...new Set(taken.map(({ about }) => about))], signal);
      const done = new Set(handedOver.done);
      await jobs.complete(taken.filter(({ about }) => done.has(about)));
      for (const [inMs, leads] of byTime(handedOver)) {
        await jobs.complete(
          taken.filter(({ about }) => leads.has(about)),
          inMs,
        );
      }
      await onHandedOver(handedOver);
    } catch (error) {
      onError(error);
      // Should the database be away, the jobs expire by themselves and another worker gets them.
      await jobs.fail(taken, error instanceof Error ? error.name : 'unknown').catch(onError);
    }
  }

  return startLoop({
    clock,
    everyMs: LOOK_EVERY_MS,
    onError,
    pass: async (signal) => {
      const waitMs = pace.waitMs();
      if (waitMs > 0) return Math.min(waitMs, LOOK_EVERY_MS);
      const limit = pace.isDoubtful() ? 1 : atOnce;
      const taken = await jobs.fetch(limit);
      if (taken.length > 0) await work(taken, signal);
      return taken.length === limit ? 0 : null;
    },
  });
}

function byTime({ again }: HandedOver): Map<number, Set<string>> {
  const times = new Map<number, Set<string>>();
  for (const { leadId, inMs } of again) times.set(inMs, (times.get(inMs) ?? new Set()).add(leadId));
  return times;
}
