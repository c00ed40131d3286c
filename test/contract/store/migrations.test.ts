/** Migrations: that they make what the schema says, and when the program refuses to start. Runs on PGlite and on PostgreSQL. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingSql, NO_FILTERS, openSchemaEngine } from '../../../prisma/schema-engine.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { MIGRATIONS_DIR, type Migration, readMigrations } from '../../../src/store/migrations.ts';
import { pgliteHome } from '../../../src/store/pglite.ts';
import { onPostgres, openTestHome } from '../../helpers/database.ts';

const migrations = await readMigrations();
const home = await openTestHome();

describe.skipIf(onPostgres())('as Prisma sees them', () => {
  let database: PGlite;

  beforeAll(async () => {
    database = await PGlite.create();
    await migrate(pgliteHome(database), migrations);
  });
  afterAll(() => database.close());

  it('make exactly what schema.prisma says', async () => {
    expect(await missingSql(database)).toBeNull();
  });

  it('would be found wanting when an index lacks its condition', async () => {
    await database.exec('DROP INDEX lead_received_idx; CREATE INDEX lead_received_idx ON lead (received_at, id)');
    expect(await missingSql(database)).toContain(`WHERE (status = 'received')`);
    await database.exec(
      `DROP INDEX lead_received_idx; CREATE INDEX lead_received_idx ON lead (received_at, id) WHERE status = 'received'`,
    );
  });

  it('are all applied and unedited to prisma migrate', async () => {
    const engine = await openSchemaEngine(database);
    const migrationsList = {
      baseDir: MIGRATIONS_DIR,
      lockfile: {
        path: 'migration_lock.toml',
        content: await readFile(join(MIGRATIONS_DIR, 'migration_lock.toml'), 'utf8'),
      },
      shadowDbInitScript: '',
      migrationDirectories: migrations.map(({ name, script }) => ({
        path: name,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: script } },
      })),
    };
    const history = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: NO_FILTERS,
    });
    expect(history).toMatchObject({
      history: null,
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
    });
    expect(await engine.applyMigrations({ migrationsList, filters: NO_FILTERS })).toEqual({
      appliedMigrationNames: [],
    });
  });
});

describe('migrate', () => {
  afterAll(() => home.close());

  const more = (name: string, script: string): Migration[] => [
    ...migrations,
    { name, script, checksum: 'c'.repeat(64) },
  ];
  const rows = async (sql: string) => (await home.executeSql(sql, [])).rows;

  it('has nothing to do on a database that is up to date', async () => {
    expect(await migrate(home, migrations)).toEqual([]);
  });

  it('applies what is new, once', async () => {
    const next = more('29990101000000_more', 'CREATE TABLE more (id int); INSERT INTO more VALUES (1)');
    expect(await migrate(home, next)).toEqual(['29990101000000_more']);
    expect(await migrate(home, next)).toEqual([]);
    expect(await rows('SELECT id FROM more')).toEqual([{ id: 1 }]);
  });

  it('refuses a database that a newer version of the program has migrated', async () => {
    await expect(migrate(home, migrations)).rejects.toMatchObject({ code: 'database_newer', retry: 'never' });
    await rows(`DELETE FROM _prisma_migrations WHERE migration_name = '29990101000000_more'`);
  });

  it('keeps nothing of a migration that fails, and can start again once it is mended', async () => {
    const broken = more('29990101000001_broken', 'CREATE TABLE broken (id int); SELECT 1/0');
    await expect(migrate(home, broken)).rejects.toMatchObject({ code: 'migration_failed', retry: 'never' });
    await expect(migrate(home, broken)).rejects.toThrow('"29990101000001_broken" failed (22012)');
    expect(await rows(`SELECT to_regclass('broken') AS made`)).toEqual([{ made: null }]);
    expect(await migrate(home, migrations)).toEqual([]);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    const edited = migrations.map((migration) => ({ ...migration, checksum: 'e'.repeat(64) }));
    await expect(migrate(home, edited)).rejects.toMatchObject({ code: 'migration_edited', retry: 'never' });
  });

  it('refuses a database where another tool left a migration unfinished', async () => {
    const name = migrations.at(-1)?.name;
    await rows(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '${name}'`);
    await expect(migrate(home, migrations)).rejects.toMatchObject({ code: 'migration_failed', retry: 'never' });
    await expect(migrate(home, migrations)).rejects.toThrow('prisma migrate resolve');
  });
});
