/** A lead that stays, of which an erased one had become a part: what came from that one goes, what it said itself stays. */
import type { LeadAttributes } from '../lead.ts';
import type { TimelineEntry } from '../lead-event.ts';

/**
 * @param timeline of the lead that stays
 * @param erased ids of the leads that went into it and are erased
 */
export function withoutMerged(timeline: readonly TimelineEntry[], erased: ReadonlySet<string>): TimelineEntry[] {
  /** Values that came with the erased, by field. */
  const foreign = new Map<string, Set<unknown>>();
  return timeline.map((entry) => {
    const { event } = entry;
    if (event.type === 'merged' && erased.has(event.from)) {
      for (const [field, value] of Object.entries(event.fills)) {
        foreign.set(field, (foreign.get(field) ?? new Set()).add(value));
      }
      return { ...entry, event: { ...event, fills: {} } };
    }
    // An admin who put the lead right saw the other's values in it, and sent them back with the rest.
    return event.type === 'edited' && foreign.size > 0
      ? { ...entry, event: { ...event, attributes: without(event.attributes, foreign) } }
      : entry;
  });
}

function without(attributes: LeadAttributes, foreign: ReadonlyMap<string, ReadonlySet<unknown>>): LeadAttributes {
  const kept = Object.entries(attributes).filter(([field, value]) => !foreign.get(field)?.has(value));
  return { custom: {}, ...Object.fromEntries(kept) };
}
