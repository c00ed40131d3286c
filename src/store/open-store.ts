/** Opens everything of this room: the database, up to date, the store on it, and the job queue. */
import type { DeliveryJobs } from '../ports/delivery-jobs.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import { startDeliveryQueue } from './boss.ts';
import { type Database, openDatabase } from './database.ts';
import { toAppError } from './errors.ts';
import { createStore, translating } from './store.ts';

export interface OpenStore {
  /** `close` closes everything. */
  store: Store;
  jobs: DeliveryJobs;
}

/** Parameters and errors as of `openDatabase`. */
export async function openStore(options: { databaseUrl?: string; dataDir: string; log: Log }): Promise<OpenStore> {
  const database = await openDatabase(options);
  // Only one process can have a PGlite open, so whoever held a lease there is dead: its work need not wait until it ends.
  if (!options.databaseUrl) await database.executeSql('UPDATE conversation SET lease_holder = NULL', []);
  return storeOver(database, options.log);
}

/** The store over a database that is open already. Closes the database when that fails. */
export async function storeOver(database: Database, log: Log): Promise<OpenStore> {
  try {
    const queue = await startDeliveryQueue(database, log);
    return { store: createStore(database, queue), jobs: translating(queue.jobs) };
  } catch (error) {
    await database.close();
    throw toAppError(error);
  }
}
