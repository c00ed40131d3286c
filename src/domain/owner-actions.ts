/**
 * What the owner of a lead may do with it, and what comes of it. Pure, as `lead-actions.ts`: the store has locked the lead, these
 * functions say whether it goes ahead.
 */
import type { Lead } from './lead.ts';
import { type Decision, refuse } from './lead-actions.ts';
import { type LeadEvent, type TimelineEntry, type TouchKind, touchedAt } from './lead-event.ts';
import type { Ruleset } from './ruleset.ts';
import { isLostReason } from './stages.ts';

export type OwnerOutcome = { kind: 'done' } | { kind: 'unchanged' } | { kind: 'refused'; because: OwnerRefusal };

export type OwnerRefusal =
  | 'not_yours'
  | 'closed'
  | 'erased'
  | 'unknown_lead'
  /** Lost without a reason from `LOST_REASONS`. */
  | 'no_reason'
  /** A touch of a time to come, or of one before the lead was theirs. */
  | 'not_then'
  | 'nothing_to_snooze'
  /** A snooze into the past. */
  | 'in_the_past'
  | 'too_far'
  | 'unknown_rep'
  | 'to_yourself';

/** What may be said of a touch beside what it was. */
export interface TouchDetails {
  note?: string | null;
  /** When it was, if not now: for programs that tell it afterwards. */
  madeAt?: Date | null;
}

/**
 * A second contact so soon is the same click again: a double tap, or a request that the platform (or somebody who recorded it)
 * sent once more. Signed requests are good for five minutes.
 */
const SAME_TOUCH_MS = 5 * 60_000;

/** @param timeline the lead's; without the touches of the last minutes a repeat counts as another touch */
export function contacted(
  lead: Lead,
  rep: string,
  how: TouchKind,
  now: Date,
  { note, madeAt, timeline = [] }: TouchDetails & { timeline?: readonly TimelineEntry[] } = {},
): Decision<OwnerOutcome> {
  const refusal = ownerRefusal(lead, rep);
  if (refusal) return refused(refusal);
  if (!wasTheirsThen(lead, madeAt, now)) return refused('not_then');
  const at = madeAt ?? now;
  const event = { type: 'contacted', rep, how, ...noted(note), ...made(madeAt) } as const;
  return decided(timeline.some((earlier) => isSame(earlier, event, at)) ? null : event);
}

/** Whether an entry is this touch already: as told, and at about the same time. A bare click adds nothing to one with a note. */
function isSame({ at, event }: TimelineEntry, touch: LeadEvent & { type: 'contacted' }, when: Date): boolean {
  if (event.type !== 'contacted' || event.rep !== touch.rep || event.how !== touch.how) return false;
  if (touch.note !== undefined && touch.note !== event.note) return false;
  return Math.abs(when.getTime() - touchedAt(event, at).getTime()) < SAME_TOUCH_MS;
}

/** What may be said of a stage. */
export interface StageDetails extends TouchDetails {
  /** What a won lead brings, in the company's currency; see `amount.ts`. */
  amount?: number | null;
  /** Why it is lost, from `LOST_REASONS`. */
  reason?: string | null;
}

/**
 * The owner moves the lead to a stage (see `stages.ts`); a closed one too, so that a slip of the thumb can be undone. The same stage
 * again changes nothing but what is said of it: another amount, another reason.
 */
export function setStage(
  lead: Lead,
  rep: string,
  stage: string,
  now: Date,
  { amount, reason, note, madeAt }: StageDetails = {},
): Decision<OwnerOutcome> {
  const refusal = ownerRefusal(lead, rep, true);
  if (refusal) return refused(refusal);
  if (!wasTheirsThen(lead, madeAt, now)) return refused('not_then');
  if (stage === 'lost' && !isLostReason(reason ?? '')) return refused('no_reason');
  const said = { ...(stage === 'won' && amount ? { amount } : {}), ...(stage === 'lost' && reason ? { reason } : {}) };
  if (lead.stage === stage && !corrects(lead, said)) return decided(null);
  return decided({ type: 'stage', rep, stage, ...said, ...noted(note), ...made(madeAt) });
}

function corrects(lead: Lead, { amount, reason }: { amount?: number; reason?: string }): boolean {
  return (amount !== undefined && amount !== lead.amount) || (reason !== undefined && reason !== lead.reason);
}

/** The owner gives the lead back: to its pool, or to review where a rule had assigned it past all pools. */
export function release(lead: Lead, rep: string, reason: string, note: string | null): Decision<OwnerOutcome> {
  const refusal = ownerRefusal(lead, rep);
  return refusal ? refused(refusal) : decided({ type: 'released', rep, reason, ...noted(note) });
}

/** How far a time limit can be put off. */
export const SNOOZE_MAX_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

/** The owner puts off the time limit that runs. */
export function snooze(lead: Lead, rep: string, until: Date, now: Date): Decision<OwnerOutcome> {
  const refusal = ownerRefusal(lead, rep);
  if (refusal) return refused(refusal);
  if (!lead.limit) return refused('nothing_to_snooze');
  const ahead = until.getTime() - now.getTime();
  if (!(ahead > 0)) return refused('in_the_past');
  if (ahead > SNOOZE_MAX_DAYS * DAY_MS) return refused('too_far');
  const same = lead.limit.snoozedUntil === until.toISOString();
  return decided(same ? null : { type: 'snoozed', rep, until: until.toISOString() });
}

/**
 * The owner gives the lead to a colleague, of its pool or not. It costs neither of them a turn: the one who got the lead has had theirs.
 * @param to the id of a rep of the routing file
 */
export function handOver(
  lead: Lead,
  ruleset: Ruleset,
  rep: string,
  to: string,
  note: string | null,
): Decision<OwnerOutcome> {
  const refusal = ownerRefusal(lead, rep);
  if (refusal) return refused(refusal);
  if (to === rep) return refused('to_yourself');
  if (!ruleset.reps.some(({ id }) => id === to)) return refused('unknown_rep');
  return decided({ type: 'handed-over', rep, to, ...noted(note) });
}

/** @param closedToo whether a lead that is won or lost will do */
export function ownerRefusal(lead: Lead, rep: string, closedToo = false): 'erased' | 'not_yours' | 'closed' | null {
  if (lead.status === 'erased') return 'erased';
  if (lead.owner !== rep) return 'not_yours';
  return lead.status === 'owned' || closedToo ? null : 'closed';
}

/** @returns whether a touch can have been made then: since the lead is theirs, and not in time to come */
function wasTheirsThen({ ownedAt, receivedAt }: Lead, madeAt: Date | null | undefined, now: Date): boolean {
  return !madeAt || (madeAt <= now && madeAt >= (ownedAt ?? receivedAt));
}

function refused(because: OwnerRefusal): Decision<OwnerOutcome> {
  return refuse({ kind: 'refused', because });
}

function decided(event: LeadEvent | null): Decision<OwnerOutcome> {
  return { event, outcome: { kind: event ? 'done' : 'unchanged' } };
}

function noted(note: string | null | undefined): { note?: string } {
  return note ? { note } : {};
}

function made(madeAt: Date | null | undefined): { madeAt?: string } {
  return madeAt ? { madeAt: madeAt.toISOString() } : {};
}
