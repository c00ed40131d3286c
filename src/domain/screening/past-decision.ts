/** What an admin decided about a lead before: for telling a second one who was faster. */
import type { Destination, TimelineEntry } from '../lead-event.ts';

export interface PastDecision {
  /** The admin's e-mail address or rep id. */
  by: string;
  at: Date;
  /** Continues the name: `approved it`, `sent it to iberia`. */
  did: string;
}

/** @param timeline oldest first */
export function lastDecision(timeline: readonly TimelineEntry[]): PastDecision | null {
  for (const { at, event } of timeline.toReversed()) {
    if (event.type === 'approved') return { by: event.by, at, did: 'approved it' };
    if (event.type === 'decided') return { by: event.by, at, did: didWith(event.to) };
  }
  return null;
}

function didWith(to: Destination): string {
  switch (to.kind) {
    case 'pool':
      return `sent it to ${to.pool}`;
    case 'rep':
      return `gave it to ${to.rep}`;
    case 'review':
      return 'sent it to review';
    case 'disqualify':
      return `rejected it (${to.reason})`;
  }
}
