/** Whatever the pool's limits, the owner's hours and the order of events: steps come in order, once, in time, and never after a touch. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workCalendar } from '../../../src/domain/availability/work-calendar.ts';
import { workingMs } from '../../../src/domain/availability/working-time.ts';
import type { LimitName } from '../../../src/domain/lead.ts';
import type { ServiceLevels } from '../../../src/domain/ruleset.ts';
import { deadline } from '../../../src/domain/time-limits/deadline.ts';
import { limitMs, rungsOf } from '../../../src/domain/time-limits/ladder.ts';
import {
  claimed,
  DAY,
  type Fired,
  happen,
  hours,
  length,
  levels,
  MINUTE,
  moment,
  runOut,
  type World,
  world,
  zone,
} from './any-limits.ts';

/** The steps of a claimed lead that nobody touches. */
function wholeLadder(sla: ServiceLevels): Omit<Fired, 'at'>[] {
  const names: LimitName[] = sla.staleAfterMs !== null && !sla.giveUp ? ['first-touch', 'stale'] : ['first-touch'];
  return names.flatMap((name) => rungsOf(sla, name, 'ana').map(({ kind }, index) => ({ name, step: index + 1, kind })));
}

/** The first instant at which a step may fire: at its own time, and as long after the one before as they are apart. */
function earliest({ sla, counting }: World, since: Date, { name, step }: Fired, before: Fired | undefined): number {
  const rungs = rungsOf(sla, name, 'ana');
  const afterMs = rungs[step - 1]?.afterMs ?? 0;
  const apart = afterMs - (rungs[step - 2]?.afterMs ?? afterMs);
  const own = deadline(counting, since, afterMs).getTime();
  return before ? Math.max(own, deadline(counting, before.at, apart).getTime()) : own;
}

describe('a ladder that nobody answers', () => {
  it('fires each of its steps once, in order, none before its time, and as far from the one before as they are apart', () => {
    const lateness = fc.array(fc.nat({ max: 3 * DAY }), { minLength: 1 });
    fc.assert(
      fc.property(levels, zone, hours, moment, lateness, (sla, timezone, working, at, late) => {
        const of = world(sla, timezone, working);
        const { fired, lead } = runOut(claimed(at, of), of, (turn) => late[turn % late.length] ?? 0);
        expect(fired.map(({ at: _when, ...step }) => step)).toEqual(wholeLadder(sla));
        expect(lead.owner === null).toBe(sla.giveUp !== null);
        for (const [index, step] of fired.entries()) {
          expect(step.at.getTime()).toBeGreaterThanOrEqual(earliest(of, at, step, fired[index - 1]));
        }
      }),
    );
  });

  it('on time, fires its first step exactly at the limit', () => {
    fc.assert(
      fc.property(levels, zone, hours, moment, (sla, timezone, working, at) => {
        const of = world(sla, timezone, working);
        const [first] = runOut(claimed(at, of), of, () => 0).fired;
        expect(first?.at).toEqual(deadline(of.counting, at, sla.remindMs[0] ?? 0));
      }),
    );
  });
});

function limitAfterTouch({ sla, counting }: World, since: Date) {
  const name = (['follow-up', 'stale'] as const).find((one) => limitMs(sla, one) !== null);
  if (!name) return { limit: null, stepAt: null };
  const stepAt = deadline(counting, since, limitMs(sla, name) ?? 0);
  const times = { since: since.toISOString(), until: stepAt.toISOString() };
  return { limit: { name, ...times, fired: 0, snoozedUntil: null, reminder: null }, stepAt };
}

describe('a touch', () => {
  it('at any moment ends all that was to come: what runs afterwards is counted from it', () => {
    const touch = fc.constantFrom(
      { type: 'stage', rep: 'ana', stage: 'meeting' } as const,
      { type: 'contacted', rep: 'ana', how: 'call' } as const,
    );
    fc.assert(
      fc.property(
        levels,
        zone,
        hours,
        moment,
        fc.nat({ max: 8 }),
        touch,
        (sla, timezone, working, at, after, event) => {
          const of = world(sla, timezone, working);
          const { lead, fired } = runOut(claimed(at, of), of, () => 0, after);
          fc.pre(lead.owner !== null);
          const touchedAt = new Date((fired.at(-1)?.at ?? at).getTime() + 1);
          const touched = happen(lead, event, of, touchedAt);
          expect({ limit: touched.limit, stepAt: touched.stepAt }).toEqual(limitAfterTouch(of, touchedAt));
        },
      ),
    );
  });

  it.each(['won', 'lost'])('that closes the lead as %s ends every limit', (stage) => {
    fc.assert(
      fc.property(levels, zone, hours, moment, (sla, timezone, working, at) => {
        const of = world(sla, timezone, working);
        const closed = happen(claimed(at, of), { type: 'stage', rep: 'ana', stage }, of, at);
        expect(closed).toMatchObject({ limit: null, stepAt: null });
      }),
    );
  });
});

describe('a snooze', () => {
  it('holds every step back until it ends; then the owner is reminded first, and each other step comes once', () => {
    fc.assert(
      fc.property(
        levels,
        zone,
        hours,
        moment,
        fc.nat({ max: 3 }),
        length,
        (sla, timezone, working, at, after, forMs) => {
          const of = world(sla, timezone, working);
          const { lead, fired } = runOut(claimed(at, of), of, () => 0, after);
          if (lead.owner === null || !lead.limit) return;
          const now = fired.at(-1)?.at ?? at;
          const until = new Date(now.getTime() + forMs);
          const snoozed = happen(lead, { type: 'snoozed', rep: 'ana', until: until.toISOString() }, of, now);
          expect(snoozed.stepAt?.getTime()).toBeGreaterThanOrEqual(until.getTime());
          const left = runOut(snoozed, of, () => 0).fired;
          expect(left[0]?.kind).toBe('remind');
          const repeated = lead.limit.fired > 0 ? left.slice(1) : left;
          const key = ({ name, step }: Fired) => `${name} ${step}`;
          const all = [...fired, ...repeated].map(key);
          expect(new Set(all).size).toBe(all.length);
        },
      ),
    );
  });
});

describe('working time', () => {
  it('of less than a day is over when so much work was done', () => {
    const minutes = fc.integer({ min: 1, max: 23 * 60 }).map((count) => count * MINUTE);
    fc.assert(
      fc.property(zone, hours, moment, minutes, (timezone, working, at, ms) => {
        const calendar = workCalendar({ timezone, hours: working });
        expect(workingMs(calendar, at, deadline({ count: 'working-time', calendar }, at, ms))).toBe(ms);
      }),
    );
  });

  it('of whole days is over so many working days later, while the owner works', () => {
    fc.assert(
      fc.property(zone, hours, moment, fc.integer({ min: 1, max: 9 }), (timezone, working, at, days) => {
        const calendar = workCalendar({ timezone, hours: working });
        const end = deadline({ count: 'working-time', calendar }, at, days * DAY);
        expect(calendar.isWorking(end)).toBe(true);
        const start = calendar.nextStart(at) ?? at;
        let between = 0;
        for (let { date } = calendar.dayAt(start); date < calendar.dayAt(end).date; date += 1) {
          if (calendar.dayOf(date).spans.length > 0) between += 1;
        }
        // A day that ends before the hour counts, and what is left of it is the next one's morning.
        expect(between).toBeGreaterThanOrEqual(days);
        expect(between).toBeLessThanOrEqual(days + 1);
      }),
    );
  });
});
