/**
 * What happens to a lead in a push pool, and the state each event leads to. Offers, refusals and time-outs are events like any
 * other, so an offer in flight survives whatever happens to the process that made it.
 */
import type { Charge, Lead, PushState } from '../lead.ts';
import type { Trace } from '../trace.ts';

/** Why an offer is taken back before its time. */
export type WithdrawReason = 'away' | 'left_pool' | 'unreachable';

/** Why a lead moves on to the next pool. */
export type FallbackReason = 'nobody_fits' | 'all_away' | 'all_passed' | 'too_many_offers' | 'not_claimed';

export type PushEvent =
  /** `charge` says whose turn it was; the trace says who was passed over and why. Times are ISO 8601. */
  | { type: 'offered'; rep: string; until: string; charge: Charge | null; trace: Trace }
  | { type: 'accepted'; rep: string }
  | { type: 'declined'; rep: string; reason: string; note?: string; refund: boolean; dueAt: string }
  | { type: 'expired'; rep: string; refund: boolean; dueAt: string }
  | { type: 'withdrawn'; rep: string; because: WithdrawReason; dueAt: string }
  /** The rep has not seen the offer, because the chat could not be reached: it gets more time. */
  | { type: 'extended'; rep: string; until: string }
  /** Everybody who could take it has passed: they are asked once more. */
  | { type: 'second-chance' }
  /** Nobody can take it now. `dueAt`: when that may change by itself. */
  | { type: 'held'; trace: Trace; dueAt: string | null }
  | { type: 'fell-back'; to: string; because: FallbackReason; trace: Trace; dueAt?: string }
  /** To a rep past all offers: by an admin (`by`), or because nobody else took it (`by` is `null`). */
  | { type: 'assigned'; rep: string; by: string | null; charge: Charge | null; trace: Trace }
  /** Shotgun: a click while the claim window is open. */
  | { type: 'bid'; rep: string; dueAt: string }
  /** Shotgun: members of this pool may claim it too from now on. */
  | { type: 'widened'; to: string; dueAt: string | null };

/** Told apart from all other events by their types. */
const PUSH_EVENTS: Record<PushEvent['type'], true> = {
  offered: true,
  accepted: true,
  declined: true,
  expired: true,
  withdrawn: true,
  extended: true,
  'second-chance': true,
  held: true,
  'fell-back': true,
  assigned: true,
  bid: true,
  widened: true,
};

export function isPushEvent(event: { type: string }): event is PushEvent {
  return event.type in PUSH_EVENTS;
}

const NO_OFFER = { offeredTo: null, offerUntil: null } as const;

/** A lead that has not been through a push pool yet. */
export const FRESH: PushState = { offers: 0, pass: 1, passedBy: [], bids: [], widenedTo: [], charge: null };

/**
 * The lead after one of these events.
 * @param lead the lead before, with the version counted up already
 */
export function afterPushEvent(lead: Lead, event: PushEvent, at: Date): Lead {
  const push = lead.push ?? FRESH;
  switch (event.type) {
    case 'offered': {
      const until = new Date(event.until);
      return {
        ...lead,
        status: 'offered',
        // Each offer has a card of its own; those of earlier offers are dead.
        round: lead.round + 1,
        offeredTo: event.rep,
        offerUntil: until,
        heldSince: null,
        dueAt: until,
        push: { ...push, offers: push.offers + 1, charge: event.charge },
      };
    }
    case 'accepted':
      return owned(lead, event.rep, at, push);
    case 'assigned':
      return owned(lead, event.rep, at, { ...push, charge: event.charge });
    case 'declined':
      return passed(lead, event.rep, event.dueAt, refunded(push, event.refund ? 'declined' : null));
    case 'expired':
      return passed(lead, event.rep, event.dueAt, refunded(push, event.refund ? 'expired' : null));
    case 'withdrawn':
      // Not the rep's doing: they get their turn back and may be asked again. Whom nothing reaches would be next for ever.
      return event.because === 'unreachable'
        ? passed(lead, event.rep, event.dueAt, push)
        : { ...reopened(lead, event.dueAt), push: refunded(push, 'withdrawn') };
    case 'extended':
      return { ...lead, offerUntil: new Date(event.until), dueAt: new Date(event.until) };
    case 'second-chance':
      return { ...lead, push: { ...push, pass: 2, passedBy: [] } };
    case 'held':
      return {
        ...reopened(lead, event.dueAt),
        heldSince: lead.heldSince ?? at,
        push: { ...push, charge: null },
      };
    case 'fell-back':
      return {
        ...reopened(lead, event.dueAt ?? null),
        pool: event.to,
        round: lead.round + 1,
        heldSince: null,
        push: { ...push, pass: 1, passedBy: [], bids: [], widenedTo: [], charge: null },
      };
    case 'bid':
      return { ...lead, dueAt: new Date(event.dueAt), push: { ...push, bids: [...push.bids, event.rep] } };
    case 'widened':
      return {
        ...lead,
        dueAt: event.dueAt === null ? null : new Date(event.dueAt),
        push: { ...push, widenedTo: [...push.widenedTo, event.to] },
      };
  }
}

function owned(lead: Lead, rep: string, at: Date, push: PushState): Lead {
  return {
    ...lead,
    ...NO_OFFER,
    status: 'owned',
    owner: rep,
    ownedAt: at,
    contactedAt: null,
    touchedAt: null,
    stage: null,
    amount: null,
    heldSince: null,
    dueAt: null,
    reason: null,
    push,
  };
}

function reopened(lead: Lead, dueAt: string | null): Lead {
  return { ...lead, ...NO_OFFER, status: 'pooled', dueAt: dueAt === null ? null : new Date(dueAt) };
}

function passed(lead: Lead, rep: string, dueAt: string, push: PushState): Lead {
  return { ...reopened(lead, dueAt), push: { ...push, passedBy: [...push.passedBy, rep] } };
}

function refunded(push: PushState, refund: Charge['refund']): PushState {
  return push.charge ? { ...push, charge: { ...push.charge, refund } } : push;
}
