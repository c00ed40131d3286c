/** Jobs in a queue of pg-boss, each about one thing, which is its key. */
import type PgBoss from 'pg-boss';
import type { Job, Jobs } from '../ports/jobs.ts';
import type { Database } from './database.ts';
import { PULL_JOBS_FORWARD } from './sql/pull-jobs-forward.ts';

interface JobData {
  about: string;
}

/** Commits a job for each thing that has none waiting. @param db where: the session's, for its transaction */
export async function addJobs(
  boss: PgBoss,
  jobs: readonly { queue: string; about: string }[],
  db: PgBoss.Db,
): Promise<void> {
  if (jobs.length === 0) return;
  const rows = jobs.map(({ queue, about }) => ({
    name: queue,
    data: { about } satisfies JobData,
    singletonKey: about,
  }));
  await boss.insert(rows, { db });
}

export function queueJobs(boss: PgBoss, database: Database, queue: string): Jobs {
  return {
    async fetch(limit) {
      // pg-boss takes any failure of this statement for a lost race and answers with no jobs; a dead database must be seen.
      let failure: unknown;
      const executeSql: PgBoss.Db['executeSql'] = async (text, values) => {
        try {
          return await database.executeSql(text, values);
        } catch (error) {
          failure = error;
          throw error;
        }
      };
      const jobs = await boss.fetch<JobData>(queue, { batchSize: limit, db: { executeSql } });
      if (failure !== undefined) throw failure;
      return jobs.map(({ id, data }) => ({ id, about: data.about }));
    },

    async complete(jobs, againInMs) {
      if (jobs.length === 0) return;
      // First the new ones: dying in between repeats a job, the other way round would lose it.
      if (againInMs !== undefined) await addLater(boss, database, queue, jobs, new Date(Date.now() + againInMs));
      // What was done is recorded elsewhere; a finished job would only make the table longer.
      await boss.deleteJob(
        queue,
        jobs.map(({ id }) => id),
      );
    },

    async fail(jobs, error) {
      for (const { id } of jobs) await boss.fail(queue, id, { code: error });
    },
  };
}

/** One later job about each, at the earliest time anybody asked for. It has a key of its own, so that new work never waits for it. */
async function addLater(
  boss: PgBoss,
  database: Database,
  queue: string,
  jobs: readonly Job[],
  again: Date,
): Promise<void> {
  const startAfter = again.toISOString();
  let missing = new Map(jobs.map(({ about }) => [`${about}:later`, { about } satisfies JobData]));
  while (missing.size > 0) {
    const rows = [...missing].map(([singletonKey, data]) => ({ name: queue, data, singletonKey, startAfter }));
    await boss.insert(rows);
    const { rows: there } = await database.executeSql(PULL_JOBS_FORWARD, [
      queue,
      JSON.stringify([...missing.keys()]),
      startAfter,
    ]);
    const found = new Set((there as { key: string }[]).map(({ key }) => key));
    // Not there: the job that was in the way has been taken by a worker in between.
    missing = new Map([...missing].filter(([key]) => !found.has(key)));
  }
}
