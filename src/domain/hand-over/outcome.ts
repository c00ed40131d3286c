/** What a CRM says became of a lead, and what that means for the lead here. */
import type { Lead } from '../lead.ts';
import { type Decision, refuse } from '../lead-actions.ts';
import { setStage } from '../owner-actions.ts';
import { LOST_REASONS } from '../stages.ts';
import type { CrmTarget } from './target.ts';

/** A deal or an opportunity, as it stands there. */
export interface CrmOutcome {
  /** Whose it is: their record, or our lead where the record says so. */
  of: { remoteIds: string[] } | { leadId: string };
  stage: 'opportunity' | 'won' | 'lost';
  /** In the company's currency. */
  amount: number | null;
  /** In their words. */
  lostBecause: string | null;
  /** When the deal was made, and when it last changed. */
  createdAt: Date;
  changedAt: Date;
}

export type OutcomeDecision = { kind: 'recorded' | 'known' | 'nobodys' };

/** Stages after which "there is a deal" is no news. */
const BEYOND_OPPORTUNITY: ReadonlySet<string | null> = new Set(['opportunity', 'proposal', 'won', 'lost']);

/** Recorded as its owner's doing, so that it counts as theirs. */
export function applyOutcome(
  lead: Lead,
  target: CrmTarget,
  { stage, amount, lostBecause, changedAt }: CrmOutcome,
  now: Date,
): Decision<OutcomeDecision> {
  if (lead.owner === null || lead.status === 'erased') return refuse({ kind: 'nobodys' });
  if (stage === 'opportunity' && BEYOND_OPPORTUNITY.has(lead.stage)) return refuse({ kind: 'known' });
  const wasTheirs = lead.ownedAt !== null && changedAt >= lead.ownedAt && changedAt <= now;
  const { event } = setStage(lead, lead.owner, stage, now, {
    amount,
    reason: stage === 'lost' ? lostReason(target, lostBecause) : null,
    madeAt: wasTheirs ? changedAt : null,
  });
  if (event?.type !== 'stage') return refuse({ kind: 'known' });
  return { event: { ...event, via: target.id }, outcome: { kind: 'recorded' } };
}

/** @returns one of `LOST_REASONS`: by the routing file's table, by our own words, else `other` */
export function lostReason({ lostReasons }: CrmTarget, theirs: string | null): string {
  const words = theirs?.trim().toLowerCase() ?? '';
  const listed = Object.entries(lostReasons).find(([said]) => said.trim().toLowerCase() === words);
  if (listed) return listed[1];
  return LOST_REASONS.find(({ value, label }) => value === words || label.toLowerCase() === words)?.value ?? 'other';
}

/**
 * Whose deal it is, where several leads are about one record: the newest that was there when the deal was made. A deal that was there
 * before the lead is none of its.
 */
export function leadOfDeal(leads: readonly Lead[], { createdAt }: Pick<CrmOutcome, 'createdAt'>): Lead | null {
  const before = leads.filter(({ receivedAt, status }) => receivedAt <= createdAt && status !== 'merged');
  return before.reduce<Lead | null>(
    (newest, lead) => (newest && newest.receivedAt >= lead.receivedAt ? newest : lead),
    null,
  );
}
