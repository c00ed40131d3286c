/** Time limits of any kind, owners of any hours around the changes of the clock, and what happens when nobody acts. */
import fc from 'fast-check';
import { workCalendar } from '../../../src/domain/availability/work-calendar.ts';
import type { Lead, LimitName } from '../../../src/domain/lead.ts';
import { applyEvent, type LeadEvent } from '../../../src/domain/lead-event.ts';
import { type ServiceLevels, WEEKDAYS, type WorkingHours } from '../../../src/domain/ruleset.ts';
import type { Counting } from '../../../src/domain/time-limits/deadline.ts';
import { dueStep, waitedEvent } from '../../../src/domain/time-limits/due-step.ts';
import { type LimitStep, limitAfter } from '../../../src/domain/time-limits/running-limit.ts';
import { testLead } from '../../helpers/leads.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const zone = fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'UTC');

/** Around the changes of the clock in all three zones, in either direction, and in between. */
export const moment = fc
  .tuple(
    fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-07-01', '2026-10-03', '2026-10-24', '2026-10-31'),
    fc.integer({ min: -2 * 24 * 60, max: 2 * 24 * 60 }),
  )
  .map(([date, minutes]) => new Date(Date.parse(date) + minutes * MINUTE));

const span = fc
  .tuple(fc.integer({ min: 0, max: 20 * 60 }), fc.integer({ min: 30, max: 12 * 60 }))
  .map(([from, length]) => ({ from, to: Math.min(1440, from + length) }));
export const hours: fc.Arbitrary<WorkingHours | undefined> = fc.option(
  fc
    .uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 })
    .chain((days) =>
      fc
        .array(span, { minLength: days.length, maxLength: days.length })
        .map((spans) => Object.fromEntries(days.map((day, index) => [day, spans.slice(index, index + 1)]))),
    ),
  { nil: undefined },
);

export const length = fc.oneof(
  fc.integer({ min: 1, max: 180 }).map((minutes) => minutes * MINUTE),
  fc.integer({ min: 1, max: 4 }).map((days) => days * DAY),
);

export const levels: fc.Arbitrary<ServiceLevels> = fc
  .record({
    firstTouchMs: length,
    followUpMs: fc.option(length),
    staleAfterMs: fc.option(length),
    count: fc.constantFrom('working-time', 'around-the-clock'),
    distances: fc.array(length, { minLength: 1, maxLength: 4 }),
    escalates: fc.boolean(),
    givesUp: fc.boolean(),
  })
  .map(({ distances, escalates, givesUp, ...same }) => {
    let after = 0;
    const remindMs = distances.map((distance) => {
      after += distance;
      return after;
    });
    const to = { platform: 'slack' as const, channel: '#sales-managers' };
    return {
      ...same,
      remindMs,
      escalate: escalates ? { afterMs: after + HOUR, to } : null,
      giveUp: givesUp ? { afterMs: after + 2 * HOUR, to: null } : null,
    };
  });

export interface World {
  sla: ServiceLevels;
  counting: Counting;
}

export function happen(lead: Lead, event: LeadEvent, { sla, counting }: World, at: Date): Lead {
  const bare = applyEvent(lead, { version: lead.version + 1, at, event }, lead.id);
  const timed = limitAfter(lead, bare, event, sla, counting, at);
  return timed
    ? { ...bare, limit: timed.limit, stepAt: timed.stepAt === undefined ? null : new Date(timed.stepAt) }
    : { ...bare, limit: null, stepAt: null };
}

export interface Fired {
  name: LimitName;
  step: number;
  kind: string;
  at: Date;
}

/**
 * The owner does nothing: every step fires when it is due, or so much later.
 * @param lateMs by the number of the turn; what waits is not late again
 */
export function runOut(
  start: Lead,
  world: World,
  lateMs: (turn: number) => number = () => 0,
  most = 30,
): { lead: Lead; fired: Fired[] } {
  let lead = start;
  let changedAt = lead.ownedAt ?? lead.receivedAt;
  let waits = false;
  const fired: Fired[] = [];
  for (let turn = 0; turn < most && lead.stepAt && lead.limit; turn += 1) {
    const { name } = lead.limit;
    const now = new Date(lead.stepAt.getTime() + (waits ? 0 : lateMs(turn)));
    const due = dueStep(lead, { now, ...world, changedAt, shownAt: null, reachable: true, down: [], recent: [] });
    waits = 'wait' in due;
    if ('fire' in due) fired.push({ name, step: due.fire.step, kind: due.fire.kind, at: now });
    lead = happen(lead, 'fire' in due ? eventOf(lead, due.fire) : waitedEvent(lead, due.wait, due.until), world, now);
    changedAt = now;
  }
  return { lead, fired };
}

function eventOf({ owner, limit }: Lead, { kind, step }: LimitStep): LeadEvent {
  const whose = { rep: owner ?? '', of: limit?.name ?? 'first-touch' } as const;
  if (kind === 'give-up') return { type: 'taken-back', ...whose, to: null };
  return { type: kind === 'remind' ? 'reminded' : 'escalated', ...whose, step };
}

export function world(sla: ServiceLevels, timezone: string, working: WorkingHours | undefined): World {
  const calendar = workCalendar({ timezone, hours: working });
  return { sla, counting: { count: sla.count, calendar } };
}

export const claimed = (at: Date, of: World) => happen(testLead(), { type: 'claimed', rep: 'ana' }, of, at);
