/**
 * The job queue: pg-boss in the same database, so that a job commits with the work it stands for. A job says "there is work
 * in this conversation"; the deliveries say what.
 */
import PgBoss from 'pg-boss';
import type { DeliveryJob, DeliveryJobs } from '../ports/delivery-jobs.ts';
import type { Log } from '../ports/log.ts';
import type { Database } from './database.ts';
import { sqlFailure } from './errors.ts';
import type { Session } from './session.ts';
import { PULL_JOB_FORWARD } from './sql/pull-job-forward.ts';

const QUEUE = 'deliver';
const DEAD_LETTERS = 'deliver_dead';

/** A worker that has not answered by then is taken for dead, and its job goes to another. */
const EXPIRE_SECONDS = 30;

/** How often one of the instances looks for dead workers' jobs. pg-boss may skip every other look: taken over within 40 s. */
const UPKEEP_SECONDS = 3;

/**
 * A job that fails comes back after 1 s to 2 s, then after twice as long each time. Then it becomes a dead letter, for a
 * person to find; the sweep makes a new job as long as there is work.
 */
const RETRIES = 5;

/** Dead letters are kept twice as long. */
const KEEP_DAYS = 3;

/** `short`: at most one waiting job per key, any number at work. None ever blocks another. */
const POLICY = {
  policy: 'short',
  retryLimit: RETRIES,
  retryDelay: 1,
  retryBackoff: true,
  expireInSeconds: EXPIRE_SECONDS,
  retentionMinutes: KEEP_DAYS * 24 * 60,
  deadLetter: DEAD_LETTERS,
} as const;

interface JobData {
  conversationId: string;
}

export interface DeliveryQueue {
  jobs: DeliveryJobs;
  /** Commits a job for each conversation that has none waiting, in the session's transaction. */
  add(session: Session, conversationIds: readonly string[]): Promise<void>;
  /** Ends the upkeep. */
  stop(): Promise<void>;
}

/**
 * Makes the queue where it is not there yet, and begins its upkeep: dead workers' jobs, old dead letters. Safe to run on all
 * instances at once.
 */
export async function startDeliveryQueue(database: Database, log: Log): Promise<DeliveryQueue> {
  const boss = await startBoss(database, log);
  return {
    jobs: deliveryJobs(boss, database),
    async add(session, conversationIds) {
      if (conversationIds.length === 0) return;
      const jobs = conversationIds.map((conversationId) => ({
        name: QUEUE,
        data: { conversationId } satisfies JobData,
        singletonKey: conversationId,
      }));
      await boss.insert(jobs, { db: session.db });
    },
    stop: () => boss.stop({ graceful: false }),
  };
}

/** Another instance may be making the queue's tables at the same moment, which pg-boss does not always take for that. */
const START_ATTEMPTS = 5;

async function startBoss(database: Database, log: Log): Promise<PgBoss> {
  for (let attempt = 1; ; attempt += 1) {
    const boss = new PgBoss({
      db: { executeSql: database.executeSql },
      schedule: false,
      maintenanceIntervalSeconds: UPKEEP_SECONDS,
    });
    boss.on('error', (err) => log.warn('The job queue could not do its upkeep', { err }));
    try {
      await boss.start();
      await boss.createQueue(DEAD_LETTERS, { name: DEAD_LETTERS });
      await boss.createQueue(QUEUE, { name: QUEUE, ...POLICY });
      // What an older version of the program made has its settings.
      await boss.updateQueue(QUEUE, { name: QUEUE, ...POLICY });
      return boss;
    } catch (error) {
      await boss.stop({ graceful: false });
      if (attempt === START_ATTEMPTS || !sqlFailure(error)) throw error;
    }
  }
}

function deliveryJobs(boss: PgBoss, database: Database): DeliveryJobs {
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
      const jobs = await boss.fetch<JobData>(QUEUE, { batchSize: limit, db: { executeSql } });
      if (failure !== undefined) throw failure;
      return jobs.map(({ id, data }) => ({ id, conversationId: data.conversationId }));
    },

    async complete(job, againInMs) {
      // First the new one: dying in between repeats a job, the other way round would lose it.
      if (againInMs !== undefined) await addLater(boss, database, job, new Date(Date.now() + againInMs));
      // The delivery is the record of what was done; a finished job would only make the table longer.
      await boss.deleteJob(QUEUE, job.id);
    },

    async fail(job, error) {
      await boss.fail(QUEUE, job.id, { code: error });
    },
  };
}

/**
 * One later job per conversation, at the earliest time anybody asked for. It has a key of its own, so that new work never
 * waits for it.
 */
async function addLater(boss: PgBoss, database: Database, { conversationId }: DeliveryJob, again: Date): Promise<void> {
  const singletonKey = `${conversationId}:later`;
  for (;;) {
    if (await boss.send(QUEUE, { conversationId } satisfies JobData, { singletonKey, startAfter: again })) return;
    const { rows } = await database.executeSql(PULL_JOB_FORWARD, [QUEUE, singletonKey, again.toISOString()]);
    // No row: the job that was in the way has been taken by a worker in between.
    if (rows.length > 0) return;
  }
}
