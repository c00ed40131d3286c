/** A look into a test's PostgreSQL database from outside, as somebody with `psql` has. */
import pg from 'pg';
import { afterAll } from 'vitest';

export type Query = <Row>(text: string, ...values: unknown[]) => Promise<Row[]>;

/** Call it at the top of a test file; its connections are closed after the file's tests. */
export function openSql(databaseUrl: string): Query {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  // The database is dropped while a connection may still be idle.
  pool.on('error', () => {});
  afterAll(() => pool.end());
  return async <Row>(text: string, ...values: unknown[]) => (await pool.query(text, values)).rows as Row[];
}
