/**
 * The one way a lead changes: lock it, let a pure function decide, write the event and the state, and make the cards
 * follow, all in one transaction. Every use case that changes leads goes through here.
 */
import { AppError } from '../domain/errors.ts';
import type { Lead } from '../domain/lead.ts';
import type { Decision } from '../domain/lead-actions.ts';
import { applyEvent, type LeadEvent } from '../domain/lead-event.ts';
import type { Ruleset } from '../domain/ruleset.ts';
import { wantedCards } from '../domain/wanted-cards.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { LeadChange, Repositories, Store } from '../ports/store.ts';
import type { Wake } from '../ports/wake.ts';
import type { Conversations } from './conversations.ts';

export interface ChangeContext {
  store: Store;
  clock: Clock;
  ids: Ids;
  ruleset: Ruleset;
  conversations: Conversations;
  wake: Wake;
}

/** A transaction that lost a race (deadlock, serialisation) did nothing, so it may be run again this often. */
const ATTEMPTS = 3;

/**
 * Carries out commands on leads.
 * Commands on the same lead are decided in order, each on what the one before left; at most one of them may change it.
 * @param commands what to do, each with its lead
 * @param decide pure: what comes of a command on the lead as it is now
 * @param missing what to answer where the lead does not exist
 * @returns an outcome per command, in order, after everything is stored
 */
export async function changeLeads<Command extends { leadId: string }, Outcome>(
  context: ChangeContext,
  commands: readonly Command[],
  decide: (lead: Lead, command: Command) => Decision<Outcome>,
  missing: Outcome,
): Promise<Outcome[]> {
  return retrying(async () => {
    const result = await context.store.transaction(async (tx) => {
      const locked = await tx.leads.lock([...new Set(commands.map((command) => command.leadId))]);
      const leads = new Map(locked.map((lead) => [lead.id, lead]));
      const changes: LeadChange[] = [];
      const outcomes = commands.map((command) => {
        const lead = leads.get(command.leadId);
        if (!lead) return missing;
        const { event, outcome } = decide(lead, command);
        if (event) {
          const change = changeOf(lead, event, context.clock.now());
          leads.set(lead.id, change.lead);
          changes.push(change);
        }
        return outcome;
      });
      return { outcomes, conversations: await recordChanges(context, tx, changes) };
    });
    context.wake.deliveries(result.conversations);
    return result.outcomes;
  });
}

/**
 * Writes changes of locked leads and makes their cards follow, inside the caller's transaction.
 * @returns ids of the conversations with work, to be woken after the commit
 */
export async function recordChanges(
  context: Pick<ChangeContext, 'ids' | 'ruleset' | 'conversations'>,
  tx: Repositories,
  changes: readonly LeadChange[],
): Promise<string[]> {
  if (changes.length === 0) return [];
  await tx.leads.append(changes);
  const cards = changes.flatMap(({ lead }) =>
    wantedCards(lead, context.ruleset).flatMap((place) =>
      context.conversations.at(place).map((conversationId) => ({
        id: context.ids.next(),
        leadId: lead.id,
        kind: place.kind,
        round: lead.round,
        conversationId,
      })),
    ),
  );
  return tx.deliveries.want(
    cards,
    changes.map(({ lead }) => ({ leadId: lead.id, version: lead.version })),
  );
}

/** The lead after an event, with the timeline entry. */
export function changeOf(lead: Lead, event: LeadEvent, at: Date): LeadChange {
  const entry = { version: lead.version + 1, at, event };
  return { lead: applyEvent(lead, entry, lead.id), entry };
}

async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const again = error instanceof AppError && error.retry === 'later' && attempt < ATTEMPTS;
      if (!again) throw error;
    }
  }
}
