/** Opens the database: a PostgreSQL server where `DATABASE_URL` names one, else a PGlite in the data directory. */
import { AppError } from '../domain/errors.ts';
import type { Log } from '../ports/log.ts';
import { toAppError } from './errors.ts';
import { PrismaClient } from './generated/client.ts';
import type { ExecuteSql, Home } from './home.ts';
import { migrate } from './migrate.ts';
import { readMigrations } from './migrations.ts';
import { connectPostgres } from './postgres.ts';

export interface Database {
  readonly prisma: PrismaClient;
  /** Plain SQL outside any transaction. */
  executeSql: ExecuteSql;
  /** Plain SQL in one transaction: BEGIN, `work`, COMMIT on one connection. */
  transaction: Home['transaction'];
  close(): Promise<void>;
}

/**
 * Opens the database and brings it up to date.
 * @param options.databaseUrl of a PostgreSQL server, `postgres://…`
 * @param options.dataDir where PGlite keeps its files, when there is no `databaseUrl`
 * @throws AppError `data_dir_in_use` · `database_newer` · `migration_failed` · `migration_edited` (never), with what to do ·
 *   `database_unreachable` (later)
 */
export async function openDatabase(options: { databaseUrl?: string; dataDir: string; log: Log }): Promise<Database> {
  const { databaseUrl, dataDir, log } = options;
  return prepareDatabase(databaseUrl ? connectPostgres(databaseUrl, log) : await embedded(dataDir, log), log);
}

/** Loaded only where it is used: a PostgreSQL in WebAssembly is memory that a process beside a server need not have. */
async function embedded(dataDir: string, log: Log): Promise<Home> {
  const { openPGlite } = await import('./pglite-data-dir.ts');
  return openPGlite(dataDir, log);
}

/** Brings the database up to date and puts Prisma on top. Closes the home when that fails. */
export async function prepareDatabase(home: Home, log: Log): Promise<Database> {
  try {
    const names = await migrate(home, await readMigrations());
    if (names.length > 0) log.info('Brought the database up to date', { count: names.length });
  } catch (error) {
    await home.close();
    const translated = toAppError(error);
    if (translated instanceof AppError && translated.retry === 'later') {
      log.error('The database does not answer: see that it runs and that DATABASE_URL is right', {
        code: translated.code,
      });
    }
    throw translated;
  }
  const prisma = new PrismaClient({
    adapter: home.adapter,
    // Without the place in our source for each error, which costs a stack trace per call.
    errorFormat: 'minimal',
  });
  return {
    prisma,
    executeSql: home.executeSql,
    transaction: home.transaction,
    async close() {
      await prisma.$disconnect();
      await home.close();
    },
  };
}
