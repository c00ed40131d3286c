/**
 * Leads that wait in a pool which a new routing file no longer has go back to the router: nothing is left where nobody looks.
 */
import { type ChangeContext, changeLeads } from './record-changes.ts';

const BATCH = 500;

/** @returns how many leads were sent back to the router */
export async function requeueStranded(context: ChangeContext): Promise<number> {
  const pools = context.ruleset.pools.map((pool) => pool.id);
  const reason = 'its pool is no longer in the routing file';
  for (let total = 0; ; ) {
    const ids = await context.store.leads.strandedOutside(pools, BATCH);
    if (ids.length === 0) return total;
    const commands = ids.map((leadId) => ({ leadId }));
    const moved = await changeLeads(
      context,
      commands,
      (lead) => {
        const stranded = lead.status === 'pooled' && lead.pool !== null && !pools.includes(lead.pool);
        return { event: stranded ? { type: 'requeued', reason } : null, outcome: stranded };
      },
      false,
    );
    total += moved.filter(Boolean).length;
    context.wake.router();
  }
}
