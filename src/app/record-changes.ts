/**
 * The one way a lead changes: lock it, let a pure function decide, write the event and the state, and make the cards
 * and the systems outside follow, all in one transaction. Every use case that changes leads goes through here.
 */

import type { WorkCalendar } from '../domain/availability/work-calendar.ts';
import { AppError } from '../domain/errors.ts';
import { concerns } from '../domain/hand-over/concerns.ts';
import type { Lead } from '../domain/lead.ts';
import type { Decision } from '../domain/lead-actions.ts';
import { applyEvent, type LeadEvent } from '../domain/lead-event.ts';
import type { PeopleChanges } from '../domain/people/recognise.ts';
import { withArrival } from '../domain/push/arrival.ts';
import type { Ruleset, ServiceLevels } from '../domain/ruleset.ts';
import { limitAfter } from '../domain/time-limits/running-limit.ts';
import { wantedCards } from '../domain/wanted-cards.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { LeadChange, Repositories, Store } from '../ports/store.ts';
import type { Wake } from '../ports/wake.ts';
import type { Conversations } from './delivery/conversations.ts';

export interface ChangeContext {
  store: Store;
  clock: Clock;
  ids: Ids;
  ruleset: Ruleset;
  conversations: Conversations;
  wake: Wake;
  /** When each rep works, by id: what time limits are counted in. */
  calendars: (rep: string) => WorkCalendar;
}

/** A transaction that lost a race (deadlock, serialisation) did nothing, so it may be run again this often. */
const ATTEMPTS = 3;

/**
 * Carries out commands on leads.
 * Commands on the same lead are decided in order, each on what the one before left.
 * @param commands what to do, each with its lead
 * @param decide pure: what comes of a command on the lead as it is now
 * @param missing what to answer where the lead does not exist
 * @param prepare reads what the decisions need besides the leads, in the same transaction
 * @returns an outcome per command, in order, after everything is stored
 */
export async function changeLeads<Command extends { leadId: string }, Outcome, Facts = undefined>(
  context: ChangeContext,
  commands: readonly Command[],
  decide: (lead: Lead, command: Command, facts: Facts) => Decision<Outcome>,
  missing: Outcome,
  prepare: (tx: Repositories, leads: readonly Lead[]) => Promise<Facts> = async () => undefined as Facts,
): Promise<Outcome[]> {
  return retrying(async () => {
    const result = await context.store.transaction(async (tx) => {
      const locked = await tx.leads.lock([...new Set(commands.map((command) => command.leadId))]);
      const facts = await prepare(tx, locked);
      const leads = new Map(locked.map((lead) => [lead.id, lead]));
      const changes: LeadChange[] = [];
      const outcomes = commands.map((command) => {
        const lead = leads.get(command.leadId);
        if (!lead) return missing;
        const { event, outcome } = decide(lead, command, facts);
        if (event) {
          const change = changeOf(lead, event, context, context.clock.now());
          leads.set(lead.id, change.lead);
          changes.push(change);
        }
        return outcome;
      });
      return { outcomes, changes, conversations: await recordChanges(context, tx, changes) };
    });
    context.wake.deliveries(result.conversations);
    if (result.changes.some(({ lead }) => lead.status === 'received')) context.wake.router();
    if (result.changes.some(({ lead }) => lead.status === 'pooled' && lead.dueAt !== null)) context.wake.assigner();
    return result.outcomes;
  });
}

/**
 * Writes changes of locked leads and makes their cards follow, inside the caller's transaction.
 * @param people what became of people, where the router has met some
 * @returns ids of the conversations with work, to be woken after the commit
 */
export async function recordChanges(
  context: Pick<ChangeContext, 'ids' | 'ruleset' | 'conversations'>,
  tx: Repositories,
  changes: readonly LeadChange[],
  people?: PeopleChanges,
): Promise<string[]> {
  if (changes.length === 0) return [];
  await tx.leads.append(changes, people);
  await handOver(context.ruleset, tx, changes);
  const cards = changes.flatMap(({ lead, entry }) =>
    wantedCards(lead, context.ruleset, entry.event).flatMap((place) =>
      context.conversations.at(place).map((conversationId) => ({
        id: context.ids.next(),
        leadId: lead.id,
        kind: place.kind,
        round: 'version' in place ? place.version : lead.round,
        conversationId,
      })),
    ),
  );
  return tx.deliveries.want(
    cards,
    changes.map(({ lead }) => ({ leadId: lead.id, version: lead.version })),
  );
}

/**
 * A lead that came in is handed over with its first change, which says where it goes. Workers look for jobs by themselves, once a
 * second: what came together goes out together.
 */
async function handOver(
  { handOver: targets = [] }: Ruleset,
  { handOvers }: Pick<Repositories, 'handOvers'>,
  changes: readonly LeadChange[],
): Promise<void> {
  const wanted = targets.flatMap((target) => {
    const leads = new Set(changes.flatMap(({ lead, entry }) => (concerns(target, entry.event) ? [lead.id] : [])));
    return [...leads].map((leadId) => ({ target: target.id, leadId }));
  });
  if (wanted.length > 0) await handOvers.enqueue(wanted);
}

/**
 * The lead after an event, with the timeline entry. Where the event brings it into a pool, the pool's clock starts; where it leaves it
 * with a rep, the time limit that runs from then on is on the event too.
 */
export function changeOf(
  lead: Lead,
  event: LeadEvent,
  context: Pick<ChangeContext, 'ruleset' | 'calendars'>,
  at: Date,
): LeadChange {
  const bare = { version: lead.version + 1, at, event: withArrival(lead, event, context.ruleset, at) };
  const next = applyEvent(lead, bare, lead.id);
  const sla = next.owner === null ? undefined : slaOf(next, context.ruleset);
  if (!sla || next.owner === null) return { lead: next, entry: bare };
  const counting = { count: sla.count, calendar: context.calendars(next.owner) };
  const timed = limitAfter(lead, next, event, sla, counting, at);
  if (!timed) return { lead: next, entry: bare };
  const stepAt = timed.stepAt === undefined ? null : new Date(timed.stepAt);
  return { lead: { ...next, limit: timed.limit, stepAt }, entry: { ...bare, event: { ...bare.event, ...timed } } };
}

/** The time limits of a lead's pool; none past all pools. */
export function slaOf(lead: Lead, ruleset: Ruleset): ServiceLevels | undefined {
  return lead.pool === null ? undefined : ruleset.pools.find(({ id }) => id === lead.pool)?.sla;
}

/** Runs a transaction again that lost a race and so did nothing. */
export async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const again = error instanceof AppError && error.retry === 'later' && attempt < ATTEMPTS;
      if (!again) throw error;
    }
  }
}
