/**
 * Routes received leads in batches. One router at a time over all instances (the store's lock), so that rotations stay fair
 * and a batch costs three statements however many leads are stored. See docs/decisions/0002.
 */
import type { Lead } from '../domain/lead.ts';
import type { Destination } from '../domain/lead-event.ts';
import type { Routed, Router } from '../domain/rules/route-lead.ts';
import { createRouteWithDraws } from './experiments/route-with-draws.ts';
import type { StandIn } from './push/stand-in.ts';
import { type ChangeContext, changeOf, recordChanges } from './record-changes.ts';

/** Measured on two cores with PostgreSQL 15: larger batches gain nothing and hold the lock longer. */
const ROUTE_BATCH = 500;

export interface RoutedBatch {
  /** How many leads went where. */
  routed: { to: Destination['kind']; name: string }[];
  /** `idle`: nothing waits · `more`: at least a batch was there · `busy`: another instance is routing */
  state: 'idle' | 'more' | 'busy';
}

export type RouteLeads = () => Promise<RoutedBatch>;

/** @param standIn who gets leads of reps who are out; nobody else unless given */
export function createRouteLeads(context: ChangeContext, router: Router, standIn: StandIn = asDecided): RouteLeads {
  const route = createRouteWithDraws(context, router);
  return async () => {
    const result = await context.store.transaction(async (tx) => {
      const leads = await tx.leads.takeReceived(ROUTE_BATCH);
      if (leads === 'busy') return { state: 'busy' as const, conversations: [], routed: [] };
      const now = context.clock.now();
      const decided = await route(tx, leads, now);
      const decisions = await standIn(tx, decided, now);
      const changes = leads.map((lead, index) => recordOne(lead, decisions[index] as Routed, context, router, now));
      const conversations = await recordChanges(
        context,
        tx,
        changes.map((change) => change.change),
      );
      const state = leads.length < ROUTE_BATCH ? ('idle' as const) : ('more' as const);
      return { state, conversations, routed: changes.map((change) => change.routed) };
    });
    context.wake.deliveries(result.conversations);
    return { state: result.state, routed: result.routed };
  };
}

const asDecided: StandIn = async (_tx, decisions) => [...decisions];

function recordOne(lead: Lead, routed: Routed, context: ChangeContext, router: Router, now: Date) {
  const { to } = routed;
  const change = changeOf(lead, { type: 'routed', ruleset: router.version, ...routed }, context, now);
  return { change, routed: { to: to.kind, name: destinationName(to) } };
}

/** The pool or rep a lead went to; the kind itself where there is neither. */
function destinationName(to: Destination): string {
  if (to.kind === 'pool') return to.pool;
  return to.kind === 'rep' ? to.rep : to.kind;
}
