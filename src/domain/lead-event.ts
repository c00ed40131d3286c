/**
 * The timeline of a lead: append-only events, and the one function that turns them into the present state.
 * The store keeps both; a test rebuilds every lead from its events and compares.
 */
import type { Charge, Lead, LeadAttributes, RunningLimit, Screening } from './lead.ts';
import { afterMergeEvent, isMergeEvent, type MergeEvent } from './people/merge-events.ts';
import { afterPushEvent, FRESH, isPushEvent, type PushEvent } from './push/push-events.ts';
import { afterDecision, afterReviewEvent, isReviewEvent, type ReviewEvent } from './screening/review-events.ts';
import { afterLimitEvent, type LimitEvent } from './time-limits/limit-events.ts';
import type { Trace } from './trace.ts';

/** Where a routed lead went. */
export type Destination =
  | { kind: 'pool'; pool: string }
  /** `pool`: whose time limits hold, where the rep has the lead as a member of a pool. */
  | { kind: 'rep'; rep: string; pool?: string }
  | { kind: 'review'; reason: string }
  | { kind: 'disqualify'; reason: string };

export const TOUCH_KINDS = ['call', 'email', 'meeting', 'other'] as const;
export type TouchKind = (typeof TOUCH_KINDS)[number];

/** `dueAt` (ISO 8601) is there where the clock has work with the lead from then on: see `push/arrival.ts`. */
export type LeadEvent =
  | { type: 'received'; attributes: LeadAttributes }
  /** `rule`, `arm`: see `Lead`. `screening`: what it found this time; `charge`: whose turn it was, where it went to a returning owner. */
  | {
      type: 'routed';
      ruleset: number;
      to: Destination;
      trace: Trace;
      rule?: string;
      arm?: string;
      dueAt?: string;
      screening?: Screening;
      charge?: Charge;
    }
  /** `among`: who clicked in the claim window; `owed`: what the rotation owed the winner, in leads. */
  | { type: 'claimed'; rep: string; among?: string[]; owed?: number }
  /** `madeAt` (ISO 8601): when it was, where a program told it afterwards. */
  | { type: 'contacted'; rep: string; how: TouchKind; note?: string; madeAt?: string }
  /** `amount`: of a won lead; `reason`: of a lost one, from `LOST_REASONS`; `via`: the CRM that said so, by its id in the routing file. */
  | {
      type: 'stage';
      rep: string;
      stage: string;
      amount?: number;
      reason?: string;
      note?: string;
      madeAt?: string;
      via?: string;
    }
  /** Back to the pool; to review where a rule had assigned it past all pools. */
  | { type: 'released'; rep: string; reason: string; note?: string; dueAt?: string }
  | { type: 'decided'; by: string; to: Destination; note?: string; dueAt?: string }
  /** To be routed again, e.g. because its pool left the routing file. */
  | { type: 'requeued'; reason: string }
  | { type: 'erased' }
  | PushEvent
  | LimitEvent
  | ReviewEvent
  | MergeEvent;

/** An event as it stands in the timeline. */
export interface TimelineEntry {
  /** The lead's version after this event; 1 is `received`. */
  version: number;
  at: Date;
  /** With the time limit that runs after it and when that has its next step, where one does: see `time-limits/`. */
  event: LeadEvent & { limit?: RunningLimit; stepAt?: string };
}

/** Stages that end a lead; every other stage leaves it with its owner. */
const CLOSING_STAGES: Record<string, 'won' | 'lost'> = { won: 'won', lost: 'lost' };

const UNOWNED = { owner: null, ownedAt: null, contactedAt: null, touchedAt: null, stage: null, amount: null } as const;

/** What an erased lead loses: all that was said by the person or of them. */
const NOTHING_KEPT = { attributes: { custom: {} }, reason: null, screening: null, push: null } as const;

/** Nobody waits for it any more. */
const SETTLED = { offeredTo: null, offerUntil: null, heldSince: null, dueAt: null } as const;

/**
 * The state after one more event.
 * @param lead the state before; `null` only for `received`
 * @param entry the event with its time and the version it leads to
 * @param id the lead's id, needed for `received`
 * @throws Error when the event does not follow the state (a gap in the versions, or no lead yet): the timeline is damaged
 */
export function applyEvent(lead: Lead | null, entry: TimelineEntry, id: string): Lead {
  const { event, at, version } = entry;
  if (event.type === 'received') return received(event.attributes, at, id);
  if (!lead || version !== lead.version + 1) {
    throw new Error(
      `Timeline of lead ${id} is damaged: ${event.type} at version ${version} after ${lead?.version ?? 0}`,
    );
  }
  const next = afterEvent({ ...lead, version }, event, at);
  return { ...next, limit: event.limit ?? null, stepAt: event.stepAt === undefined ? null : new Date(event.stepAt) };
}

/** @param next the lead before, with the version counted up already */
function afterEvent(next: Lead, event: LeadEvent, at: Date): Lead {
  const lead = next;
  switch (event.type) {
    case 'received':
      return next;
    case 'routed':
      return arrive(
        {
          ...next,
          ...due(event),
          rulesetVersion: event.ruleset,
          rule: event.rule ?? null,
          arm: event.arm ?? null,
          screening: event.screening ?? next.screening,
          push: event.charge ? { ...(next.push ?? FRESH), charge: event.charge } : next.push,
        },
        event.to,
        at,
      );
    case 'decided':
      return afterDecision(arrive({ ...next, ...due(event) }, event.to, at), event);
    case 'claimed':
      return { ...next, ...SETTLED, status: 'owned', owner: event.rep, ownedAt: at, reason: null };
    case 'contacted':
      return { ...touched(next, event, at), contactedAt: latest(next.contactedAt, touchedAt(event, at)) };
    case 'stage':
      return {
        ...touched(next, event, at),
        stage: event.stage,
        status: CLOSING_STAGES[event.stage] ?? 'owned',
        amount: event.stage === 'won' ? (event.amount ?? null) : null,
        reason: event.reason ?? null,
      };
    case 'released':
      return {
        ...next,
        ...UNOWNED,
        ...due(event),
        status: lead.pool === null ? 'review' : 'pooled',
        round: lead.round + 1,
        reason: event.reason,
        // Whoever gives it back is not the first to whom it is offered again.
        push: lead.push && { ...lead.push, offers: 0, pass: 1, passedBy: [event.rep], bids: [] },
      };
    case 'requeued':
      return {
        ...next,
        ...UNOWNED,
        ...SETTLED,
        status: 'received',
        pool: null,
        round: lead.round + 1,
        reason: event.reason,
        mergedInto: null,
      };
    case 'erased':
      return { ...next, ...SETTLED, ...NOTHING_KEPT, status: 'erased' };
    default:
      return afterOther(next, event, at);
  }
}

function afterOther(lead: Lead, event: PushEvent | LimitEvent | ReviewEvent | MergeEvent, at: Date): Lead {
  if (isPushEvent(event)) return afterPushEvent(lead, event, at);
  if (isReviewEvent(event)) return afterReviewEvent(lead, event);
  return isMergeEvent(event) ? afterMergeEvent(lead, event, at) : afterLimitEvent(lead, event, at);
}

/** A touch that was told afterwards may be earlier than the one that is known. */
function touched(lead: Lead, event: { madeAt?: string }, recordedAt: Date): Lead {
  const at = touchedAt(event, recordedAt);
  const isFirst = lead.firstTouchAt === null || at < lead.firstTouchAt;
  return { ...lead, touchedAt: latest(lead.touchedAt, at), firstTouchAt: isFirst ? at : lead.firstTouchAt };
}

/** When a touch was made. */
export function touchedAt({ madeAt }: { madeAt?: string }, recordedAt: Date): Date {
  return madeAt === undefined ? recordedAt : new Date(madeAt);
}

function latest(known: Date | null, at: Date): Date {
  return known !== null && known > at ? known : at;
}

function due({ dueAt }: { dueAt?: string }): { dueAt: Date | null } {
  return { dueAt: dueAt === undefined ? null : new Date(dueAt) };
}

/** Rebuilds a lead from its whole timeline, oldest first. `null` when there is none. */
export function replay(id: string, timeline: readonly TimelineEntry[]): Lead | null {
  return timeline.reduce<Lead | null>((lead, entry) => applyEvent(lead, entry, id), null);
}

function received(attributes: LeadAttributes, at: Date, id: string): Lead {
  return {
    id,
    status: 'received',
    version: 1,
    round: 1,
    pool: null,
    owner: null,
    stage: null,
    rulesetVersion: null,
    receivedAt: at,
    ownedAt: null,
    contactedAt: null,
    reason: null,
    ...SETTLED,
    firstTouchAt: null,
    touchedAt: null,
    amount: null,
    limit: null,
    stepAt: null,
    rule: null,
    arm: null,
    push: null,
    screening: null,
    wroteAgainAt: null,
    mergedInto: null,
    attributes,
  };
}

function arrive(lead: Lead, to: Destination, at: Date): Lead {
  switch (to.kind) {
    case 'pool':
      return { ...lead, status: 'pooled', pool: to.pool, reason: null };
    case 'rep':
      return { ...lead, status: 'owned', owner: to.rep, ownedAt: at, reason: null, pool: to.pool ?? lead.pool };
    case 'review':
      return { ...lead, status: 'review', reason: to.reason };
    case 'disqualify':
      return { ...lead, status: 'disqualified', reason: to.reason };
  }
}
