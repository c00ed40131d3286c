/** What an owner does with a lead. Each is one transaction. */
import type { Lead } from '../domain/lead.ts';
import type { Decision } from '../domain/lead-actions.ts';
import type { TimelineEntry, TouchKind } from '../domain/lead-event.ts';
import {
  contacted,
  handOver,
  type OwnerOutcome,
  release,
  type StageDetails,
  setStage,
  snooze,
  type TouchDetails,
} from '../domain/owner-actions.ts';
import type { Repositories } from '../ports/store.ts';
import { type ChangeContext, changeLeads } from './record-changes.ts';

export interface WorkLead {
  /** Records that the owner reached the person. */
  contacted(leadId: string, rep: string, how: TouchKind, details?: TouchDetails): Promise<OwnerOutcome>;
  /** Moves the lead to a stage of `domain/stages.ts`. */
  setStage(leadId: string, rep: string, stage: string, details?: StageDetails): Promise<OwnerOutcome>;
  /** Gives the lead back, with a reason of `domain/stages.ts` and, if there is one, a note. */
  release(leadId: string, rep: string, reason: string, note: string | null): Promise<OwnerOutcome>;
  /** Puts off the time limit that runs. */
  snooze(leadId: string, rep: string, until: Date): Promise<OwnerOutcome>;
  /** Gives the lead to a colleague. @param to a rep's id */
  handOver(leadId: string, rep: string, to: string, note: string | null): Promise<OwnerOutcome>;
}

export function createWorkLead(context: ChangeContext): WorkLead {
  const unknown = { kind: 'refused', because: 'unknown_lead' } as const;
  const now = () => context.clock.now();

  async function asOwner<Facts = undefined>(
    leadId: string,
    decide: (lead: Lead, facts: Facts) => Decision<OwnerOutcome>,
    prepare?: (tx: Repositories, leads: readonly Lead[]) => Promise<Facts>,
  ): Promise<OwnerOutcome> {
    const [outcome] = await changeLeads<{ leadId: string }, OwnerOutcome, Facts>(
      context,
      [{ leadId }],
      (lead, _command, facts) => decide(lead, facts),
      unknown,
      prepare,
    );
    return outcome ?? unknown;
  }

  return {
    contacted: (leadId, rep, how, details = {}) =>
      asOwner<readonly TimelineEntry[]>(
        leadId,
        (lead, timeline) => contacted(lead, rep, how, now(), { ...details, timeline }),
        earlierTouches,
      ),
    setStage: (leadId, rep, stage, details) => asOwner(leadId, (lead) => setStage(lead, rep, stage, now(), details)),
    release: (leadId, rep, reason, note) => asOwner(leadId, (lead) => release(lead, rep, reason, note)),
    snooze: (leadId, rep, until) => asOwner(leadId, (lead) => snooze(lead, rep, until, now())),
    handOver: (leadId, rep, to, note) => asOwner(leadId, (lead) => handOver(lead, context.ruleset, rep, to, note)),
  };
}

/** A lead that its owner has not touched yet has nothing to repeat. */
async function earlierTouches(tx: Repositories, [lead]: readonly Lead[]): Promise<readonly TimelineEntry[]> {
  return lead?.contactedAt ? tx.leads.timeline(lead.id) : [];
}
