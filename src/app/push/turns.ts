/** Turns past the rotation: one that a lead costs its rep all the same, and one that is undone since nobody of its pool has the lead in the end. */
import type { Charge, Lead } from '../../domain/lead.ts';
import type { MoveCause, TurnCause } from '../../domain/rotation/ledger-entry.ts';
import type { Pool, Ruleset } from '../../domain/ruleset.ts';
import type { Repositories } from '../../ports/store.ts';
import { queueOf } from './desks.ts';
import type { EarnedShares } from './earned-shares.ts';
import type { RotationCache } from './rotation-cache.ts';

export interface Ledgers {
  ruleset: Ruleset;
  rotations: RotationCache;
  shares: EarnedShares;
}

/** Inside a `ledgerTransaction`, with the assigner's lock. @param pool keeps a ledger, and the rep is its member */
export async function chargeTurn(
  { rotations, shares }: Ledgers,
  tx: Repositories,
  lead: Lead,
  { pool, rep, cause }: { pool: Pool; rep: string; cause: TurnCause },
): Promise<Charge> {
  const queue = queueOf(pool, lead);
  const rotation = await rotations.open(tx, pool, queue, shares.weights(pool));
  rotation.turn(lead.id, rep, cause);
  return { pool: pool.id, queue, rep, refund: null };
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
