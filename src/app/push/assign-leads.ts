/**
 * Offers the leads of push pools, ends offers whose time is over, and lets a waiting backlog go at the pace at which it can be taken. One
 * assigner at a time over all instances (the store's lock): so the ledgers stay exact, however many instances run.
 */
import type { Lead } from '../../domain/lead.ts';
import type { LeadEvent } from '../../domain/lead-event.ts';
import { nextStep, type OfferShown } from '../../domain/push/next-step.ts';
import { shotgunStep } from '../../domain/push/shotgun.ts';
import { isOffering, isPull, type Pool } from '../../domain/ruleset.ts';
import type { LeadChange, Repositories } from '../../ports/store.ts';
import { type ChangeContext, changeOf, recordChanges } from '../record-changes.ts';
import { type Desks, openDesks, type Rosters } from './desks.ts';
import type { EarnedShares } from './earned-shares.ts';
import { type HandsInput, readHands } from './hands.ts';
import { ledgerTransaction } from './ledger-transaction.ts';
import type { RotationCache } from './rotation-cache.ts';
import type { SignalBook } from './signal-book.ts';

export interface AssignContext extends ChangeContext {
  calendars: HandsInput['calendars'];
  signals: SignalBook;
  rosters: Rosters;
  rotations: RotationCache;
  shares: EarnedShares;
}

/** A lead that a pool began to wait with, for saying so where people see it. */
export interface HeldLead {
  lead: Lead;
  pool: Pool;
  /** Whether others wait in the pool already: then it was said before. */
  isFirst: boolean;
}

export interface AssignedBatch {
  /** `idle`: nothing was due · `more`: there may be more at once · `busy`: another instance is assigning */
  state: 'idle' | 'more' | 'busy';
  /** What happened, for the metrics: the events' types. */
  events: LeadEvent['type'][];
  held: HeldLead[];
}

export type AssignLeads = () => Promise<AssignedBatch>;

/** Leads of one pass: enough to be fast, few enough that clicks do not wait long for the leads it has locked. */
const BATCH = 200;

/** Steps of one lead in one pass: through all pools of a fallback chain, twice around. Beyond that it waits for the next pass. */
const STEPS = 40;

export function createAssignLeads(context: AssignContext): AssignLeads {
  const pools = new Map(context.ruleset.pools.map((pool) => [pool.id, pool]));
  const reps = new Map(context.ruleset.reps.map((rep) => [rep.id, rep]));
  /** How far the waiting leads of each pool were looked through without one that could be taken. */
  const looked = new Map<string, Lead>();

  async function pass(tx: Repositories): Promise<Pass | 'busy'> {
    const now = context.clock.now();
    const due = await tx.push.takeDue(now, BATCH);
    if (due === 'busy') return 'busy';
    const waiting = (await tx.push.heldPools()).flatMap((id) => pools.get(id) ?? []);
    const result: Pass = { changes: [], asks: new Set(), held: [], full: due.length === BATCH };
    if (due.length === 0 && waiting.length === 0) return result;

    // A lead may go on to any pool of the chain.
    const involved = chainsOf([...due.flatMap(({ lead }) => pools.get(lead.pool ?? '') ?? []), ...waiting], pools);
    const hands = await readHands(tx, involved, {
      now,
      calendars: context.calendars,
      signals: context.signals.of,
      reps,
    });
    await context.shares.refresh(tx, involved, now);
    const desks = openDesks({ tx, now, hands, reps, ...context, weights: context.shares.weights });
    const work = { context, desks, pools, now, waiting: new Set(waiting.map(({ id }) => id)), result };

    for (const { lead, shown } of due) await advance(work, lead, shown);
    for (const pool of waiting) await release(work, tx, pool, looked);
    for (const rep of mayBeBack(involved, context.signals)) result.asks.add(rep);
    return result;
  }

  return async () => {
    const outcome = await ledgerTransaction(context, async (tx) => {
      const result = await pass(tx);
      if (result === 'busy') return 'busy';
      return { ...result, conversations: await recordChanges(context, tx, result.changes) };
    });
    if (outcome === 'busy') return { state: 'busy', events: [], held: [] };
    context.wake.deliveries(outcome.conversations);
    if (outcome.changes.some(({ lead }) => lead.status === 'received')) context.wake.router();
    if (outcome.asks.size > 0) await context.signals.ask([...outcome.asks]);
    const again = outcome.full || outcome.asks.size > 0;
    const events = outcome.changes.map(({ entry }) => entry.event.type);
    return { state: again ? 'more' : 'idle', events, held: outcome.held };
  };
}

interface Pass {
  changes: LeadChange[];
  /** Reps whom chat is to be asked about before the next pass. */
  asks: Set<string>;
  held: HeldLead[];
  full: boolean;
}

interface Work {
  context: AssignContext;
  desks: Desks;
  pools: ReadonlyMap<string, Pool>;
  now: Date;
  /** Pools in which leads waited before this pass. */
  waiting: ReadonlySet<string>;
  result: Pass;
}

/** Takes a lead as far as it goes now. @returns whether anything happened to it */
async function advance(work: Work, start: Lead, shown: OfferShown): Promise<boolean> {
  const { context, now, result } = work;
  let lead = start;
  for (let step = 0; step < STEPS; step += 1) {
    const event = await nextEvent(work, lead, shown);
    if (!event) break;
    const change = changeOf(lead, event, context, now);
    result.changes.push(change);
    lead = change.lead;
    if (event.type === 'held') noteHeld(work, lead);
  }
  return lead !== start;
}

async function nextEvent(work: Work, lead: Lead, shown: OfferShown): Promise<LeadEvent | null> {
  const { context, desks, pools, now, result } = work;
  if (lead.status !== 'pooled' && lead.status !== 'offered') return null;
  const pool = pools.get(lead.pool ?? '');
  if (!pool) return { type: 'requeued', reason: 'its pool is no longer in the routing file' };
  if (isPull(pool)) {
    // Only what came before the routing file changed still waits for the clock here.
    const waits = lead.dueAt !== null || lead.heldSince !== null;
    return waits ? { type: 'requeued', reason: 'its pool no longer gives leads out' } : null;
  }
  if (!isOffering(pool)) {
    const { desk } = await desks.of(pool, lead);
    return shotgunStep(lead, pool, desk.rotation, now);
  }
  const next = nextStep(lead, {
    ...(await desks.of(pool, lead)),
    shown,
    prefer: context.shares.preference(pool, lead),
    present: (rep) => (context.signals.isStale(rep) ? 'ask' : 'yes'),
    onOffer: desks.offered,
  });
  if (next && 'ask' in next) {
    result.asks.add(next.ask);
    return null;
  }
  return next?.event ?? null;
}

/** Lets leads that wait in a pool go, oldest first, as long as somebody has room for them. */
async function release(work: Work, tx: Repositories, pool: Pool, looked: Map<string, Lead>): Promise<void> {
  const [oldest] = await tx.push.takeHeld(pool.id, null, 1);
  if (!oldest) return;
  const { desk } = await work.desks.of(pool, oldest);
  if (isOffering(pool) && pool.whenAllAway === 'hold' && desk.room() === 0) return;
  const leads = await tx.push.takeHeld(pool.id, looked.get(pool.id) ?? null, BATCH);
  let moved = false;
  for (const lead of leads) {
    if (work.result.changes.some((change) => change.lead.id === lead.id)) continue;
    moved = (await advance(work, lead, 'yes')) || moved;
    if (desk.room() === 0) break;
  }
  // When nobody could take any of these, the next pass looks at those behind them.
  const last = leads.at(-1);
  if (moved || !last || leads.length < BATCH) looked.delete(pool.id);
  else looked.set(pool.id, last);
}

function noteHeld({ result, waiting, pools }: Work, lead: Lead): void {
  const pool = pools.get(lead.pool ?? '');
  if (!pool) return;
  const isFirst = !waiting.has(pool.id) && !result.held.some((one) => one.pool.id === pool.id);
  result.held.push({ lead, pool, isFirst });
}

/** Reps whom chat showed as away a while ago: only asking tells that they are back. */
function mayBeBack(involved: readonly Pool[], signals: SignalBook): string[] {
  return involved.filter(isOffering).flatMap(({ members }) =>
    members
      .map(({ rep }) => rep)
      .filter((rep) => {
        const { presence, missing } = signals.of(rep);
        return (presence?.is === 'away' || missing !== undefined) && signals.isStale(rep);
      }),
  );
}

function chainsOf(starts: readonly Pool[], pools: ReadonlyMap<string, Pool>): Pool[] {
  const found = new Set<Pool>();
  for (const start of starts) {
    for (let pool: Pool | undefined = start; pool && !found.has(pool); pool = pools.get(pool.fallback ?? ''))
      found.add(pool);
  }
  return [...found];
}
