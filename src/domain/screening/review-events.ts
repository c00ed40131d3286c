/** What admins do with a lead before sales sees it, and the state each of these events leads to. */
import type { Lead, LeadAttributes, Screening } from '../lead.ts';
import type { Destination } from '../lead-event.ts';

export type ReviewEvent =
  /** An admin passed it on: it is routed as if screening had found nothing against it. */
  | { type: 'approved'; by: string; note?: string }
  /** An admin put right what it says. `screening`: what was found with the new values. */
  | { type: 'edited'; by: string; attributes: LeadAttributes; screening?: Screening }
  /** An admin brought a disqualified lead back to review. */
  | { type: 'restored'; by: string };

/** Told apart from all other events by their types. */
const REVIEW_EVENTS: Record<ReviewEvent['type'], true> = { approved: true, edited: true, restored: true };

export function isReviewEvent(event: { type: string }): event is ReviewEvent {
  return event.type in REVIEW_EVENTS;
}

/** The reason of a lead that was brought back to review. */
export const BROUGHT_BACK = 'brought back';

/** @param lead the lead before, with the version counted up already */
export function afterReviewEvent(lead: Lead, event: ReviewEvent): Lead {
  switch (event.type) {
    case 'approved': {
      const screening = judged(lead, { verdict: 'qualified', approvedBy: event.by });
      return { ...lead, status: 'received', round: lead.round + 1, reason: null, screening };
    }
    case 'edited':
      return { ...lead, attributes: event.attributes, screening: event.screening ?? lead.screening };
    case 'restored': {
      const screening = judged(lead, { verdict: 'review', approvedBy: null });
      return { ...lead, status: 'review', round: lead.round + 1, reason: BROUGHT_BACK, screening };
    }
  }
}

/** A lead that an admin has decided: one that is rejected remembers by whom. @param lead as it stands where it went */
export function afterDecision(lead: Lead, { by, to, note }: { by: string; to: Destination; note?: string }): Lead {
  if (to.kind !== 'disqualify') return lead;
  const screening = { ...judged(lead, { verdict: 'disqualified', approvedBy: null }), rejectedBy: by };
  return { ...lead, reason: note ? `${to.reason}: ${note}` : to.reason, screening };
}

/** What was counted stays; who decided before does not matter any more. */
function judged({ screening }: Lead, now: Pick<Screening, 'verdict' | 'approvedBy'>): Screening {
  return { score: screening?.score ?? null, reasons: screening?.reasons ?? [], ...now };
}
