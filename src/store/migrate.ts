/**
 * Brings the database up to date at start, in the table and the way of `prisma migrate deploy`, so that the two agree.
 * Safe to run on any number of instances at once: each migration is one transaction under a lock.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '../domain/errors.ts';
import { sqlFailure } from './errors.ts';
import type { ExecuteSql, Home } from './home.ts';
import type { Migration } from './migrations.ts';

/** The lock that Prisma's own migrate takes. */
const LOCK = 72707369;

/** As Prisma makes it. */
const TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

interface AppliedMigration {
  name: string;
  checksum: string;
  finished: boolean;
}

/**
 * Applies what is missing, oldest first.
 * @returns names of the migrations it applied
 * @throws AppError (never) `migration_failed` · `migration_edited` · `database_newer`: what happened and what to do; the
 *   database is as it was before the migration that is named
 */
export async function migrate(home: Pick<Home, 'transaction'>, migrations: readonly Migration[]): Promise<string[]> {
  const done: string[] = [];
  for (;;) {
    const name = await home.transaction((executeSql) => applyNext(executeSql, migrations));
    if (name === null) return done;
    done.push(name);
  }
}

async function applyNext(executeSql: ExecuteSql, migrations: readonly Migration[]): Promise<string | null> {
  // Longer than any migration of another instance should take.
  await executeSql(`SET LOCAL lock_timeout = '10min'`);
  await executeSql('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  await executeSql(TABLE);
  const [next] = await pendingMigrations(executeSql, migrations);
  if (!next) return null;
  await apply(executeSql, next);
  return next.name;
}

/**
 * Compares the migrations with those that the table `_prisma_migrations` has; it must be there.
 * @returns what is missing in the database, oldest first
 * @throws AppError as `migrate`, when the database has something else
 */
export async function pendingMigrations(
  executeSql: ExecuteSql,
  migrations: readonly Migration[],
): Promise<Migration[]> {
  const { rows } = await executeSql(`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
    FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`);
  const applied = rows as AppliedMigration[];
  for (const one of applied) check(one, migrations);
  return migrations.filter(({ name }) => !applied.some((one) => one.name === name));
}

function check(applied: AppliedMigration, migrations: readonly Migration[]): void {
  const known = migrations.find(({ name }) => name === applied.name);
  if (!known) {
    throw new AppError(
      'database_newer',
      `The database has migration "${applied.name}", which this version of the program does not know. Start the newer ` +
        'version, or go back to a backup from before it.',
      { retry: 'never' },
    );
  }
  if (!applied.finished) {
    throw new AppError(
      'migration_failed',
      `Migration "${applied.name}" was begun by another tool and did not finish. See the column "logs" of the table ` +
        '_prisma_migrations, repair the database, then run `npx prisma migrate resolve`.',
      { retry: 'never' },
    );
  }
  if (known.checksum !== applied.checksum) {
    throw new AppError(
      'migration_edited',
      `Migration "${applied.name}" was edited after it was applied. Restore prisma/migrations/${applied.name}/migration.sql ` +
        'as it was, and put the change into a new migration.',
      { retry: 'never' },
    );
  }
}

async function apply(executeSql: ExecuteSql, { name, script, checksum }: Migration): Promise<void> {
  try {
    await executeSql(script);
  } catch (error) {
    const failure = sqlFailure(error);
    if (!failure) throw error;
    throw new AppError('migration_failed', `Migration "${name}" failed (${failure.state}); nothing of it was kept.`, {
      retry: 'never',
      cause: error,
    });
  }
  await executeSql(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
    [randomUUID(), checksum, name],
  );
}
