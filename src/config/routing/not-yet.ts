/** What the routing file may say and this version does not act on, in plain words. Each row goes when its feature comes. */
import type { Pool, Ruleset } from '../../domain/ruleset.ts';

/** @returns one sentence per feature; where it is used more than once, with the first place */
export function notYet(ruleset: Ruleset): string[] {
  return POOL_ROWS.flatMap(({ key, uses, says }) => {
    const [first, ...others] = ruleset.pools.flatMap((pool, index) => (uses(pool) ? [`pools[${index}].${key}`] : []));
    if (!first) return [];
    return [`${first}${others.length > 0 ? ` (and ${others.length} more)` : ''}: ${says}`];
  });
}

interface PoolRow {
  key: string;
  uses: (pool: Pool) => boolean;
  says: string;
}

const POOL_ROWS: readonly PoolRow[] = [
  {
    key: 'offer.returningOwners',
    uses: (pool) => pool.offer.returningOwners === 'lose-turn',
    says: 'leads do not come back to their owner by themselves in this version, so none costs a turn',
  },
];
