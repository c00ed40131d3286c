/** Undoes the turn that a lead used: nobody of its pool has it in the end. */
import type { Charge } from '../../domain/lead.ts';
import type { MoveCause } from '../../domain/rotation/ledger-entry.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Repositories } from '../../ports/store.ts';
import type { EarnedShares } from './earned-shares.ts';
import type { RotationCache } from './rotation-cache.ts';

export interface Ledgers {
  ruleset: Ruleset;
  rotations: RotationCache;
  shares: EarnedShares;
}

/** Inside a `ledgerTransaction`, with the assigner's lock. A pool that left the routing file keeps no books any more. */
export async function giveTurnBack(
  { ruleset, rotations, shares }: Ledgers,
  tx: Repositories,
  leadId: string,
  { charge, cause }: { charge: Charge; cause: MoveCause },
): Promise<void> {
  const pool = ruleset.pools.find(({ id }) => id === charge.pool);
  if (!pool) return;
  const rotation = await rotations.open(tx, pool, charge.queue, shares.weights(pool));
  rotation.void(leadId, charge.rep, cause);
}
