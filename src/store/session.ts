/**
 * Where statements run: by themselves, or all in the one open transaction. Repositories are made over a session and work the
 * same in both.
 */
import type PgBoss from 'pg-boss';
import { AppError } from '../domain/errors.ts';
import type { Database } from './database.ts';
import type { PrismaClient } from './generated/client.ts';
import type { ExecuteSql } from './home.ts';

/** Lists and times go in as JSON or text and are cast in the statement, so that every driver reads them alike. */
export type SqlValue = string | number | boolean | null;

export interface Session {
  /** Runs one hand-written statement. @returns its rows */
  sql<Row>(text: string, ...values: SqlValue[]): Promise<Row[]>;
  /**
   * For plain reads and writes by themselves: Prisma has connections of its own, which see nothing of an open transaction.
   * Throws inside one.
   */
  readonly prisma: PrismaClient;
  /** The same for pg-boss. */
  readonly db: PgBoss.Db;
  readonly inTransaction: boolean;
  /** Runs several statements in one transaction: this session's, or a new one where there is none. */
  atomically<T>(work: (inside: Session) => Promise<T>): Promise<T>;
}

/** Outside transactions. */
export function rootSession({ prisma, executeSql, transaction }: Database): Session {
  return {
    ...statements(executeSql),
    prisma,
    inTransaction: false,
    atomically: (work) => transaction((inside) => work(transactionSession(inside))),
  };
}

function transactionSession(executeSql: ExecuteSql): Session {
  const session: Session = {
    ...statements(executeSql),
    get prisma(): never {
      throw new AppError('prisma_in_transaction', 'inside a transaction only hand-written statements run', {
        retry: 'never',
      });
    },
    inTransaction: true,
    atomically: (work) => work(session),
  };
  return session;
}

/** Hand-written statements go straight to the driver, which costs a third of what Prisma does. */
function statements(executeSql: ExecuteSql): Pick<Session, 'sql' | 'db'> {
  return {
    sql: async <Row>(text: string, ...values: SqlValue[]) => (await executeSql(text, values)).rows as Row[],
    db: { executeSql },
  };
}
