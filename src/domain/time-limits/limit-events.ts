/**
 * What the timekeeper does to a lead in somebody's hands, and what its owner answers. Each step is an event like any other, so that
 * none fires twice, whatever happens to the process that fired it.
 */
import type { Lead, LimitName } from '../lead.ts';

/**
 * Why a step waits. `down`: Dibs itself did not run · `chat`: the owner's chat could not be reached · `often`: enough was said for now ·
 * `off-hours`: the owner does not work now · `rules`: the routing file changed
 */
export type WaitReason = 'down' | 'chat' | 'often' | 'off-hours' | 'rules';

export type LimitEvent =
  /** The owner was reminded. `step` counts from 1 within the limit. `with`: the lead whose message said it, where several were due together. */
  | { type: 'reminded'; rep: string; of: LimitName; step: number; with?: string }
  /** Others were told, in a channel. */
  | { type: 'escalated'; rep: string; of: LimitName; step: number }
  /** Nobody answered: it goes back to its pool (`to` is `null`), or to a named rep. `dueAt` as for `released`. */
  | { type: 'taken-back'; rep: string; of: LimitName; to: string | null; dueAt?: string }
  /** The next step comes later than planned; `until` (ISO 8601) is `null` where the routing file knows of none any more. */
  | { type: 'waited'; rep: string; of: LimitName; because: WaitReason; until: string | null }
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
    case 'waited':
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
