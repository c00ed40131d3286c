/** When somebody writes again: the later lead goes into the earlier one, and each timeline says so. */
import type { Lead, LeadAttributes } from '../lead.ts';

/** What says that two leads are about the same person, or the same company. */
export type MatchedBy = 'email' | 'phone' | 'domain';

export const MATCH_WORDS: Record<MatchedBy, string> = {
  email: 'e-mail address',
  phone: 'telephone number',
  domain: 'company',
};

export type MergeEvent =
  /** The lead `from` went into this one. `fills`: what this one did not know yet, and the newest message. */
  | { type: 'merged'; from: string; because: MatchedBy; fills: Partial<LeadAttributes> }
  /** This one went into the lead `into`, which was there before. */
  | { type: 'merged-into'; into: string; because: MatchedBy };

/** Told apart from all other events by their types. */
const MERGE_EVENTS: Record<MergeEvent['type'], true> = { merged: true, 'merged-into': true };

export function isMergeEvent(event: { type: string }): event is MergeEvent {
  return event.type in MERGE_EVENTS;
}

/** @param lead the lead before, with the version counted up already; nobody has one that goes into another */
export function afterMergeEvent(lead: Lead, event: MergeEvent, at: Date): Lead {
  if (event.type === 'merged') {
    const custom = { ...lead.attributes.custom, ...event.fills.custom };
    return { ...lead, wroteAgainAt: at, attributes: { ...lead.attributes, ...event.fills, custom } };
  }
  return { ...lead, status: 'merged', mergedInto: event.into, heldSince: null, dueAt: null, reason: null };
}
