/**
 * Takes delivery jobs and works on their conversations, many side by side: each mostly waits for its platform's pace.
 */
import type { Clock } from '../ports/clock.ts';
import type { Job, Jobs } from '../ports/jobs.ts';
import { type Loop, startLoop } from './loop.ts';

/** How soon jobs are seen that another instance committed, and retries whose time has come. */
const LOOK_EVERY_MS = 1_000;

/** Conversations worked on side by side in one process. */
const AT_ONCE = 100;

export interface DeliveryWorkerOptions {
  /** About conversations. */
  jobs: Jobs;
  /** Works on a conversation. @returns when to come back, `null` when it is done */
  deliver(conversationId: string, signal: AbortSignal): Promise<Date | null>;
  clock: Clock;
  onError(error: unknown, conversationId: string | null): void;
}

export function startDeliveryWorker({ jobs, deliver, clock, onError }: DeliveryWorkerOptions): Loop {
  const running = new Set<Promise<void>>();

  async function run(job: Job, signal: AbortSignal): Promise<void> {
    try {
      const again = await deliver(job.about, signal);
      // The queue goes by the real time, whatever clock the app goes by.
      await jobs.complete([job], again ? again.getTime() - clock.now().getTime() : undefined);
    } catch (error) {
      onError(error, job.about);
      // Should the database be away, the job expires by itself and another worker gets it.
      await jobs
        .fail([job], error instanceof Error ? error.name : 'unknown')
        .catch((failed) => onError(failed, job.about));
    }
  }

  const loop = startLoop({
    clock,
    everyMs: LOOK_EVERY_MS,
    onError: (error) => onError(error, null),
    pass: async (signal) => {
      const free = AT_ONCE - running.size;
      if (free <= 0) return null;
      const taken = await jobs.fetch(free);
      for (const job of taken) {
        const work = run(job, signal).finally(() => {
          running.delete(work);
          loop.wake();
        });
        running.add(work);
      }
      return taken.length === free ? 0 : null;
    },
  });
  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      await Promise.all(running);
    },
  };
}
