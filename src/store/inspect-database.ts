/** The database as the doctor sees it: is it there, would the next start take it. Applies nothing. */
import { stat } from 'node:fs/promises';
import { AppError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { DatabaseInspection, EmbeddedState, TeamsSeen } from '../ports/inspections.ts';
import type { Log } from '../ports/log.ts';
import { toAppError } from './errors.ts';
import type { ExecuteSql, Home } from './home.ts';
import { pendingMigrations } from './migrate.ts';
import { readMigrations } from './migrations.ts';
import { connectPostgres } from './postgres.ts';

/** The job queue makes a schema of its own; once that is there, nobody needs to be allowed to make one. */
const QUESTION = `
  SELECT current_setting('server_version') AS version,
         clock_timestamp() AS now,
         to_regclass('_prisma_migrations') IS NOT NULL AS begun,
         coalesce(has_table_privilege(to_regclass('teams_team'), 'SELECT')
           AND has_table_privilege(to_regclass('teams_contact'), 'SELECT'), false) AS "knowsTeams",
         coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)
           AND (to_regnamespace('pgboss') IS NOT NULL OR has_database_privilege(current_database(), 'CREATE'))
           AS "mayCreate"`;

interface Answer {
  version: string;
  now: Date;
  begun: boolean;
  /** Older versions have no tables for it, and who may read nothing is told so by other findings. */
  knowsTeams: boolean;
  mayCreate: boolean;
}

/**
 * Looks at the database that `openDatabase` would open with the same options.
 * @throws AppError `database_unreachable` · `database_refused` with the SQLSTATE in its message
 */
export async function inspectDatabase(options: {
  databaseUrl: string | null;
  dataDir: string;
  clock: Clock;
  log: Log;
}): Promise<DatabaseInspection | EmbeddedState> {
  const { databaseUrl, dataDir, clock, log } = options;
  try {
    if (databaseUrl) return await closing(connectPostgres(databaseUrl, log), (home) => inspect(home, clock));
    const { openPGlite, databaseDir } = await import('./pglite-data-dir.ts');
    if (!(await stat(databaseDir(dataDir)).catch(() => null))) return 'not-made-yet';
    const seen = await closing(await openPGlite(dataDir, log), (home) => inspect(home, clock));
    return { ...seen, clockAheadMs: null };
  } catch (error) {
    if (error instanceof AppError && error.code === 'data_dir_in_use') return 'in-use';
    throw toAppError(error);
  }
}

async function closing<T>(home: Home, look: (home: Home) => Promise<T>): Promise<T> {
  try {
    return await look(home);
  } finally {
    await home.close();
  }
}

async function inspect({ executeSql }: Home, clock: Clock): Promise<DatabaseInspection> {
  // The first question waits for the connection, which would count as the way there.
  await executeSql('SELECT 1', []);
  const asked = clock.now().getTime();
  const { rows } = await executeSql(QUESTION, []);
  const halfWay = (asked + clock.now().getTime()) / 2;
  const { version, now, begun, knowsTeams, mayCreate } = rows[0] as Answer;
  return {
    version,
    clockAheadMs: now.getTime() - halfWay,
    mayCreate,
    ...(await compare(executeSql, begun)),
    teams: knowsTeams ? await readTeams(executeSql) : { teams: [], contacts: [] },
  };
}

async function readTeams(executeSql: ExecuteSql): Promise<TeamsSeen> {
  const teams = await executeSql('SELECT id, tenant, name, service_url AS "serviceUrl", installed FROM teams_team', []);
  const contacts = await executeSql(
    'SELECT tenant, user_id AS "userId", address, service_url AS "serviceUrl", chat FROM teams_contact',
    [],
  );
  return { teams: teams.rows as TeamsSeen['teams'], contacts: contacts.rows as TeamsSeen['contacts'] };
}

async function compare(
  executeSql: ExecuteSql,
  begun: boolean,
): Promise<Pick<DatabaseInspection, 'pending' | 'trouble'>> {
  const migrations = await readMigrations();
  try {
    const pending = begun ? await pendingMigrations(executeSql, migrations) : migrations;
    return { pending: pending.map(({ name }) => name), trouble: null };
  } catch (error) {
    if (error instanceof AppError) return { pending: [], trouble: error.message };
    throw error;
  }
}
