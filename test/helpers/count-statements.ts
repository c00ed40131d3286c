/** Counts what a store sends to its database, so that a test can pin the cost of a use case. */
import type { ExecuteSql, Home } from '../../src/store/home.ts';

/** What Prisma sends through. */
interface Queryable {
  queryRaw(query: { sql: string }): unknown;
  executeRaw(query: { sql: string }): unknown;
}

/**
 * @param home watched from now on
 * @returns the same home, and the statements sent since, without the BEGIN and COMMIT of transactions
 */
export function countStatements(home: Home): { home: Home; sent: string[] } {
  const sent: string[] = [];
  function watch<T extends Queryable>(queryable: T): T {
    const { queryRaw, executeRaw } = queryable;
    queryable.queryRaw = (query) => {
      sent.push(query.sql);
      return queryRaw.call(queryable, query);
    };
    queryable.executeRaw = (query) => {
      sent.push(query.sql);
      return executeRaw.call(queryable, query);
    };
    return queryable;
  }

  const noting =
    (executeSql: ExecuteSql): ExecuteSql =>
    (text, values) => {
      sent.push(text);
      return executeSql(text, values);
    };
  const connect = home.adapter.connect.bind(home.adapter);
  home.adapter.connect = async () => watch(await connect());
  return {
    home: {
      ...home,
      executeSql: noting(home.executeSql),
      transaction: (work) => home.transaction((executeSql) => work(noting(executeSql))),
    },
    sent,
  };
}
