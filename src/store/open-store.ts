/** Opens everything of this room: the database, up to date, the store on it, and the job queues. */
import type { Jobs } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import { type Database, openDatabase } from './database.ts';
import { toAppError } from './errors.ts';
import { startQueues } from './queues.ts';
import { createStore, translating } from './store.ts';

export interface OpenStore {
  /** `close` closes everything. */
  store: Store;
  /** About conversations with cards to deliver. */
  jobs: Jobs;
  /** Opens the queue of leads that a target is to get. Before that, none is added for it. */
  handOverJobs(target: string): Promise<Jobs>;
}

/** Parameters and errors as of `openDatabase`. */
export async function openStore(options: { databaseUrl?: string; dataDir: string; log: Log }): Promise<OpenStore> {
  const database = await openDatabase(options);
  // Only one process can have a PGlite open, so whoever held a lease there is dead: its work need not wait until it ends.
  if (!options.databaseUrl) {
    await database.executeSql('UPDATE conversation SET lease_holder = NULL', []);
    await database.executeSql('UPDATE hand_over SET lease_until = NULL WHERE lease_until IS NOT NULL', []);
  }
  return storeOver(database, options.log);
}

/** The store over a database that is open already. Closes the database when that fails. */
export async function storeOver(database: Database, log: Log): Promise<OpenStore> {
  try {
    const queues = await startQueues(database, log);
    return {
      store: createStore(database, queues),
      jobs: translating(queues.deliveries),
      ...translating({ handOverJobs: async (target: string) => translating(await queues.handOvers(target)) }),
    };
  } catch (error) {
    await database.close();
    throw toAppError(error);
  }
}
