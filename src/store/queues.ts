/** The queues: one of conversations with cards to deliver, and one for each system outside, of leads to hand over. */
import type PgBoss from 'pg-boss';
import type { Jobs } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { makeQueue, startBoss } from './boss.ts';
import type { Database } from './database.ts';
import { addJobs, queueJobs } from './queue-jobs.ts';
import type { Session } from './session.ts';

const DELIVER = 'deliver';
const DELIVER_DEAD = 'deliver_dead';

/** Dead letters are kept twice as long. */
const KEEP_DAYS = 3;

/**
 * `short`: at most one waiting job per key, any number at work. None ever blocks another.
 * A job that fails comes back after 1 s to 2 s, then after twice as long each time. Then it becomes a dead letter, for a person to
 * find; the sweep makes a new job as long as there is work. A worker that has not answered within 30 s is taken for dead.
 */
const DELIVERIES = {
  policy: 'short',
  retryLimit: 5,
  retryDelay: 1,
  retryBackoff: true,
  expireInSeconds: 30,
  retentionMinutes: KEEP_DAYS * 24 * 60,
  deadLetter: DELIVER_DEAD,
} as const;

/**
 * Here the job is all that says that something is to be handed over: nothing makes a lost one anew. So it is never given up, and a
 * system outside may be away for a month. When to try again the worker says itself; it fails a job only when the database is away.
 */
const HAND_OVERS = {
  policy: 'short',
  retryLimit: 1_000_000,
  retryDelay: 5,
  retryBackoff: false,
  expireInSeconds: 60,
  retentionMinutes: 31 * 24 * 60,
} as const;

export interface Queues {
  /** Jobs about conversations. */
  deliveries: Jobs;
  /** Jobs about leads that a target gets. The queue is made where it is not there yet: until then nothing can be added to it. */
  handOvers(target: string): Promise<Jobs>;
  /** Commits a job for each conversation that has none waiting, in the session's transaction. */
  addDeliveries(session: Session, conversationIds: readonly string[]): Promise<void>;
  /** The same for leads and the targets that are to get them. One statement. */
  addHandOvers(session: Session, wanted: readonly { target: string; leadId: string }[]): Promise<void>;
  /** How many leads wait for a target. */
  countHandOvers(target: string): Promise<number>;
  /** Ends the upkeep. */
  stop(): Promise<void>;
}

export async function startQueues(database: Database, log: Log): Promise<Queues> {
  const boss = await startBoss(database, log, prepareDeliveries);
  return {
    deliveries: queueJobs(boss, database, DELIVER),
    async handOvers(target) {
      const queue = handOverQueue(target);
      await makeQueue(boss, queue, HAND_OVERS);
      return queueJobs(boss, database, queue);
    },
    addDeliveries: (session, ids) =>
      addJobs(
        boss,
        ids.map((about) => ({ queue: DELIVER, about })),
        session.db,
      ),
    addHandOvers: (session, wanted) =>
      addJobs(
        boss,
        wanted.map(({ target, leadId }) => ({ queue: handOverQueue(target), about: leadId })),
        session.db,
      ),
    countHandOvers: (target) => boss.getQueueSize(handOverQueue(target)),
    stop: () => boss.stop({ graceful: false }),
  };
}

async function prepareDeliveries(boss: PgBoss): Promise<void> {
  await makeQueue(boss, DELIVER_DEAD);
  await makeQueue(boss, DELIVER, DELIVERIES);
}

function handOverQueue(target: string): string {
  return `hand_over.${target}`;
}
