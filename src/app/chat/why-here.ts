/** "Why me?" and "Why here?": the trace in plain words, for those who may see the card, as far as they may know of the lead. */
import type { Lead } from '../../domain/lead.ts';
import { mayClaim } from '../../domain/lead-actions.ts';
import { REMOVED, repName } from '../../domain/lead-card.ts';
import type { TimelineEntry } from '../../domain/lead-event.ts';
import { pushTrace, tracesOf } from '../../domain/lead-trace.ts';
import type { Pool, Ruleset } from '../../domain/ruleset.ts';
import { explainWhy } from '../../domain/why.ts';
import type { ChatInbox } from '../../ports/chat-inbox.ts';
import { type ClickContext, readClick } from './clicked-card.ts';
import type { Known } from './directory.ts';
import { note, STRANGER, UNKNOWN_CARD } from './replies.ts';

/** @returns sentences; `null` where this person may know nothing of the lead */
export function whyHere(lead: Lead, timeline: readonly TimelineEntry[], ruleset: Ruleset, who: Known): string[] | null {
  if (lead.status === 'erased') return [REMOVED];
  const pool = ruleset.pools.find(({ id }) => id === lead.pool);
  const sight = sightOf(lead, pool, ruleset, who);
  if (sight === 'nothing') return null;
  const reader = who.rep?.id ?? null;
  // What the rules say of a lead tells values of it, so it waits for the claim as everything else of a blind lead does.
  const trace = sight === 'all' ? tracesOf(timeline) : pushTrace(timeline);
  const lines = explainWhy(trace, reader, (rep) => repName(ruleset, rep));
  const rules =
    sight === 'choice'
      ? [`The rules sent it to ${pool?.id}. Which one tells something of the lead: that comes with it.`]
      : [];
  const choice = lead.offeredTo !== null && lead.offeredTo === reader && pool ? [ifDeclined(pool)] : [];
  return [...lines, ...choice, ...rules];
}

/** `choice`: why this rep or pool, but nothing that the lead says. */
function sightOf(
  lead: Lead,
  pool: Pool | undefined,
  ruleset: Ruleset,
  { rep, admin }: Known,
): 'all' | 'choice' | 'nothing' {
  if (admin !== null || (rep && lead.owner === rep.id)) return 'all';
  if (!rep || !pool) return 'nothing';
  if (lead.offeredTo !== rep.id && !mayClaim(lead, pool, ruleset, rep.id)) return 'nothing';
  return pool.blind ? 'choice' : 'all';
}

function ifDeclined({ offer }: Pool): string {
  return offer.declines === 'lose-turn'
    ? 'If you decline, the next in line is asked, and it counts as your turn.'
    : 'If you decline, the next in line is asked, and you keep your turn.';
}

export function createWhy(context: ClickContext & { ruleset: Ruleset }): ChatInbox['why'] {
  return async (click) => {
    const { delivery, who } = await readClick(context, click);
    if (!delivery) return UNKNOWN_CARD;
    if (!who.rep && !who.admin) return STRANGER;
    const { leads } = context.store;
    const [lead, timeline] = await Promise.all([leads.find(delivery.leadId), leads.timeline(delivery.leadId)]);
    const lines = lead && whyHere(lead, timeline, context.ruleset, who);
    if (!lines) return note('Only members of the pool and admins can see why a lead is there.');
    return lines.length > 0
      ? note(...lines)
      : note('There is nothing to say yet: nobody and nothing has chosen for it.');
  };
}
