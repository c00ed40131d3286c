/** Looks through the whole database for what was erased: not where it should have been, but everywhere. */
import type { Store } from '../../ports/store.ts';

/** What was found in one table. */
export interface SearchedTable {
  table: string;
  /** Rows that were looked through. */
  rows: number;
  /** Rows with a value of the person that should not be there. */
  left: number;
  /** Rows of leads that were not erased, and of the routing file and its reps: see `leads`. */
  elsewhere: number;
  /** Some of those leads. */
  leads: string[];
}

/** What the routing file says and who the reps are: an address in there is one of our own people, or one that is blocked. */
const OWN_TABLES = new Set(['ruleset', 'identity', 'teams_contact']);

/** @param values in lower case. Yields each table as it is done: over millions of rows it takes minutes */
export async function* searchEverywhere(
  { erasure }: Pick<Store, 'erasure'>,
  values: readonly string[],
): AsyncGenerator<SearchedTable> {
  for (const table of await erasure.tables()) {
    const { rows, left, elsewhere, leads } = await erasure.search(table, values);
    const isOwn = OWN_TABLES.has(table.name);
    yield {
      table: `${table.schema}.${table.name}`,
      rows,
      left: isOwn ? 0 : left,
      elsewhere: elsewhere + (isOwn ? left : 0),
      leads,
    };
  }
}
