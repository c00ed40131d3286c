/** Answers `/lead …`: help, what is mine, and one lead in full with the reason why it went where it went. */
import type { Card } from '../domain/card.ts';
import { type Lead, leadTitle } from '../domain/lead.ts';
import { detailCard, poolCard } from '../domain/lead-card.ts';
import { commandHelp, commandUsage, parseLeadCommand } from '../domain/lead-command.ts';
import { isBlind, isMember, type Ruleset } from '../domain/ruleset.ts';
import { labelOf, STAGES } from '../domain/stages.ts';
import { describeTrace } from '../domain/trace.ts';
import type { Reply, TypedCommand } from '../ports/chat-inbox.ts';
import type { Store } from '../ports/store.ts';
import type { Known } from './directory.ts';
import { note, STRANGER } from './replies.ts';

export type AnswerCommand = (who: Known, command: TypedCommand) => Promise<Reply>;

/** A list longer than this is not read in a chat. */
const MINE_SHOWN = 20;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function createAnswerCommand(store: Store, ruleset: Ruleset): AnswerCommand {
  return async (who, command) => {
    const wish = parseLeadCommand(command.text);
    switch (wish.kind) {
      case 'help':
        return note(...commandHelp(command.prefix));
      case 'unknown': {
        const hint = wish.didYouMean ? ` Did you mean ${commandUsage(command.prefix, wish.didYouMean)}?` : '';
        return note(`"${wish.typed}" is not a command.${hint}`, ...commandHelp(command.prefix));
      }
      case 'incomplete':
        return note(`Type it like this: ${commandUsage(command.prefix, wish.word)}`);
      case 'mine':
        return who.rep ? mine(store, who.rep.id) : STRANGER;
      case 'show':
        return show(store, ruleset, who, wish.leadId);
    }
  };
}

async function mine(store: Store, rep: string): Promise<Reply> {
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

async function show(store: Store, ruleset: Ruleset, who: Known, id: string): Promise<Reply> {
  const unknown = note('There is no lead with this id that you may see. The id is at the foot of every card.');
  if (!UUID.test(id)) return unknown;
  const lead = await store.leads.find(id.toLowerCase());
  if (!lead) return unknown;
  const timeline = await store.leads.timeline(lead.id);
  const routed = timeline.findLast((entry) => entry.event.type === 'routed')?.event;
  const why = routed?.type === 'routed' ? describeTrace(routed.trace) : [];
  const card = cardFor(lead, ruleset, who, why);
  return card ? { kind: 'card', card } : unknown;
}

/** Owners and admins see everything; members of the pool see what its channel shows, and why it is there. */
function cardFor(lead: Lead, ruleset: Ruleset, who: Known, why: string[]): Card | null {
  if (who.admin || (who.rep && lead.owner === who.rep.id)) return detailCard(lead, ruleset, why);
  const pool = ruleset.pools.find((candidate) => candidate.id === lead.pool);
  if (!pool || !who.rep || !isMember(pool, who.rep.id)) return null;
  const open = poolCard({ lead, ruleset, round: lead.round, value: '' });
  // A trace tells values of the lead, so it waits for the claim as everything else of a blind lead does.
  const reasons = isBlind(pool) ? [] : why.map((text) => ({ text }));
  return { ...open, actions: [], footer: [...open.footer, ...reasons] };
}
