/** The database: does it answer, would the next start take it, does its clock agree. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Env } from '../../config/env.ts';
import { AppError } from '../../domain/errors.ts';
import type { DatabaseInspection, EmbeddedState, TeamsSeen } from '../../ports/inspections.ts';
import { clockFinding } from './check-clock.ts';
import { type Finding, ok, problem, skipped } from './finding.ts';

/** See README. */
const OLDEST_POSTGRES = 14;

export type InspectDatabase = (
  env: Pick<Env, 'databaseUrl' | 'dataDir'>,
) => Promise<DatabaseInspection | EmbeddedState>;

/** @returns `teams` too: what the database knows of Teams; `null` where it was not asked or did not answer */
export async function checkDatabase(
  env: Env,
  inspectDatabase: InspectDatabase,
): Promise<{ findings: Finding[]; teams: TeamsSeen | null }> {
  const closed = env.databaseUrl ? null : await notWritable(env.dataDir);
  if (closed) return { findings: [closed], teams: null };
  try {
    const seen = await inspectDatabase(env);
    if (typeof seen !== 'string') return { findings: inspected(seen, env), teams: seen.teams };
    return { findings: [embedded(seen, env)], teams: seen === 'in-use' ? null : { teams: [], contacts: [] } };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const remedy = env.databaseUrl ? remedyFor(error) : EMBEDDED_BROKEN;
    return { findings: [problem('database', error.message, [remedy])], teams: null };
  }
}

const EMBEDDED_BROKEN =
  'Its files cannot be opened. Restore the data directory from a backup, or set DIBS_DATA_DIR to another one to start afresh.';

function embedded(state: EmbeddedState, { host, port }: Env): Finding {
  if (state === 'not-made-yet') return ok('database', 'embedded; the first start makes it');
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return skipped('database', 'embedded, and a running Dibs has it open', [
    `Ask the running one: http://${name.includes(':') ? `[${name}]` : name}:${port}/readyz`,
  ]);
}

function inspected(seen: DatabaseInspection, env: Env): Finding[] {
  const { version, clockAheadMs } = seen;
  const found = [migrations(seen)];
  if (clockAheadMs !== null) found.push(clockFinding('database-clock', clockAheadMs));
  if (!env.databaseUrl) return [ok('database', 'embedded'), ...found];
  if (Number.parseInt(version, 10) >= OLDEST_POSTGRES) return [ok('database', `PostgreSQL ${version}`), ...found];
  const remedy = `Move to PostgreSQL ${OLDEST_POSTGRES} or later.`;
  return [problem('database', `PostgreSQL ${version} is too old`, [remedy]), ...found];
}

function migrations({ pending, mayCreate, trouble }: DatabaseInspection): Finding {
  if (trouble !== null) return problem('migrations', 'not those of this version', [trouble]);
  if (pending.length === 0) return ok('migrations', 'as this version has them');
  const due = `${pending.length} to be applied`;
  if (mayCreate) return ok('migrations', `${due}; the next start does it`);
  return problem('migrations', `${due}, but the user of DATABASE_URL may not create tables and schemas`, [
    'As the owner of the database: GRANT CREATE ON DATABASE <database> TO <user>; GRANT CREATE ON SCHEMA public TO <user>;',
  ]);
}

/** What to do, by SQLSTATE (PostgreSQL's appendix A). */
const BY_STATE: readonly [RegExp, string][] = [
  [/\(28/, 'The user or the password in DATABASE_URL is wrong, or pg_hba.conf does not let this machine in.'],
  [/\(3D/, 'The database that DATABASE_URL names does not exist: CREATE DATABASE makes it.'],
  [/\(42501/, 'The user of DATABASE_URL may not read the tables of Dibs: let it be the one that made them.'],
  [/\(53/, 'It has no connections or no memory left: raise max_connections, or let fewer instances run.'],
];

function remedyFor(error: AppError): string {
  const known = BY_STATE.find(([state]) => state.test(error.message));
  return (
    known?.[1] ??
    'See that PostgreSQL runs, that host and port in DATABASE_URL are right, and that this machine gets there.'
  );
}

/** Of the data directory, or of where it would be made. */
async function notWritable(dataDir: string): Promise<Finding | null> {
  let place = resolve(dataDir);
  while (!(await exists(place)) && dirname(place) !== place) place = dirname(place);
  const isDirectory = (await stat(place)).isDirectory();
  const isOpen = await access(place, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (isDirectory && isOpen) return null;
  const why = isDirectory ? `${place} is not writable` : `${place} is no directory`;
  return problem('database', why, ['Set DIBS_DATA_DIR to a directory that Dibs may write to, or use DATABASE_URL.']);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
