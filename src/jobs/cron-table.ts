/**
 * Calendar work: one row per job. Every instance fires every row; each row's work is safe to run on all of them at once.
 */
import { schedule } from 'node-cron';

export interface CronJob {
  name: string;
  /** Cron line; six fields, seconds first. */
  when: string;
  run(): Promise<unknown>;
}

export interface CronTable {
  stop(): Promise<void>;
}

export function startCronTable(jobs: readonly CronJob[], onError: (error: unknown, job: string) => void): CronTable {
  const tasks = jobs.map((job) =>
    schedule(job.when, () => job.run().catch((error) => onError(error, job.name)), { name: job.name, noOverlap: true }),
  );
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}
