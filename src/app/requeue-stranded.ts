/**
 * After a new routing file: leads that wait in a pool which it no longer has, or which claimed and now offers, go back to the router.
 * Nothing is left where nobody looks.
 */
import type { Lead } from '../domain/lead.ts';
import { isOffering } from '../domain/ruleset.ts';
import { type ChangeContext, changeLeads } from './record-changes.ts';

const BATCH = 500;

/** @returns how many leads were sent back to the router */
export async function requeueStranded(context: ChangeContext): Promise<number> {
  const { leads } = context.store;
  const pools = context.ruleset.pools.map((pool) => pool.id);
  const gone = await requeue(context, {
    reason: 'its pool is no longer in the routing file',
    find: () => leads.strandedOutside(pools, BATCH),
    isMeant: ({ pool }) => pool !== null && !pools.includes(pool),
  });
  return gone + (await requeueIdle(context));
}

/**
 * The second half alone, for as long as it runs: an instance that still has the routing file from before goes on to put leads where they
 * used to be claimed. @returns how many
 */
export function requeueIdle(context: ChangeContext): Promise<number> {
  const offering = context.ruleset.pools.filter(isOffering).map((pool) => pool.id);
  return requeue(context, {
    reason: 'its pool gives leads out now',
    find: () => context.store.leads.idleIn(offering, BATCH),
    isMeant: ({ dueAt, heldSince }) => dueAt === null && heldSince === null,
  });
}

interface Stranded {
  reason: string;
  find: () => Promise<string[]>;
  /** Whether a lead that waits is still one of those: somebody may have been faster. */
  isMeant: (lead: Lead) => boolean;
}

async function requeue(context: ChangeContext, { reason, find, isMeant }: Stranded): Promise<number> {
  for (let total = 0; ; ) {
    const ids = await find();
    if (ids.length === 0) return total;
    const commands = ids.map((leadId) => ({ leadId }));
    const moved = await changeLeads(
      context,
      commands,
      (lead) => {
        const waits = lead.status === 'pooled' && isMeant(lead);
        return { event: waits ? { type: 'requeued', reason } : null, outcome: waits };
      },
      false,
    );
    total += moved.filter(Boolean).length;
  }
}
