/**
 * Fires the steps of time limits: reminds owners, tells others, takes leads back. One timekeeper at a time over all instances (the
 * store's lock), and each step is an event of its lead, written with its messages: so each fires once, whatever dies in between.
 */
import type { Lead } from '../../domain/lead.ts';
import type { LeadEvent } from '../../domain/lead-event.ts';
import { type DueStep, dueStep, waitedEvent } from '../../domain/time-limits/due-step.ts';
import type { Repositories } from '../../ports/store.ts';
import type { DueLimit } from '../../ports/time-limits.ts';
import { type ChangeContext, changeOf, recordChanges, slaOf } from '../record-changes.ts';
import { type FiredStep, fireSteps } from './fire-steps.ts';

export interface KeptLimits {
  /** `idle`: nothing more is due · `more`: there may be more at once · `busy`: another instance keeps the time */
  state: 'idle' | 'more' | 'busy';
  /** What happened, for the metrics: the events' types. */
  events: LeadEvent['type'][];
}

export type KeepLimits = () => Promise<KeptLimits>;

/** Large, so that what is due for one rep is in one message. */
const BATCH = 500;

/** How often it is noted that somebody watches. */
const NOTE_EVERY_MS = 10_000;

export function createKeepLimits(context: ChangeContext): KeepLimits {
  /** Whether the pass before went well: then a clock that jumps is no time in which nobody watched. */
  let unbroken = false;
  let notedAt = Number.NEGATIVE_INFINITY;

  async function watch(tx: Repositories): Promise<void> {
    const now = context.clock.now();
    const sinceNote = now.getTime() - notedAt;
    if (unbroken && sinceNote >= 0 && sinceNote < NOTE_EVERY_MS) return;
    await tx.limits.watch(now, unbroken);
    notedAt = now.getTime();
  }

  return async () => {
    try {
      const done = await context.store.transaction(async (tx) => {
        const due = await tx.limits.takeDue(context.clock.now(), BATCH);
        if (due === 'busy') return 'busy';
        await watch(tx);
        return due.length === 0 ? null : work(context, tx, due);
      });
      unbroken = true;
      if (done === 'busy') return { state: 'busy', events: [] };
      if (!done) return { state: 'idle', events: [] };
      context.wake.deliveries(done.conversations);
      if (done.leads.some(({ status, dueAt }) => status === 'pooled' && dueAt !== null)) context.wake.assigner();
      return { state: done.full ? 'more' : 'idle', events: done.events };
    } catch (error) {
      unbroken = false;
      throw error;
    }
  };
}

async function work(context: ChangeContext, tx: Repositories, due: readonly DueLimit[]) {
  const now = context.clock.now();
  const steps = await decide(context, tx, due, now);
  const fired = steps.flatMap(({ lead, step }): FiredStep[] => ('fire' in step ? [{ lead, step: step.fire }] : []));
  const told = await fireSteps(context, tx, fired, now);
  const waits = steps.flatMap(({ lead, step }) =>
    'wait' in step ? [{ lead, event: waitedEvent(lead, step.wait, step.until) }] : [],
  );
  const changes = [...told.events, ...waits].map(({ lead, event }) => changeOf(lead, event, context, now));
  const conversations = await recordChanges(context, tx, changes);
  return {
    leads: changes.map(({ lead }) => lead),
    events: changes.map(({ entry }) => entry.event.type),
    conversations: [...conversations, ...told.conversations],
    full: due.length === BATCH,
  };
}

async function decide(
  context: ChangeContext,
  tx: Repositories,
  due: readonly DueLimit[],
  now: Date,
): Promise<{ lead: Lead; step: DueStep }[]> {
  const owners = [...new Set(due.flatMap(({ lead }) => lead.owner ?? []))];
  const unreachable = await tx.limits.unreachable(owners, now);
  const oldest = due.reduce((first, { changedAt }) => (changedAt < first ? changedAt : first), now);
  const down = await tx.limits.down(oldest);
  return due.map(({ lead, changedAt, shownAt, recent }) => {
    const sla = slaOf(lead, context.ruleset);
    const owner = lead.owner ?? '';
    const counting = { count: sla?.count ?? 'around-the-clock', calendar: context.calendars(owner) };
    const reachable = !unreachable.has(owner);
    const sleptThrough = down.filter(({ to }) => to > changedAt);
    const facts = { now, sla, counting, changedAt, shownAt, reachable, down: sleptThrough, recent };
    return { lead, step: dueStep(lead, facts) };
  });
}
