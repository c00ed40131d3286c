/** What admins do with a lead in review, and with one that is out. Each is one transaction: of two at once, one wins, and the other hears who. */
import type { Lead } from '../domain/lead.ts';
import type { Decision } from '../domain/lead-actions.ts';
import type { Destination, TimelineEntry } from '../domain/lead-event.ts';
import type { Router } from '../domain/rules/route-lead.ts';
import {
  approve,
  decideReview,
  type EditOutcome,
  edit,
  type ReviewOutcome,
  restore,
} from '../domain/screening/review-actions.ts';
import type { Repositories } from '../ports/store.ts';
import { type ChangeContext, changeLeads } from './record-changes.ts';

/** `by` is the admin's e-mail address or rep id. */
export interface ReviewLead {
  /** Passes a lead on to the rules. */
  approve(leadId: string, by: string): Promise<ReviewOutcome>;
  /** Sends it to a pool, or out, past all rules. */
  decide(leadId: string, by: string, to: Destination, note?: string | null): Promise<ReviewOutcome>;
  /** Puts right what it says. @param values as `edit` in `domain/screening/review-actions.ts` takes them */
  edit(
    leadId: string,
    by: string,
    values: Readonly<Record<string, string>>,
    version: number | null,
  ): Promise<EditOutcome>;
  /** Brings back one that is out. */
  restore(leadId: string, by: string): Promise<ReviewOutcome>;
}

export function createReviewLead(context: ChangeContext, router: Pick<Router, 'route' | 'screen'>): ReviewLead {
  async function asAdmin<Outcome>(
    leadId: string,
    decide: (lead: Lead, timeline: readonly TimelineEntry[]) => Decision<Outcome | ReviewOutcome>,
  ): Promise<Outcome | ReviewOutcome> {
    const unknown = { kind: 'refused', because: 'unknown_lead' } as const;
    const [outcome] = await changeLeads<{ leadId: string }, Outcome | ReviewOutcome, readonly TimelineEntry[]>(
      context,
      [{ leadId }],
      (lead, _command, timeline) => decide(lead, timeline),
      unknown,
      whoWasFaster,
    );
    return outcome ?? unknown;
  }

  return {
    approve: (leadId, by) => asAdmin(leadId, (lead, timeline) => approve(lead, router, by, timeline)),
    decide: (leadId, by, to, note = null) =>
      asAdmin(leadId, (lead, timeline) => decideReview(lead, context.ruleset, { by, to, note }, timeline)),
    edit: (leadId, by, values, version) =>
      asAdmin<EditOutcome>(leadId, (lead, timeline) => edit(lead, router, { by, values, version }, timeline)),
    restore: (leadId, by) => asAdmin(leadId, (lead) => restore(lead, by)),
  };
}

/** Nobody was, of a lead that is in review still. */
async function whoWasFaster(tx: Repositories, [lead]: readonly Lead[]): Promise<readonly TimelineEntry[]> {
  return lead && lead.status !== 'review' ? tx.leads.timeline(lead.id) : [];
}
