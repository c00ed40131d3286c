/** An admin gives a lead to a rep past the rotation. Whether that costs the rep a turn is the pool's setting. */
import type { Charge, Lead } from '../domain/lead.ts';
import { isMember, keepsLedger } from '../domain/ruleset.ts';
import type { Repositories } from '../ports/store.ts';
import { ledgerTransaction } from './push/ledger-transaction.ts';
import { chargeTurn, giveTurnBack, type Ledgers } from './push/turns.ts';
import { type ChangeContext, changeOf, recordChanges } from './record-changes.ts';

export type AssignOutcome =
  | { kind: 'assigned' }
  | { kind: 'refused'; because: 'unknown_lead' | 'unknown_rep' | 'erased' | 'closed' | 'already_theirs' };

/** @param by the admin's e-mail address or rep id */
export type AssignLead = (leadId: string, rep: string, by: string) => Promise<AssignOutcome>;

export function createAssignLead(context: ChangeContext & Ledgers): AssignLead {
  return async (leadId, rep, by) => {
    if (!context.ruleset.reps.some(({ id }) => id === rep)) return { kind: 'refused', because: 'unknown_rep' };
    const result = await ledgerTransaction(context, async (tx) => {
      // The ledger has one writer at a time.
      await tx.push.waitForLock();
      const [lead] = await tx.leads.lock([leadId]);
      const refusal = refusalOf(lead, rep);
      if (!lead || refusal) return { outcome: refusal, conversations: [] };
      const charge = await settle(context, tx, lead, rep);
      const because = `${by} gave it to them`;
      const trace = [{ step: 'destination', kind: 'rep', name: rep, because } as const];
      const event = { type: 'assigned', rep, by, charge, trace } as const;
      const change = changeOf(lead, event, context, context.clock.now());
      return { outcome: { kind: 'assigned' } as const, conversations: await recordChanges(context, tx, [change]) };
    });
    context.wake.deliveries(result.conversations);
    return result.outcome ?? { kind: 'refused', because: 'unknown_lead' };
  };
}

function refusalOf(lead: Lead | undefined, rep: string): AssignOutcome | null {
  if (!lead) return { kind: 'refused', because: 'unknown_lead' };
  if (lead.status === 'erased') return { kind: 'refused', because: 'erased' };
  if (lead.status === 'won' || lead.status === 'lost') return { kind: 'refused', because: 'closed' };
  return lead.owner === rep ? { kind: 'refused', because: 'already_theirs' } : null;
}

/** The turn that the lead used so far goes with it, or is given back; without one, it may cost a turn now. */
async function settle(context: Ledgers, tx: Repositories, lead: Lead, rep: string): Promise<Charge | null> {
  const pool = context.ruleset.pools.find(({ id }) => id === lead.pool);
  const before = lead.push?.charge ?? null;
  const counts = pool !== undefined && isMember(pool, rep) && pool.offer.assignments === 'lose-turn';
  if (before) return moveTurn(context, tx, lead, { before, to: counts && before.pool === pool.id ? rep : null });
  if (!counts || !keepsLedger(pool)) return null;
  return chargeTurn(context, tx, lead, { pool, rep, cause: 'assigned' });
}

async function moveTurn(
  context: Ledgers,
  tx: Repositories,
  lead: Lead,
  { before, to }: { before: Charge; to: string | null },
): Promise<Charge | null> {
  if (to === null) {
    await giveTurnBack(context, tx, lead.id, { charge: before, cause: 'withdrawn' });
    return null;
  }
  const { ruleset, rotations, shares } = context;
  const pool = ruleset.pools.find(({ id }) => id === before.pool);
  if (!pool) return null;
  const rotation = await rotations.open(tx, pool, before.queue, shares.weights(pool));
  rotation.move(lead.id, before.rep, to, 'withdrawn');
  return { ...before, rep: to, refund: null };
}
