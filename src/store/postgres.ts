/** PostgreSQL on a server: one pool of connections, shared by Prisma, the hand-written statements and the job queue. */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { AppError } from '../domain/errors.ts';
import type { Log } from '../ports/log.ts';
import type { ExecuteSql, Home } from './home.ts';
import { prepare, preparedName } from './prepared.ts';
import { SESSION_SETTINGS } from './session-settings.ts';

const CONNECT_WITHIN_MS = 5_000;

/** These end what hangs: a lock that nobody gives back, a transaction whose process is stopped. */
const TIME_LIMITS = `
  SET lock_timeout = '10s';
  SET idle_in_transaction_session_timeout = '60s';`;

/** @param databaseUrl `postgres://user:password@host:port/database`, with pg's own parameters */
export function connectPostgres(databaseUrl: string, log: Log): Home {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'dibs',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
    // The pool waits for it, whatever its type says.
    onConnect: async (client) => {
      await client.query(SESSION_SETTINGS + TIME_LIMITS);
    },
  });
  pool.on('error', (err) => log.warn('A database connection broke while idle', { err }));
  // Whoever is using a connection that breaks gets the error; unheard, its event would end the process as well.
  pool.on('connect', (client) => client.on('error', () => undefined));

  /** A script that fails half-way leaves its transaction open, so its connection is thrown away. */
  const runScript: ExecuteSql = async (script) => {
    const client = await pool.connect();
    try {
      const result = await client.query(script);
      client.release();
      return last(result);
    } catch (error) {
      client.release(true);
      throw error;
    }
  };

  return {
    adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => preparedName(sql) }),
    executeSql: (text, values) => (values ? pool.query({ name: prepare(text), text, values }) : runScript(text)),
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(async (text, values) =>
          values ? client.query({ name: prepare(text), text, values }) : last(await client.query(text)),
        );
        await commit(client);
        client.release();
        return result;
      } catch (error) {
        // Closing the connection rolls back, also where it is past answering a ROLLBACK.
        client.release(true);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}

/** A transaction in which a statement failed is rolled back by COMMIT, without an error. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') {
    throw new AppError('transaction_spoilt', 'a statement of the transaction failed', { retry: 'never' });
  }
}

/** pg answers a script with a list of results, whatever its types say. */
function last(result: pg.QueryResult | pg.QueryResult[]): pg.QueryResult {
  return Array.isArray(result) ? (result.at(-1) as pg.QueryResult) : result;
}
