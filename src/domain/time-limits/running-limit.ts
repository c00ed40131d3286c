/**
 * Which time limit runs after an event, and when it has its next step. Both are written with the event, so that the timeline explains
 * them and a routing file that changes later does not change what was.
 */
import type { Lead, LimitName, RunningLimit } from '../lead.ts';
import type { LeadEvent } from '../lead-event.ts';
import type { ServiceLevels } from '../ruleset.ts';
import { type Counting, deadline } from './deadline.ts';
import { distanceMs, limitMs, type Rung, rungsOf } from './ladder.ts';

export interface LimitStep {
  kind: Rung['kind'];
  /** Counted from 1 within the limit; a reminder that ends a snooze repeats the number of the last step. */
  step: number;
  at: Date;
}

/** What runs, and when it has its next step; no `stepAt` where all steps have fired. */
export interface TimedLimit {
  limit: RunningLimit;
  stepAt?: string;
}

/**
 * @param before the lead before the event
 * @param lead the lead after it, whose own `limit` does not count
 * @param counting of whoever has it now
 * @returns `null` where no limit runs
 */
export function limitAfter(
  before: Lead,
  lead: Lead,
  event: LeadEvent,
  sla: ServiceLevels,
  counting: Counting,
  at: Date,
): TimedLimit | null {
  if (lead.status !== 'owned' || lead.owner === null) return null;
  const running = before.limit;
  switch (event.type) {
    case 'reminded':
    case 'escalated':
      return running && climbed(running, lead, event, sla, counting, at);
    case 'waited':
      return running && event.until !== null ? { limit: running, stepAt: event.until } : null;
    case 'snoozed':
      return running && snoozed(running, event.until, lead.owner, sla, counting);
    case 'contacted':
    case 'stage': {
      const since = lead.touchedAt ?? at;
      return begin('follow-up', lead.owner, since, sla, counting) ?? begin('stale', lead.owner, since, sla, counting);
    }
    case 'merged':
      // Whoever writes again waits for an answer; one who has had none yet has waited since before.
      return running?.name === 'first-touch'
        ? { limit: running, ...(before.stepAt ? { stepAt: before.stepAt.toISOString() } : {}) }
        : begin('first-touch', lead.owner, at, sla, counting);
    default:
      return begin('first-touch', lead.owner, at, sla, counting);
  }
}

/** The next step of a running limit, at the earliest when it says; `null`: all have fired, or the routing file has none any more. */
export function nextStep(limit: RunningLimit, owner: string, sla: ServiceLevels, counting: Counting): LimitStep | null {
  // Whoever puts a limit off is reminded then; the ladder goes on from where it was.
  if (isSnoozeEnd(limit)) return { kind: 'remind', step: limit.fired, at: new Date(limit.snoozedUntil ?? '') };
  const rungs = rungsOf(sla, limit.name, owner);
  const rung = rungs[limit.fired];
  if (!rung) return null;
  // Working days and hours of work are not of one measure, but no step comes before the one that precedes it.
  const times = rungs
    .slice(0, limit.fired + 1)
    .map(({ afterMs }) => deadline(counting, new Date(limit.since), afterMs));
  const at = times.reduce(later);
  const snoozedUntil = limit.snoozedUntil === null ? at : new Date(limit.snoozedUntil);
  return { kind: rung.kind, step: limit.fired + 1, at: later(at, snoozedUntil) };
}

/** How long a step that has to wait anew waits: as long as it comes after the one before. */
export function waitMs(limit: RunningLimit, owner: string, sla: ServiceLevels): number {
  return distanceMs(rungsOf(sla, limit.name, owner), limit.fired);
}

/** Whether the next step is the reminder that the owner has asked for. */
export function isSnoozeEnd(limit: RunningLimit): boolean {
  return limit.snoozedUntil !== null && limit.fired > 0;
}

function begin(name: LimitName, owner: string, since: Date, sla: ServiceLevels, counting: Counting): TimedLimit | null {
  const length = limitMs(sla, name);
  if (length === null) return null;
  const limit: RunningLimit = {
    name,
    since: since.toISOString(),
    until: deadline(counting, since, length).toISOString(),
    fired: 0,
    snoozedUntil: null,
    reminder: null,
  };
  const next = nextStep(limit, owner, sla, counting);
  return { limit, ...(next ? { stepAt: next.at.toISOString() } : {}) };
}

/** After a step: the next one comes no sooner than its distance, however late this one was. */
function climbed(
  running: RunningLimit,
  lead: Lead,
  event: LeadEvent & { type: 'reminded' | 'escalated' },
  sla: ServiceLevels,
  counting: Counting,
  at: Date,
): TimedLimit {
  const owner = lead.owner ?? '';
  const reminder =
    event.type === 'reminded'
      ? { version: lead.version, at: at.toISOString(), with: event.with ?? null }
      : running.reminder;
  const fired = isSnoozeEnd(running) ? running.fired : running.fired + 1;
  const limit = { ...running, fired, snoozedUntil: null, reminder };
  const next = spaced(limit, owner, sla, counting, at);
  if (next || limit.name === 'stale') return { limit, ...next };
  // Its ladder is at an end and nobody has acted: from the same moment on the lead grows stale.
  const stale = begin('stale', owner, new Date(limit.since), sla, counting)?.limit;
  return stale ? { limit: { ...stale, reminder }, ...spaced(stale, owner, sla, counting, at) } : { limit };
}

function spaced(
  limit: RunningLimit,
  owner: string,
  sla: ServiceLevels,
  counting: Counting,
  at: Date,
): { stepAt: string } | null {
  const next = nextStep(limit, owner, sla, counting);
  return next && { stepAt: later(next.at, deadline(counting, at, waitMs(limit, owner, sla))).toISOString() };
}

function snoozed(
  running: RunningLimit,
  until: string,
  owner: string,
  sla: ServiceLevels,
  counting: Counting,
): TimedLimit {
  const limit = { ...running, snoozedUntil: until, reminder: null };
  const next = nextStep(limit, owner, sla, counting);
  return { limit, ...(next ? { stepAt: next.at.toISOString() } : {}) };
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
