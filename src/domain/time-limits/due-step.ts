/**
 * What becomes of a step whose time has come: it fires, or it waits, because what held it up is not the owner's doing. Waiting is an
 * event too, so that the timeline says why nothing was said.
 */
import type { Lead } from '../lead.ts';
import type { ServiceLevels } from '../ruleset.ts';
import { type Counting, countedMs, deadline } from './deadline.ts';
import type { LimitEvent, WaitReason } from './limit-events.ts';
import { isSnoozeEnd, type LimitStep, nextStep, waitMs } from './running-limit.ts';

export interface DueFacts {
  now: Date;
  /** Of the lead's pool; without time limits where the routing file has none for it any more. */
  sla: ServiceLevels | undefined;
  /** Of the owner. */
  counting: Counting;
  /** When anything last happened to the lead. */
  changedAt: Date;
  /** When the owner could first see the newest of its messages; `null`: not known. */
  shownAt: Date | null;
  /** Whether the owner's chat can be reached now. */
  reachable: boolean;
  /** Times in which Dibs did not run. */
  down: readonly { from: Date; to: Date }[];
  /** When reminders of this lead were sent within the last day, ascending. */
  recent: readonly Date[];
}

export type DueStep = { fire: LimitStep } | { wait: WaitReason; until: Date | null };

/** How late a step may be without anybody asking why: a pass a second, a busy database, a card on its way. */
const GRACE_MS = 2 * 60_000;

/** How often a chat that cannot be reached is asked for again, at most. */
const CHAT_PAUSE_MS = 10 * 60_000;

/** The most reminders of one lead in a day: a lead that is passed round in a circle stands still then. */
export const REMINDERS_PER_LEAD_AND_DAY = 6;
const DAY_MS = 24 * 3_600_000;

/** @param lead one that somebody has, and whose `stepAt` has come */
export function dueStep(lead: Lead, facts: DueFacts): DueStep {
  const { sla, counting, now } = facts;
  const { limit, owner } = lead;
  if (!sla || !limit || owner === null) return { wait: 'rules', until: null };
  const step = nextStep(limit, owner, sla, counting);
  if (!step) return { wait: 'rules', until: null };
  if (step.at > now) return { wait: 'rules', until: step.at };
  const away = unreachable(facts, waitMs(limit, owner, sla));
  if (away) return away;
  // The owner has named the moment: nothing else moves it.
  if (isSnoozeEnd(limit)) return { fire: step };
  return (
    stoodStill(lead, facts) ??
    seenLate(facts, waitMs(limit, owner, sla)) ??
    offHours(lead, facts) ??
    tooOften(facts) ?? { fire: step }
  );
}

/** No sooner than this, and while the owner works. */
export function atWork({ count, calendar }: Counting, at: Date): Date {
  return count === 'working-time' ? (calendar.nextStart(at) ?? at) : at;
}

/** @param lead with the limit whose step waits */
export function waitedEvent({ owner, limit }: Lead, because: WaitReason, until: Date | null): LimitEvent {
  const of = limit?.name ?? 'first-touch';
  return { type: 'waited', rep: owner ?? '', of, because, until: until === null ? null : until.toISOString() };
}

function unreachable({ reachable, counting, now }: DueFacts, distance: number): DueStep | null {
  if (reachable) return null;
  return { wait: 'chat', until: deadline(counting, now, Math.max(distance, CHAT_PAUSE_MS)) };
}

/** What Dibs slept through is added to the time of the step. */
function stoodStill({ stepAt }: Lead, { down, changedAt, counting, now }: DueFacts): DueStep | null {
  const slept = down.reduce(
    (sum, { from, to }) => sum + countedMs(counting, changedAt > from ? changedAt : from, to),
    0,
  );
  if (slept === 0 || !stepAt) return null;
  const { count, calendar } = counting;
  const byTheClock = new Date(stepAt.getTime() + slept);
  const until = count === 'working-time' ? (calendar.add(stepAt, slept) ?? byTheClock) : byTheClock;
  return until > now ? { wait: 'down', until } : null;
}

/** A message that came late starts the wait for the next step anew. */
function seenLate({ shownAt, changedAt, counting, now }: DueFacts, distance: number): DueStep | null {
  if (!shownAt || shownAt.getTime() - changedAt.getTime() <= GRACE_MS) return null;
  const until = deadline(counting, shownAt, distance);
  return until > now ? { wait: 'chat', until } : null;
}

function offHours({ stepAt }: Lead, { counting, now }: DueFacts): DueStep | null {
  const lateMs = now.getTime() - (stepAt ?? now).getTime();
  const until = atWork(counting, now);
  return lateMs > GRACE_MS && until > now ? { wait: 'off-hours', until } : null;
}

function tooOften({ recent, counting, now }: DueFacts): DueStep | null {
  const past = recent.filter((at) => at <= now);
  const oldest = past.at(-REMINDERS_PER_LEAD_AND_DAY);
  return oldest ? { wait: 'often', until: atWork(counting, new Date(oldest.getTime() + DAY_MS)) } : null;
}
