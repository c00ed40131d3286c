/** Several instances of the store on one PostgreSQL database, each with connections of its own. */
import { afterAll } from 'vitest';
import { type OpenStore, openStore } from '../../../src/store/open-store.ts';
import { makeTestDatabase } from '../../helpers/database.ts';
import { silentLog } from '../../helpers/silent-log.ts';

/** Call it at the top of a test file. Closed after the file's tests. */
export async function openInstances(count: number): Promise<OpenStore[]> {
  const databaseUrl = await makeTestDatabase();
  const opened = await Promise.all(
    Array.from({ length: count }, () => openStore({ databaseUrl, dataDir: 'unused', log: silentLog })),
  );
  afterAll(() => Promise.all(opened.map(({ store }) => store.close())));
  return opened;
}

/** Deals things out to instances in turn. */
export function inTurn<T>(things: readonly T[], index: number): T {
  const thing = things[index % things.length];
  if (thing === undefined) throw new Error('nothing to deal out');
  return thing;
}

/** Runs something many times at once. @returns the results in order */
export function atOnce<T>(times: number, run: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => run(index)));
}
