/**
 * Makes, once per run, the database that each test file gets a copy of: migrated, with the job queue. On PGlite a dumped data
 * directory, kept for the next run; on PostgreSQL a template database, dropped at the end.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { prepareDatabase } from '../../src/store/database.ts';
import type { Home } from '../../src/store/home.ts';
import { readMigrations } from '../../src/store/migrations.ts';
import { storeOver } from '../../src/store/open-store.ts';
import { pgliteHome } from '../../src/store/pglite.ts';
import { openClient } from '../../src/store/pglite-client.ts';
import { connectPostgres } from '../../src/store/postgres.ts';
import { silentLog } from './silent-log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** PGlite: the file of the dump. PostgreSQL: the name of the template database. */
    databaseTemplate: string;
  }
}

const CACHE = join(import.meta.dirname, '../../node_modules/.cache/dibs');

let postgresTemplate: string | undefined;

/** Called by vitest before the first file. */
export async function setup(project: TestProject): Promise<void> {
  if (project.config.env.TEST_DATABASE === 'postgres') {
    const name = `dibs_template_${process.pid}_${project.name.replaceAll('-', '_')}`;
    await administrate(`CREATE DATABASE ${name}`);
    postgresTemplate = name;
    await fill(connectPostgres(urlOf(name), silentLog));
  }
  project.provide('databaseTemplate', postgresTemplate ?? (await pgliteDump()));
}

/** Called by vitest after the last file. */
export async function teardown(): Promise<void> {
  if (postgresTemplate) await administrate(`DROP DATABASE ${postgresTemplate} WITH (FORCE)`);
}

/** The given PostgreSQL server, another database. */
export function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.toString();
}

/** Runs a statement that concerns whole databases. */
export async function administrate(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url)
    throw new Error(
      'Set DATABASE_URL to a PostgreSQL server where databases may be made, e.g. postgres://postgres@127.0.0.1:5432/postgres',
    );
  return url;
}

async function pgliteDump(): Promise<string> {
  const file = join(CACHE, `pglite-${await fingerprint()}.tar`);
  if (await stat(file).catch(() => null)) return file;
  const client = await openClient();
  // Dumped before it is closed: a closed one has no files any more.
  let dump: Blob | undefined;
  const home = pgliteHome(client);
  await fill({
    ...home,
    close: async () => {
      dump = await client.dumpDataDir('none');
      await home.close();
    },
  });
  await mkdir(CACHE, { recursive: true });
  await writeFile(`${file}.${process.pid}`, Buffer.from(await (dump as Blob).arrayBuffer()));
  await rename(`${file}.${process.pid}`, file);
  return file;
}

/** Changes with everything that the dump is made of. */
async function fingerprint(): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  const sources = [
    'src/store/boss.ts',
    'node_modules/pg-boss/package.json',
    'node_modules/@electric-sql/pglite/package.json',
  ];
  const texts = await Promise.all(sources.map((source) => readFile(join(root, source), 'utf8')));
  const parts = [...(await readMigrations()).map((migration) => migration.checksum), ...texts];
  return createHash('sha256').update(parts.join()).digest('hex').slice(0, 16);
}

async function fill(home: Home): Promise<void> {
  const { store } = await storeOver(await prepareDatabase(home, silentLog), silentLog);
  await store.close();
}
