/**
 * Routes received leads in batches. One router at a time over all instances (the store's lock), so that rotations stay fair, nobody becomes
 * two people, and a batch costs three statements however many leads are stored. See docs/decisions/0002.
 */
import type { Lead } from '../domain/lead.ts';
import type { Destination } from '../domain/lead-event.ts';
import type { Routed, Router } from '../domain/rules/route-lead.ts';
import type { LeadChange, ReceivedLead, Repositories } from '../ports/store.ts';
import { createRouteWithDraws } from './experiments/route-with-draws.ts';
import { mergeLead } from './people/merge-leads.ts';
import { createOwnerTurns, type OwnerTurns } from './people/owner-turns.ts';
import { type RecognisedLeads, recogniseReceived } from './people/recognise-received.ts';
import { decideLeads } from './people/send-to-owners.ts';
import { createAbsences, createStandIn } from './push/stand-in.ts';
import type { Ledgers } from './push/turns.ts';
import { type ChangeContext, changeOf, recordChanges, retrying } from './record-changes.ts';

/** Measured on two cores with PostgreSQL 15: larger batches gain nothing and hold the lock longer. */
const ROUTE_BATCH = 500;

export interface RoutedBatch {
  /** How many leads went where. */
  routed: { to: Destination['kind'] | 'merged'; name: string }[];
  /** `idle`: nothing waits · `more`: at least a batch was there · `busy`: another instance is routing */
  state: 'idle' | 'more' | 'busy';
}

export type RouteLeads = () => Promise<RoutedBatch>;

export type RouteContext = ChangeContext & Ledgers;

export function createRouteLeads(context: RouteContext, router: Router): RouteLeads {
  const { ruleset, calendars } = context;
  const turns = createOwnerTurns(context);
  const deciding = {
    ruleset,
    router,
    route: createRouteWithDraws(context, router),
    standIn: createStandIn(calendars),
    absences: createAbsences(calendars),
  };

  async function pass(tx: Repositories): Promise<RoutedBatch & { conversations: string[] }> {
    const received = await tx.leads.takeReceived(ROUTE_BATCH, ruleset.people !== undefined);
    if (received === 'busy') return { state: 'busy', conversations: [], routed: [] };
    const now = context.clock.now();
    const met = await recogniseReceived(tx, received, context);
    const own = received.flatMap((one, index) => {
      const found = met?.found[index];
      return found?.into ? [] : [{ ...one, earlier: found?.earlier ?? [] }];
    });
    const decisions = await decideLeads(deciding, tx, own, now);
    const routed = own.map(({ lead }, index) => ({ lead, decision: decisions[index] as Routed }));
    const changes: LeadChange[] = [];
    for (const { lead, decision } of routed)
      changes.push(await routeOne({ context, router, turns, tx }, lead, decision, now));
    if (met) changes.push(...merges(context, received, met, changes, now));
    return {
      state: received.length < ROUTE_BATCH ? 'idle' : 'more',
      conversations: await recordChanges(context, tx, changes, met ?? undefined),
      routed: [
        ...routed.map(({ decision: { to } }) => ({ to: to.kind, name: destinationName(to) })),
        ...Array.from({ length: received.length - own.length }, () => ({ to: 'merged' as const, name: 'merged' })),
      ],
    };
  }

  return async () => {
    const { conversations, ...batch } = await retrying(() => turns.transaction(pass));
    context.wake.deliveries(conversations);
    return batch;
  };
}

interface Routing {
  context: RouteContext;
  router: Router;
  turns: OwnerTurns;
  tx: Repositories;
}

async function routeOne(
  { context, router, turns, tx }: Routing,
  lead: Lead,
  decision: Routed,
  now: Date,
): Promise<LeadChange> {
  const { to } = decision;
  const charge = to.kind === 'rep' && to.pool !== undefined ? await turns.charge(tx, lead, to.pool, to.rep) : null;
  const event = { type: 'routed', ruleset: router.version, ...decision, ...(charge ? { charge } : {}) } as const;
  return changeOf(lead, event, context, now);
}

/** What goes into leads that were there before, or that came in with the same batch. */
function merges(
  context: RouteContext,
  received: readonly ReceivedLead[],
  met: RecognisedLeads,
  routed: readonly LeadChange[],
  now: Date,
): LeadChange[] {
  const present = new Map([...met.open, ...routed.map(({ lead }): [string, Lead] => [lead.id, lead])]);
  const goers = [
    ...met.folded.map(({ lead, into, because }) => ({ lead: present.get(lead), into: { lead: into, because } })),
    ...received.map(({ lead }, index) => ({ lead, into: met.found[index]?.into ?? null })),
  ];
  return goers.flatMap(({ lead, into }) => {
    const stays = into && present.get(into.lead);
    if (!lead || !stays) return [];
    const [gone, kept] = mergeLead(lead, stays, into.because, context, now);
    present.set(kept.lead.id, kept.lead);
    return [gone, kept];
  });
}

/** The pool or rep a lead went to; the kind itself where there is neither. */
function destinationName(to: Destination): string {
  if (to.kind === 'pool') return to.pool;
  return to.kind === 'rep' ? to.rep : to.kind;
}
