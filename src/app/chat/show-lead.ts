/** `/lead show` and `/lead mine`: what somebody may see of their leads, and of one by its id. */
import type { WorkCalendar } from '../../domain/availability/work-calendar.ts';
import type { Card } from '../../domain/card.ts';
import { type Lead, leadTitle } from '../../domain/lead.ts';
import { mayClaim } from '../../domain/lead-actions.ts';
import { detailCard, poolCard } from '../../domain/lead-card.ts';
import { offerCard } from '../../domain/offer-card.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import { type SpeedToLead, speedToLead } from '../../domain/speed-to-lead.ts';
import { labelOf, STAGES } from '../../domain/stages.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import type { Store } from '../../ports/store.ts';
import { UUID } from './clicked-card.ts';
import type { Known } from './directory.ts';
import { note } from './replies.ts';
import { whyHere } from './why-here.ts';

/** A list longer than this is not read in a chat. */
const MINE_SHOWN = 20;

export async function showMine(store: Store, rep: string): Promise<Reply> {
  const leads = await store.leads.ownedBy(rep, MINE_SHOWN + 1);
  if (leads.length === 0) return note('You have no leads now. Claim one in the channel of your pool.');
  const shown = leads.slice(0, MINE_SHOWN);
  const more = leads.length > shown.length ? [{ text: `Only the newest ${MINE_SHOWN} are shown.` }] : [];
  const lines = shown.flatMap((lead) => [
    { text: `${leadTitle(lead.attributes)} · ${lead.stage ? labelOf(STAGES, lead.stage) : 'new'} · ${lead.id}` },
  ]);
  return {
    kind: 'note',
    lines: [{ text: `Your leads (${leads.length > MINE_SHOWN ? `${MINE_SHOWN}+` : leads.length})` }, ...lines, ...more],
  };
}

export const NO_SUCH_LEAD = note(
  'There is no lead with this id that you may see. The id is at the foot of every card.',
);

export interface ShowContext {
  store: Store;
  ruleset: Ruleset;
  calendars: (rep: string) => WorkCalendar;
}

export async function showLead({ store, ruleset, calendars }: ShowContext, who: Known, id: string): Promise<Reply> {
  if (!UUID.test(id)) return NO_SUCH_LEAD;
  const lead = await store.leads.find(id.toLowerCase());
  if (!lead) return NO_SUCH_LEAD;
  const timeline = await store.leads.timeline(lead.id);
  const why = whyHere(lead, timeline, ruleset, who);
  const card = why && cardFor(lead, { ruleset, who, why, speed: speedToLead(lead, timeline, calendars) });
  return card ? { kind: 'card', card } : NO_SUCH_LEAD;
}

/** Owners and admins see everything; whoever may take it sees what they decide by, and why it is there. */
function cardFor(
  lead: Lead,
  known: { ruleset: Ruleset; who: Known; why: readonly string[]; speed: SpeedToLead | null },
): Card | null {
  const { ruleset, who, why, speed } = known;
  if (who.admin || (who.rep && lead.owner === who.rep.id)) return detailCard(lead, ruleset, why, speed);
  const rep = who.rep?.id;
  const pool = ruleset.pools.find((candidate) => candidate.id === lead.pool);
  if (!pool || rep === undefined) return null;
  const request = { lead, ruleset, round: lead.round, value: '' };
  if (lead.offeredTo === rep) return withReasons(offerCard({ ...request, rep }), why);
  return mayClaim(lead, pool, ruleset, rep) ? withReasons(poolCard(request), why) : null;
}

/** Only to be looked at: it is answered where it was posted. */
function withReasons(card: Card, why: readonly string[]): Card {
  return { ...card, actions: [], footer: [...card.footer, ...why.map((text) => ({ text }))] };
}
