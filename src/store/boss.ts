/** Starts pg-boss in the same database, so that a job commits with the work it stands for. The queues are in `queues.ts`. */
import PgBoss from 'pg-boss';
import type { Log } from '../ports/log.ts';
import type { Database } from './database.ts';
import { sqlFailure } from './errors.ts';

/** How often one of the instances looks for dead workers' jobs. pg-boss may skip every other look. */
const UPKEEP_SECONDS = 3;

/** Another instance may be making the queue's tables at the same moment, which pg-boss does not always take for that. */
const ATTEMPTS = 5;

/**
 * Begins its upkeep (dead workers' jobs, old dead letters) too. Safe to run on all instances at once.
 * @param prepare makes the queues that are always there
 */
export async function startBoss(
  database: Database,
  log: Log,
  prepare: (boss: PgBoss) => Promise<void>,
): Promise<PgBoss> {
  for (let attempt = 1; ; attempt += 1) {
    const boss = new PgBoss({
      db: { executeSql: database.executeSql },
      schedule: false,
      maintenanceIntervalSeconds: UPKEEP_SECONDS,
    });
    boss.on('error', (err) => log.warn('The job queue could not do its upkeep', { err }));
    try {
      await boss.start();
      await prepare(boss);
      return boss;
    } catch (error) {
      await boss.stop({ graceful: false });
      if (attempt === ATTEMPTS || !sqlFailure(error)) throw error;
    }
  }
}

/** Makes a queue where it is not there yet. What an older version of the program made gets these settings. */
export async function makeQueue(boss: PgBoss, name: string, policy: Omit<PgBoss.Queue, 'name'> = {}): Promise<void> {
  await boss.createQueue(name, { name, ...policy });
  await boss.updateQueue(name, { name, ...policy });
}
