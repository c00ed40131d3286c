/** A home of the database, PostgreSQL or PGlite, as the rest of this room sees it: plain SQL, and an adapter for Prisma. */
import type { Prisma } from './generated/client.ts';

/**
 * Runs SQL as it stands: one statement with values for `$1`, `$2`, …, or a script of several without.
 * @returns the rows of the (last) statement
 */
export type ExecuteSql = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;

export interface Home {
  adapter: NonNullable<Prisma.PrismaClientOptions['adapter']>;
  executeSql: ExecuteSql;
  /**
   * Runs `work` in one transaction on one connection, and rolls back what it did when it throws.
   * Throws too when a statement of it failed and `work` went on: PostgreSQL then keeps nothing.
   */
  transaction<T>(work: (executeSql: ExecuteSql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
