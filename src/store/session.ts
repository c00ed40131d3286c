/**
 * Where statements run: by themselves, or all in the one open transaction. Repositories are made over a session and work the
 * same in both.
 */
import type PgBoss from 'pg-boss';
import type { Database } from './database.ts';
import type { Prisma } from './generated/client.ts';
import { prepare } from './prepared.ts';

/** Lists and times go in as JSON or text and are cast in the statement, so that every driver reads them alike. */
export type SqlValue = string | number | null;

export interface Session {
  /** Runs one hand-written statement. @returns its rows */
  sql<Row>(text: string, ...values: SqlValue[]): Promise<Row[]>;
  readonly prisma: Prisma.TransactionClient;
  /** The same for pg-boss. */
  readonly db: PgBoss.Db;
  readonly inTransaction: boolean;
  /** Runs several statements in one transaction: this session's, or a new one where there is none. */
  atomically<T>(work: (inside: Session) => Promise<T>): Promise<T>;
}

/** Outside transactions. Hand-written statements go straight to the driver. */
export function rootSession({ prisma, executeSql }: Database): Session {
  return {
    sql: async <Row>(text: string, ...values: SqlValue[]) => (await executeSql(text, values)).rows as Row[],
    prisma,
    db: { executeSql },
    inTransaction: false,
    atomically: (work) => prisma.$transaction((tx) => work(transactionSession(tx))),
  };
}

function transactionSession(tx: Prisma.TransactionClient): Session {
  const query = <Row>(text: string, values: readonly unknown[]) => {
    prepare(text);
    return tx.$queryRawUnsafe<Row[]>(text, ...values);
  };
  const session: Session = {
    sql: (text, ...values) => query(text, values),
    prisma: tx,
    // pg-boss leaves out values it has no option for; Prisma takes `null` only.
    db: {
      executeSql: async (text, values) => ({
        rows: await query(
          text,
          values.map((value) => value ?? null),
        ),
      }),
    },
    inTransaction: true,
    atomically: (work) => work(session),
  };
  return session;
}
