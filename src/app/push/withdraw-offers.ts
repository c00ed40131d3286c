/** Takes offers back from reps who can no longer take them: they said that they are away, or left the pool. The next one is asked. */
import type { Lead } from '../../domain/lead.ts';
import type { LeadEvent } from '../../domain/lead-event.ts';
import type { WithdrawReason } from '../../domain/push/push-events.ts';
import { isMember, type Ruleset } from '../../domain/ruleset.ts';
import { type ChangeContext, changeLeads } from '../record-changes.ts';

/** @returns how many offers of this rep were taken back */
export async function withdrawOffers(context: ChangeContext, rep: string): Promise<number> {
  return withdraw(context, await context.store.push.offered(rep), (lead) =>
    lead.offeredTo === rep ? withdrawn(lead, 'away', context.clock.now()) : null,
  );
}

/** After a new routing file: offers in pools or to members that are no longer there. @returns how many there were */
export async function withdrawStrayOffers(context: ChangeContext): Promise<number> {
  return withdraw(context, await context.store.push.offered(null), (lead) =>
    stray(lead, context.ruleset, context.clock.now()),
  );
}

async function withdraw(
  context: ChangeContext,
  leadIds: readonly string[],
  decide: (lead: Lead) => LeadEvent | null,
): Promise<number> {
  const commands = leadIds.map((leadId) => ({ leadId }));
  const outcomes = await changeLeads(
    context,
    commands,
    (lead) => {
      const event = decide(lead);
      return { event, outcome: event !== null };
    },
    false,
  );
  context.wake.assigner();
  return outcomes.filter(Boolean).length;
}

function stray(lead: Lead, ruleset: Ruleset, now: Date): LeadEvent | null {
  if (lead.status !== 'offered' || lead.offeredTo === null) return null;
  const pool = ruleset.pools.find((candidate) => candidate.id === lead.pool);
  if (!pool) return { type: 'requeued', reason: 'its pool is no longer in the routing file' };
  return isMember(pool, lead.offeredTo) ? null : withdrawn(lead, 'left_pool', now);
}

function withdrawn(lead: Lead, because: WithdrawReason, now: Date): LeadEvent {
  return { type: 'withdrawn', rep: lead.offeredTo ?? '', because, dueAt: now.toISOString() };
}
