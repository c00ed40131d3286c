/** Says where people see it that a pool has begun to wait, and why: nothing waits in silence. */
import { repName } from '../../domain/lead-card.ts';
import { pushTrace } from '../../domain/lead-trace.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import { describeTrace } from '../../domain/trace.ts';
import { channelPlaces } from '../../domain/wanted-cards.ts';
import type { Conversations } from '../delivery/conversations.ts';
import { type NoticeContext, postNotice } from '../delivery/post-notice.ts';
import type { HeldLead } from './assign-leads.ts';

export interface TellHeldContext extends NoticeContext {
  conversations: Conversations;
  ruleset: Ruleset;
}

const NEXT = 'New leads of this pool wait, and are offered oldest first as soon as somebody can take them.';

/** @param held what `AssignLeads` returned; only the first lead of each pool is told of */
export async function tellHeld(context: TellHeldContext, held: readonly HeldLead[]): Promise<void> {
  const { store, conversations, ruleset } = context;
  for (const { lead, pool, isFirst } of held) {
    if (!isFirst) continue;
    const trace = pushTrace(await store.leads.timeline(lead.id));
    const places = channelPlaces('pool', pool.channels).flatMap((place) => conversations.at(place));
    const title = `Leads are waiting in ${pool.id}`;
    await postNotice(context, places.length > 0 ? places : conversations.admins(), {
      key: `held:${pool.id}:${lead.id}`,
      title,
      // Nothing of the lead: the pool may be blind.
      lines: [NEXT, ...describeTrace(trace, (rep) => repName(ruleset, rep))],
      summary: `${title}: nobody can take them now`,
    });
  }
}
