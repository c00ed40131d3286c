/**
 * Shotgun: the card is open to the whole pool, and the first claim wins; or, with a claim window, clicks soon after the first one
 * count alike and the most owed of the clickers gets it. What nobody claims goes to more people after a while.
 */
import type { Lead } from '../lead.ts';
import type { LeadEvent } from '../lead-event.ts';
import type { Rotation } from '../rotation/rotation.ts';
import { inLeads } from '../rotation/units.ts';
import { isMember, type Pool } from '../ruleset.ts';

/**
 * What the clock does with a shotgun lead that is due.
 * @param rotation the pool's; keeps the books of who won windows
 * @returns `null` when nothing is due
 */
export function shotgunStep(lead: Lead, pool: Pool, rotation: Rotation, now: Date): LeadEvent | null {
  if (lead.status !== 'pooled' || !lead.dueAt || now < lead.dueAt) return null;
  const bids = lead.push?.bids ?? [];
  if (bids.length > 0) return awarded(lead, bids, pool, rotation);
  const widened = (lead.push?.widenedTo.length ?? 0) > 0;
  if (pool.fallback === null) {
    const because = 'nobody claimed it in time, and there is no other pool';
    const trace = [{ step: 'nobody', then: 'owner', name: pool.owner, because } as const];
    return { type: 'assigned', rep: pool.owner, by: null, charge: null, trace };
  }
  if (pool.claims.afterwards === 'widen' && !widened) {
    const dueAt = pool.claims.openForMs ? new Date(now.getTime() + pool.claims.openForMs).toISOString() : null;
    return { type: 'widened', to: pool.fallback, dueAt };
  }
  const trace = [
    { step: 'nobody', then: 'fallback', name: pool.fallback, because: 'nobody claimed it in time' } as const,
  ];
  return { type: 'fell-back', to: pool.fallback, because: 'not_claimed', trace };
}

/** The window is over. Members of a pool that it was opened to later are in no rotation of this one: first come, first served. */
function awarded(lead: Lead, bids: readonly string[], pool: Pool, rotation: Rotation): LeadEvent {
  const members = bids.filter((rep) => isMember(pool, rep));
  const best = members.reduce<string | null>(
    (most, rep) => (most === null || rotation.owed(rep) > rotation.owed(most) ? rep : most),
    null,
  );
  const rep = best ?? bids[0] ?? '';
  const owed = best === null ? 0 : inLeads(rotation.owed(best));
  if (best !== null) rotation.turn(lead.id, best, 'claimed', members);
  return { type: 'claimed', rep, among: [...bids], owed };
}
