/**
 * What the timekeeper does to a lead in somebody's hands, and what its owner answers. Each step is an event like any other, so that
 * none fires twice, whatever happens to the process that fired it.
 */
import type { Lead, LimitName } from '../lead.ts';

export type LimitEvent =
  /** The owner was reminded. `step` counts from 1 within the limit. */
  | { type: 'reminded'; rep: string; of: LimitName; step: number }
  /** Others were told, in a channel. */
  | { type: 'escalated'; rep: string; of: LimitName; step: number }
  /** Nobody answered: it goes back to its pool (`to` is `null`), or to a named rep. `dueAt` as for `released`. */
  | { type: 'taken-back'; rep: string; of: LimitName; to: string | null; dueAt?: string }
  /** The owner put the limit off. Times are ISO 8601. */
  | { type: 'snoozed'; rep: string; until: string }
  /** The owner gave it to a colleague. */
  | { type: 'handed-over'; rep: string; to: string; note?: string };

/**
 * The lead after one of these events; the time limit that runs after it is on the event itself.
 * @param lead the lead before, with the version counted up already
 */
export function afterLimitEvent(lead: Lead, event: LimitEvent, at: Date): Lead {
  switch (event.type) {
    case 'reminded':
    case 'escalated':
    case 'snoozed':
      return lead;
    case 'handed-over':
      return owned(lead, event.to, at);
    case 'taken-back':
      return event.to === null ? backInPool(lead, event) : owned(lead, event.to, at);
  }
}

function owned(lead: Lead, rep: string, at: Date): Lead {
  return { ...lead, round: lead.round + 1, owner: rep, ownedAt: at, contactedAt: null, touchedAt: null, stage: null };
}

function backInPool(lead: Lead, { rep, of, dueAt }: LimitEvent & { type: 'taken-back' }): Lead {
  return {
    ...lead,
    status: lead.pool === null ? 'review' : 'pooled',
    round: lead.round + 1,
    owner: null,
    ownedAt: null,
    contactedAt: null,
    touchedAt: null,
    stage: null,
    reason: `no ${of === 'first-touch' ? 'first touch' : of} in time`,
    dueAt: dueAt === undefined ? null : new Date(dueAt),
    push: lead.push && { ...lead.push, offers: 0, pass: 1, passedBy: [rep], bids: [] },
  };
}
