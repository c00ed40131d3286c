/** The store over an open database: repositories, transactions, and one wall where every error becomes an `AppError`. */
import type { Repositories, Store } from '../ports/store.ts';
import { alarmRepository } from './alarms.ts';
import { availabilityRepository } from './availability.ts';
import { cronRunRepository } from './cron-runs.ts';
import type { Database } from './database.ts';
import { deliveryRepository } from './deliveries.ts';
import { erasureRepository } from './erasure.ts';
import { toAppError } from './errors.ts';
import { experimentRepository } from './experiments.ts';
import { exportRepository } from './exports.ts';
import { figuresRepository } from './figures.ts';
import { handOverRepository } from './hand-overs.ts';
import { identityRepository } from './identities.ts';
import { leadRepository } from './leads.ts';
import { pushRepository } from './push.ts';
import type { Queues } from './queues.ts';
import { rotationRepository } from './rotations.ts';
import { rulesetRepository } from './rulesets.ts';
import { rootSession, type Session } from './session.ts';
import { teamsPlaces } from './teams-places.ts';
import { timeLimitRepository } from './time-limits.ts';

/** @param queues stopped together with the store */
export function createStore(database: Database, queues: Queues): Store {
  const root = rootSession(database);
  return {
    ...repositories(root, queues),
    ...translating({
      transaction: <T>(work: (tx: Repositories) => Promise<T>) =>
        root.atomically((session) => work(repositories(session, queues))),
      async ping() {
        await root.sql('SELECT 1');
      },
      async close() {
        await queues.stop();
        await database.close();
      },
    }),
  };
}

function repositories(session: Session, queues: Queues): Repositories {
  return {
    leads: translating(leadRepository(session)),
    deliveries: translating(deliveryRepository(session, queues)),
    identities: translating(identityRepository(session)),
    rulesets: translating(rulesetRepository(session)),
    push: translating(pushRepository(session)),
    limits: translating(timeLimitRepository(session)),
    rotations: translating(rotationRepository(session)),
    figures: translating(figuresRepository(session)),
    availability: translating(availabilityRepository(session)),
    teams: translating(teamsPlaces(session)),
    cronRuns: translating(cronRunRepository(session)),
    alarms: translating(alarmRepository(session)),
    experiments: translating(experimentRepository(session)),
    erasure: translating(erasureRepository(session, queues)),
    exports: translating(exportRepository(session)),
    handOvers: translating(handOverRepository(session, queues)),
  };
}

type Method = (...args: unknown[]) => unknown;

/** The same methods, throwing `AppError` where they threw a driver's error. */
export function translating<T extends object>(methods: T): T {
  const translated = (Object.entries(methods) as [string, Method][]).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await method(...args);
      } catch (error) {
        throw toAppError(error);
      }
    },
  ]);
  return Object.fromEntries(translated) as T;
}
