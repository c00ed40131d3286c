/**
 * PGlite: PostgreSQL inside this process, one connection, its files in a directory.
 * It syncs nothing to disk by itself: what is committed survives the end of the process, not a loss of power.
 */
import type { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { Home } from './home.ts';

/**
 * @param client an open PGlite
 * @param afterClose what else to give back, e.g. the lock on its directory
 */
export function pgliteHome(client: PGlite, afterClose: () => Promise<void> = async () => {}): Home {
  const transaction: Home['transaction'] = (work) =>
    client.transaction((tx) =>
      work(async (text, values) =>
        values ? tx.query(text, values) : { rows: (await tx.exec(text)).at(-1)?.rows ?? [] },
      ),
    );
  return {
    adapter: new PrismaPGlite(client),
    // A script runs in a transaction of its own, so that one that fails half-way leaves none open for whoever comes next.
    executeSql: (text, values) => (values ? client.query(text, values) : transaction((executeSql) => executeSql(text))),
    transaction,
    async close() {
      try {
        await client.close();
      } finally {
        await afterClose();
      }
    },
  };
}
