/** Counts what a store sends to its database, so that a test can pin the cost of a use case. */
import type { ExecuteSql, Home } from '../../src/store/home.ts';

/** What Prisma sends through; transactions look the same. */
interface Queryable {
  queryRaw(query: { sql: string }): unknown;
  executeRaw(query: { sql: string }): unknown;
}

/** The ends of a transaction belong to every transaction; its work is what is counted. */
const FRAME = /^\s*(BEGIN|COMMIT|ROLLBACK)\b/i;

/**
 * @param home watched from now on
 * @returns the same home, and the statements sent since the last `clear`
 */
export function countStatements(home: Home): { home: Home; sent: string[] } {
  const sent: string[] = [];
  const note = (sql: string) => {
    if (!FRAME.test(sql)) sent.push(sql);
  };

  function watch<T extends Queryable>(queryable: T): T {
    const { queryRaw, executeRaw } = queryable;
    queryable.queryRaw = (query) => {
      note(query.sql);
      return queryRaw.call(queryable, query);
    };
    queryable.executeRaw = (query) => {
      note(query.sql);
      return executeRaw.call(queryable, query);
    };
    return queryable;
  }

  const executeSql: ExecuteSql = (text, values) => {
    note(text);
    return home.executeSql(text, values);
  };
  const connect = home.adapter.connect.bind(home.adapter);
  home.adapter.connect = async () => {
    const adapter = watch(await connect());
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (level) => watch(await start(level));
    return adapter;
  };
  return { home: { ...home, executeSql }, sent };
}
