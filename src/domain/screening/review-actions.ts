/**
 * What admins may do with a lead in review, or with one that is out, and what comes of it. Pure, as `lead-actions.ts`: the store has locked
 * the lead, these functions say whether it goes ahead.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Lead } from '../lead.ts';
import { type Decision, refuse } from '../lead-actions.ts';
import type { Destination, TimelineEntry } from '../lead-event.ts';
import type { InputProblem } from '../lead-input.ts';
import type { Router } from '../rules/route-lead.ts';
import type { Ruleset } from '../ruleset.ts';
import { correctedLead } from './corrections.ts';
import { lastDecision, type PastDecision } from './past-decision.ts';

export type ReviewOutcome = { kind: 'done' } | { kind: 'unchanged' } | ReviewRefusal;

export type ReviewRefusal =
  /** Somebody was faster; `decision`: who, and with what. */
  | { kind: 'refused'; because: 'not_in_review'; decision: PastDecision | null }
  /** Approved, it would come back to review: no rule leads to sales. */
  | { kind: 'refused'; because: 'nowhere_to_go' }
  | { kind: 'refused'; because: 'unknown_pool' | 'erased' | 'unknown_lead' | 'changed_meanwhile' }
  /** Only what is out can be brought back. `merged`: it stands where the lead `into` stands. */
  | { kind: 'refused'; because: 'not_disqualified' }
  | { kind: 'refused'; because: 'merged'; into: string };

export type EditOutcome = ReviewOutcome | { kind: 'problems'; problems: InputProblem[] };

/** The lead goes to the rules, of which those that keep leads from sales are passed over. @param timeline for saying who was faster */
export function approve(
  lead: Lead,
  router: Pick<Router, 'route'>,
  by: string,
  timeline: readonly TimelineEntry[],
): Decision<ReviewOutcome> {
  const refusal = notInReview(lead, timeline);
  if (refusal) return refuse(refusal);
  const { to } = router.route(lead.attributes, {
    screening: { verdict: 'qualified', score: null, reasons: [], approvedBy: by },
  });
  if (to.kind === 'review' || to.kind === 'disqualify') return refuse({ kind: 'refused', because: 'nowhere_to_go' });
  return { event: { type: 'approved', by }, outcome: { kind: 'done' } };
}

/** An admin decides a lead in review past all rules: to a pool, or out. */
export function decideReview(
  lead: Lead,
  ruleset: Ruleset,
  { by, to, note }: { by: string; to: Destination; note?: string | null },
  timeline: readonly TimelineEntry[],
): Decision<ReviewOutcome> {
  const refusal = notInReview(lead, timeline);
  if (refusal) return refuse(refusal);
  if (to.kind === 'pool' && !ruleset.pools.some((pool) => pool.id === to.pool)) {
    return refuse({ kind: 'refused', because: 'unknown_pool' });
  }
  return { event: { type: 'decided', by, to, ...(note ? { note } : {}) }, outcome: { kind: 'done' } };
}

/**
 * An admin puts right what a lead in review says. It is screened again, and stays there: a person decides.
 * @param edit.values by field name, as in `edit-form.ts`; a field of the form that is missing was emptied
 * @param edit.version the lead's version that the form showed
 */
export function edit(
  lead: Lead,
  router: Pick<Router, 'screen'>,
  { by, values, version }: { by: string; values: Readonly<Record<string, string>>; version: number | null },
  timeline: readonly TimelineEntry[],
): Decision<EditOutcome> {
  const refusal = notInReview(lead, timeline);
  if (refusal) return refuse(refusal);
  // What the form showed and what it would overwrite must be the same.
  if (version !== lead.version) return refuse({ kind: 'refused', because: 'changed_meanwhile' });
  const corrected = correctedLead(lead.attributes, values);
  if (!corrected.ok) return refuse({ kind: 'problems', problems: corrected.problems });
  const { attributes } = corrected;
  if (isDeepStrictEqual(attributes, lead.attributes)) return refuse({ kind: 'unchanged' });
  const screening = router.screen(attributes);
  return { event: { type: 'edited', by, attributes, ...(screening ? { screening } : {}) }, outcome: { kind: 'done' } };
}

/** An admin brings a lead that is out back to review, whoever or whatever put it out. */
export function restore(lead: Lead, by: string): Decision<ReviewOutcome> {
  if (lead.status === 'erased') return refuse({ kind: 'refused', because: 'erased' });
  if (lead.mergedInto !== null) return refuse({ kind: 'refused', because: 'merged', into: lead.mergedInto });
  if (lead.status !== 'disqualified') return refuse({ kind: 'refused', because: 'not_disqualified' });
  return { event: { type: 'restored', by }, outcome: { kind: 'done' } };
}

/** Why an admin can do nothing with a lead in review. */
export function notInReview(lead: Lead, timeline: readonly TimelineEntry[]): ReviewRefusal | null {
  if (lead.status === 'erased') return { kind: 'refused', because: 'erased' };
  if (lead.mergedInto !== null) return { kind: 'refused', because: 'merged', into: lead.mergedInto };
  if (lead.status === 'review') return null;
  return { kind: 'refused', because: 'not_in_review', decision: lastDecision(timeline) };
}
