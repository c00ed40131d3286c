/**
 * What the clock does with a lead in a pool that offers: one event at a time, until somebody has an offer, it waits, or it has left
 * the pool. Pure but for the desk's rotation, which keeps the books of every choice.
 */
import { FALLBACK_BECAUSE } from '../event-text.ts';
import type { Charge, Lead } from '../lead.ts';
import type { MoveCause } from '../rotation/ledger-entry.ts';
import { inLeads } from '../rotation/units.ts';
import type { Trace } from '../trace.ts';
import { type Choice, chooseRep, type Preference } from './choose-rep.ts';
import type { Desk } from './desk.ts';
import { offerUntil } from './offer-time.ts';
import type { FallbackReason, PushEvent } from './push-events.ts';

/** `not_yet`: the chat cannot be reached · `never`: it refuses, e.g. because the rep left the workspace */
export type OfferShown = 'yes' | 'not_yet' | 'never';

export interface StepInput {
  desk: Desk;
  /** The virtual queue of the lead, and the rotation of the desk: empty where the pool has but one. */
  queue: string;
  /** Whether the rep has been shown the offer; only asked of a lead that is offered. */
  shown: OfferShown;
  prefer: Preference | null;
  /**
   * Asked last, of the rep who is about to get the offer.
   * @returns `ask` where chat must be asked first whether they are there: nothing happens in this pass
   */
  present: (rep: string) => 'yes' | 'ask';
  /** Told of an offer that is made, so that nobody gets more at once than the pool allows. */
  onOffer: (rep: string) => void;
}

/** The next event; `null`: nothing to do; `ask`: whom chat must be asked about first. */
export type NextStep = { event: PushEvent } | { ask: string } | null;

export function nextStep(lead: Lead, input: StepInput): NextStep {
  if (lead.status === 'offered') return endOffer(lead, input);
  return lead.status === 'pooled' ? offerNext(lead, input) : null;
}

/** An offer whose time has come, or whose rep left the pool. */
function endOffer(lead: Lead, { desk, shown }: StepInput): NextStep {
  const { pool, now } = desk;
  const rep = lead.offeredTo ?? '';
  const dueAt = now.toISOString();
  if (!pool.members.some((member) => member.rep === rep)) {
    return { event: { type: 'withdrawn', rep, because: 'left_pool', dueAt } };
  }
  if (lead.offerUntil && now < lead.offerUntil) return null;
  if (shown === 'never') return { event: { type: 'withdrawn', rep, because: 'unreachable', dueAt } };
  if (shown === 'not_yet') return { event: { type: 'extended', rep, until: offerUntil(desk, rep).toISOString() } };
  return { event: { type: 'expired', rep, refund: pool.offer.timeouts === 'next-turn', dueAt } };
}

function offerNext(lead: Lead, input: StepInput): NextStep {
  const { desk, prefer } = input;
  const { pool } = desk;
  if ((lead.push?.offers ?? 0) >= pool.offer.maxOffers) return moveOn(lead, input, 'too_many_offers', []);
  const choice = chooseRep(desk, lead, {
    waitedMs: waitedMs(lead, desk),
    prefer,
    insteadOf: refunded(lead, input)?.rep,
  });
  if (choice.kind === 'rep') return offer(lead, input, choice.rep, choice.trace, choice.narrowed.fit);
  switch (choice.because) {
    case 'nobody_fits':
      return choice.narrowed.nextDropAt ? hold(lead, input, choice) : moveOn(lead, input, 'nobody_fits', choice.trace);
    case 'all_passed':
      return lead.push?.pass === 2
        ? moveOn(lead, input, 'all_passed', choice.trace)
        : { event: { type: 'second-chance' } };
    case 'all_away':
      return whenAllAway(lead, input, choice);
  }
}

function whenAllAway(lead: Lead, input: StepInput, choice: Choice): NextStep {
  const { desk } = input;
  const fitting = choice.narrowed.fit ?? desk.pool.members.map(({ rep }) => rep);
  const asked = new Set(lead.push?.passedBy ?? []);
  const absent = fitting.filter((rep) => !asked.has(rep));
  // Somebody is at work and only has to answer first, or to close a lead: that is soon.
  const busy = absent.some((rep) => desk.absence(rep)?.code === 'offers_unanswered');
  if (busy || desk.pool.whenAllAway === 'hold') return hold(lead, input, choice);
  if (desk.pool.whenAllAway === 'fallback') return moveOn(lead, input, 'all_away', choice.trace);
  const next = desk.rotation.nextOfAbsent(absent);
  if (!next) return hold(lead, input, choice);
  const because = 'nobody is at work, the pool offers to those who are away then, and they are due first';
  const chosen = { step: 'chosen', rep: next.rep, owed: inLeads(next.owedBefore), because } as const;
  return offer(lead, input, next.rep, [...choice.trace, chosen], absent);
}

function offer(lead: Lead, input: StepInput, rep: string, trace: Trace, only: readonly string[] | null): NextStep {
  const { desk } = input;
  if (input.present(rep) === 'ask') return { ask: rep };
  const charge = take(lead, input, rep, only);
  input.onOffer(rep);
  const until = offerUntil(desk, rep).toISOString();
  return { event: { type: 'offered', rep, until, charge, trace } };
}

/** The turn of a lead that was not taken moves on with it, if it is not to count; else this is a turn of its own. */
function take(lead: Lead, input: StepInput, rep: string, only: readonly string[] | null): Charge {
  const { rotation, pool } = input.desk;
  const before = refunded(lead, input);
  if (before) rotation.move(lead.id, before.rep, rep, before.refund);
  else rotation.turn(lead.id, rep, 'offered', only ?? undefined);
  return { pool: pool.id, queue: input.queue, rep, refund: null };
}

/** The turn of this rotation that the lead used and that its rep is to get back; `null`: there is none. */
function refunded(lead: Lead, { desk, queue }: StepInput): { rep: string; refund: MoveCause } | null {
  const charge = lead.push?.charge;
  if (!charge?.refund || charge.pool !== desk.pool.id || charge.queue !== queue) return null;
  return { rep: charge.rep, refund: charge.refund };
}

/**
 * Leads that wait are looked at, oldest first, whenever somebody of the pool is free; the clock comes back only to drop a
 * preferred skill. So a lead that goes on waiting needs no event.
 */
function hold(lead: Lead, input: StepInput, { narrowed, trace }: Choice): NextStep {
  if (lead.heldSince && (lead.dueAt === null || lead.dueAt > input.desk.now)) return null;
  giveBack(lead, input);
  const waits = { step: 'nobody', then: 'held', name: '', because: 'nobody can take it now' } as const;
  const dueAt = narrowed.nextDropAt?.toISOString() ?? null;
  return { event: { type: 'held', trace: [...trace, waits], dueAt } };
}

function moveOn(lead: Lead, input: StepInput, because: FallbackReason, trace: Trace): NextStep {
  const { pool } = input.desk;
  giveBack(lead, input);
  const words = FALLBACK_BECAUSE[because];
  if (pool.fallback !== null) {
    const step = { step: 'nobody', then: 'fallback', name: pool.fallback, because: words } as const;
    return { event: { type: 'fell-back', to: pool.fallback, because, trace: [...trace, step] } };
  }
  const step = {
    step: 'nobody',
    then: 'owner',
    name: pool.owner,
    because: `${words}, and there is no other pool`,
  } as const;
  return { event: { type: 'assigned', rep: pool.owner, by: null, charge: null, trace: [...trace, step] } };
}

/** A turn that is not to count and found nobody else in this pool is undone. */
function giveBack(lead: Lead, input: StepInput): void {
  const before = refunded(lead, input);
  if (!before) return;
  // Those who were credited for it pay back.
  const { fit } = input.desk.narrow(lead, waitedMs(lead, input.desk));
  input.desk.rotation.void(lead.id, before.rep, before.refund, fit && fit.length > 0 ? fit : undefined);
}

function waitedMs(lead: Lead, { now }: Desk): number {
  return lead.heldSince ? now.getTime() - lead.heldSince.getTime() : 0;
}
