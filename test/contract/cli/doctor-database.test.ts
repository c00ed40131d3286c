/** `dibs doctor` and the database, on PGlite in a data directory and on PostgreSQL. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/store/database.ts';
import type { Home } from '../../../src/store/home.ts';
import { readMigrations } from '../../../src/store/migrations.ts';
import { openPGlite } from '../../../src/store/pglite-data-dir.ts';
import { connectPostgres } from '../../../src/store/postgres.ts';
import { makeTestDatabase, onPostgres } from '../../helpers/database.ts';
import { urlOf } from '../../helpers/database-template.ts';
import { silentLog } from '../../helpers/silent-log.ts';
import { clockOffBy, findingsOf } from './doctor-harness.ts';

const databaseUrl = onPostgres() ? await makeTestDatabase() : null;
const folder = await mkdtemp(join(tmpdir(), 'dibs-doctor-'));
const dataDir = join(folder, 'data');
const env = { DIBS_DATA_DIR: dataDir, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) };
const migrations = await readMigrations();
const last = migrations.at(-1);

/** One statement with values, or a script without. */
async function sql(text: string, ...values: string[]): Promise<void> {
  const home: Home = databaseUrl ? connectPostgres(databaseUrl, silentLog) : await openPGlite(dataDir, silentLog);
  await home.executeSql(text, ...(values.length > 0 ? [values] : [])).finally(() => home.close());
}

const setChecksum = (checksum: string) =>
  sql('UPDATE _prisma_migrations SET checksum = $1 WHERE migration_name = $2', checksum, String(last?.name));

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a database that is up to date', () => {
  beforeAll(async () => {
    if (onPostgres()) return;
    const made = await openDatabase({ dataDir, log: silentLog });
    await made.close();
  });
  it('is ✓ with the migrations of this version', async () => {
    const found = await findingsOf(env);
    expect(found.database?.state).toBe('ok');
    expect(found.database?.seen).toMatch(onPostgres() ? /^PostgreSQL \d+/ : /^embedded$/);
    expect(found.migrations).toEqual({ state: 'ok', seen: 'as this version has them', remedies: [] });
  });

  it('is ✗ when a migration was edited after it was applied, and names it', async () => {
    await setChecksum('f'.repeat(64));
    const { migrations: found } = await findingsOf(env);
    expect(found?.state).toBe('problem');
    expect(found?.remedies[0]).toContain(`"${last?.name}" was edited after it was applied`);
    await setChecksum(String(last?.checksum));
  });

  it.runIf(onPostgres())('is ✗ when a newer version was there', async () => {
    await sql(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('later', 'x', '29990101_later', now())`,
    );
    expect((await findingsOf(env)).migrations?.remedies[0]).toContain('29990101_later');
    await sql(`DELETE FROM _prisma_migrations WHERE id = 'later'`);
  });

  it.runIf(onPostgres())('is well with 1 migration to be applied, which it leaves to the next start', async () => {
    await sql(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = $1`, String(last?.name));
    const pending = { state: 'ok', seen: '1 to be applied; the next start does it', remedies: [] };
    expect((await findingsOf(env)).migrations).toEqual(pending);
    expect((await findingsOf(env)).migrations).toEqual(pending);
    await sql(`UPDATE _prisma_migrations SET rolled_back_at = NULL WHERE migration_name = $1`, String(last?.name));
  });
});

describe.skipIf(onPostgres())('the embedded database', () => {
  it('is left to the Dibs that has it open, which can be asked', async () => {
    const running = await openDatabase({ dataDir, log: silentLog });
    const found = await findingsOf({ ...env, PORT: '3999' });
    await running.close();
    expect(found.database).toEqual({
      state: 'skipped',
      seen: 'embedded, and a running Dibs has it open',
      remedies: ['Ask the running one: http://127.0.0.1:3999/readyz'],
    });
    const afterwards = await findingsOf(env, clockOffBy(3_600_000));
    expect(afterwards.database?.state).toBe('ok');
    // It has the clock of this machine, however wrong.
    expect(afterwards['database-clock']).toBeUndefined();
  });

  it('is made by the first start, in a directory that need not be there', async () => {
    const found = await findingsOf({ DIBS_DATA_DIR: join(folder, 'not', 'yet') });
    expect(found.database).toMatchObject({ state: 'ok', seen: 'embedded; the first start makes it' });
  });

  it('is ✗ where its directory cannot be made', async () => {
    await writeFile(join(folder, 'a-file'), '');
    const { database } = await findingsOf({ DIBS_DATA_DIR: join(folder, 'a-file', 'data') });
    expect(database).toMatchObject({ state: 'problem', seen: `${join(folder, 'a-file')} is no directory` });
    expect(database?.remedies[0]).toContain('DIBS_DATA_DIR');
  });
});

describe('a PostgreSQL server', () => {
  it('that does not answer is ✗, without its password', async () => {
    const { database } = await findingsOf({ DATABASE_URL: 'postgresql://dibs:hush@127.0.0.1:1/dibs' });
    expect(database).toMatchObject({ state: 'problem', seen: 'the database cannot be reached' });
    expect(database?.remedies[0]).toContain('See that PostgreSQL runs');
    expect(JSON.stringify(database)).not.toContain('hush');
  });

  it.runIf(onPostgres())('without the database is ✗, and says how to make it', async () => {
    const { database } = await findingsOf({ DATABASE_URL: urlOf('dibs_nobody_made_this') });
    expect(database?.remedies[0]).toContain('CREATE DATABASE');
  });

  it.runIf(onPostgres())('whose clock is 2 minutes off is ✗', async () => {
    expect((await findingsOf(env))['database-clock']?.state).toBe('ok');
    expect((await findingsOf(env, clockOffBy(120_000)))['database-clock']).toMatchObject({
      state: 'problem',
      seen: 'this machine is 120 s ahead',
    });
  });

  it.runIf(onPostgres())('whose user may not create anything is ✗ while migrations are missing', async () => {
    await sql(`
      DROP ROLE IF EXISTS dibs_doctor_reader;
      CREATE ROLE dibs_doctor_reader LOGIN;
      REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      GRANT SELECT ON _prisma_migrations TO dibs_doctor_reader;
      UPDATE _prisma_migrations SET rolled_back_at = now()`);
    const readers = new URL(String(databaseUrl));
    readers.username = 'dibs_doctor_reader';
    const { migrations: found } = await findingsOf({ DATABASE_URL: readers.toString() });
    await sql(`
      REVOKE SELECT ON _prisma_migrations FROM dibs_doctor_reader;
      UPDATE _prisma_migrations SET rolled_back_at = NULL`);
    const { database: blind } = await findingsOf({ DATABASE_URL: readers.toString() });
    await sql('DROP ROLE dibs_doctor_reader');
    expect(found).toMatchObject({ state: 'problem' });
    expect(found?.seen).toContain('may not create');
    expect(found?.remedies[0]).toContain('GRANT CREATE');
    expect(blind?.remedies[0]).toContain('may not read');
  });
});
