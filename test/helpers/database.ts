/**
 * A database of its own for each test file: a copy of the run's template, on PGlite or on PostgreSQL, whichever the lane says.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, expect, inject } from 'vitest';
import { type Database, prepareDatabase } from '../../src/store/database.ts';
import type { Home } from '../../src/store/home.ts';
import { type OpenStore, storeOver } from '../../src/store/open-store.ts';
import { pgliteHome } from '../../src/store/pglite.ts';
import { openClient } from '../../src/store/pglite-client.ts';
import { connectPostgres } from '../../src/store/postgres.ts';
import { administrate, urlOf } from './database-template.ts';
import { silentLog } from './silent-log.ts';

export interface TestStore extends OpenStore {
  database: Database;
}

/**
 * Opens a store over an empty database. Call it at the top of a test file; it is closed after the file's tests.
 */
export async function openTestStore(watch: (home: Home) => Home = (home) => home): Promise<TestStore> {
  const database = await prepareDatabase(watch(await openTestHome()), silentLog);
  const opened = await storeOver(database, silentLog);
  afterAll(() => opened.store.close());
  return { ...opened, database };
}

/** Opens the home of an empty database, without a store, at the top of a test file. Whoever calls it closes it. */
export async function openTestHome(): Promise<Home> {
  return onPostgres() ? connectPostgres(await makeTestDatabase(), silentLog) : pgliteHome(await copyPglite());
}

/** @returns whether this lane is on PostgreSQL */
export function onPostgres(): boolean {
  return process.env.TEST_DATABASE === 'postgres';
}

/**
 * Makes an empty database on the PostgreSQL server, at the top of a test file. It is dropped after the file's tests, unless one failed: then it is kept, to
 * be looked at, until the next run. @returns its URL
 */
export async function makeTestDatabase(): Promise<string> {
  const name = `dibs_test_${fileKey()}`;
  await administrate(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await administrate(`CREATE DATABASE ${name} TEMPLATE ${inject('databaseTemplate')}`);
  let failed = false;
  afterEach(({ task }) => {
    failed ||= task.result?.state === 'fail';
  });
  afterAll(async () => {
    if (!failed) await administrate(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  return urlOf(name);
}

let made = 0;

/** The same in every run of this checkout, so that what a failed run left behind is dropped by the next. */
function fileKey(): string {
  const file = expect.getState().testPath ?? 'unknown';
  made += 1;
  return createHash('sha256').update(`${file} ${made}`).digest('hex').slice(0, 12);
}

async function copyPglite(): Promise<PGlite> {
  const dump = await readFile(inject('databaseTemplate'));
  return openClient({ loadDataDir: new Blob([new Uint8Array(dump)]) });
}
