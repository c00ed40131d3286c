/** The events by which leads go into one: each of the two timelines says what happened. */
import type { Lead } from '../../domain/lead.ts';
import type { MatchedBy } from '../../domain/people/merge-events.ts';
import { mergeFills } from '../../domain/people/merge-fills.ts';
import type { LeadChange } from '../../ports/store.ts';
import { type ChangeContext, changeOf } from '../record-changes.ts';

/** @returns what becomes of the lead that goes, and of the one that stays, in this order */
export function mergeLead(
  lead: Lead,
  into: Lead,
  because: MatchedBy,
  context: Pick<ChangeContext, 'ruleset' | 'calendars'>,
  now: Date,
): [LeadChange, LeadChange] {
  const fills = mergeFills(into.attributes, lead.attributes);
  return [
    changeOf(lead, { type: 'merged-into', into: into.id, because }, context, now),
    changeOf(into, { type: 'merged', from: lead.id, because, fills }, context, now),
  ];
}
