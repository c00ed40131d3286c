/** What an owner does with a lead, and what an admin does with one in review. Each is one transaction. */
import {
  contacted,
  decideReview,
  type OwnerOutcome,
  type ReviewOutcome,
  release,
  setStage,
} from '../domain/lead-actions.ts';
import type { Destination, TouchKind } from '../domain/lead-event.ts';
import { type ChangeContext, changeLeads } from './record-changes.ts';

export interface WorkLead {
  /** Records that the owner reached the person. */
  contacted(leadId: string, rep: string, how: TouchKind): Promise<OwnerOutcome>;
  /** Moves the lead to a stage of `domain/stages.ts`. */
  setStage(leadId: string, rep: string, stage: string): Promise<OwnerOutcome>;
  /** Gives the lead back, with a reason of `domain/stages.ts` and, if there is one, a note. */
  release(leadId: string, rep: string, reason: string, note: string | null): Promise<OwnerOutcome>;
  /** Decides a lead in review. `by` is the admin's e-mail address or rep id. */
  decideReview(leadId: string, by: string, to: Destination): Promise<ReviewOutcome>;
}

export function createWorkLead(context: ChangeContext): WorkLead {
  const unknown = { kind: 'refused', because: 'unknown_lead' } as const;
  const asOwner = async (
    leadId: string,
    decide: Parameters<typeof changeLeads<{ leadId: string }, OwnerOutcome>>[2],
  ) => {
    const [outcome] = await changeLeads<{ leadId: string }, OwnerOutcome>(context, [{ leadId }], decide, unknown);
    return outcome ?? unknown;
  };
  return {
    contacted: (leadId, rep, how) => asOwner(leadId, (lead) => contacted(lead, rep, how, context.clock.now())),
    setStage: (leadId, rep, stage) => asOwner(leadId, (lead) => setStage(lead, rep, stage)),
    release: (leadId, rep, reason, note) => asOwner(leadId, (lead) => release(lead, rep, reason, note)),
    decideReview: async (leadId, by, to) => {
      const [outcome] = await changeLeads<{ leadId: string }, ReviewOutcome>(
        context,
        [{ leadId }],
        (lead) => decideReview(lead, context.ruleset, by, to),
        unknown,
      );
      return outcome ?? unknown;
    },
  };
}
