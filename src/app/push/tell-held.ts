/** Says where people see it that a pool has begun to wait, and why: nothing waits in silence. */
import type { Card } from '../../domain/card.ts';
import { repName } from '../../domain/lead-card.ts';
import { pushTrace } from '../../domain/lead-trace.ts';
import type { Pool, Ruleset } from '../../domain/ruleset.ts';
import { describeTrace } from '../../domain/trace.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';
import type { Wake } from '../../ports/wake.ts';
import type { Conversations } from '../delivery/conversations.ts';
import type { HeldLead } from './assign-leads.ts';

export interface TellHeldContext {
  store: Store;
  ids: Ids;
  conversations: Conversations;
  wake: Wake;
  ruleset: Ruleset;
}

/** @param held what `AssignLeads` returned; only the first lead of each pool is told of */
export async function tellHeld(context: TellHeldContext, held: readonly HeldLead[]): Promise<void> {
  for (const { lead, pool, isFirst } of held) {
    if (!isFirst) continue;
    const why = describeTrace(pushTrace(await context.store.leads.timeline(lead.id)), (rep) =>
      repName(context.ruleset, rep),
    );
    const places = channelsOf(pool).flatMap((place) => context.conversations.at(place));
    const told: string[] = [];
    for (const conversationId of places.length > 0 ? places : context.conversations.admins()) {
      const key = `held:${pool.id}:${lead.id}@${conversationId}`;
      const card = noticeCard(pool, why);
      if (await context.store.deliveries.wantNotice({ id: context.ids.next(), key, conversationId, card }))
        told.push(conversationId);
    }
    context.wake.deliveries(told);
  }
}

function channelsOf({ channels }: Pool) {
  return (['slack', 'teams'] as const).flatMap((platform) =>
    channels[platform].map((channel) => ({ kind: 'pool' as const, platform, channel })),
  );
}

/** Holds nothing of the lead: the pool may be blind. */
function noticeCard(pool: Pool, why: readonly string[]): Card {
  const next = 'New leads of this pool wait, and are offered oldest first as soon as somebody can take them.';
  return {
    summary: `Leads are waiting in ${pool.id}: nobody can take them now`,
    title: `Leads are waiting in ${pool.id}`,
    tone: 'attention',
    fields: [],
    quote: [next, ...why].join('\n'),
    footer: [],
    actions: [],
  };
}
