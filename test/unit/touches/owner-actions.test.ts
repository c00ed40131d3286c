import { describe, expect, it } from 'vitest';
import type { Lead, RunningLimit } from '../../../src/domain/lead.ts';
import { applyEvent, type LeadEvent, type TimelineEntry } from '../../../src/domain/lead-event.ts';
import { contacted, handOver, release, setStage, snooze } from '../../../src/domain/owner-actions.ts';
import { NOW, testLead, testRuleset } from '../../helpers/leads.ts';

const owned = testLead({ status: 'owned', owner: 'ana', ownedAt: NOW });
const ruleset = testRuleset();
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const LIMIT: RunningLimit = {
  name: 'first-touch',
  since: NOW.toISOString(),
  until: later(5).toISOString(),
  fired: 0,
  snoozedUntil: null,
  reminder: null,
};

function entry(event: LeadEvent, at: Date, version = owned.version + 1): TimelineEntry {
  return { version, at, event };
}

function afterwards(lead: Lead, event: LeadEvent | null, at: Date): Lead {
  if (!event) throw new Error('nothing happened');
  return applyEvent(lead, entry(event, at, lead.version + 1), lead.id);
}

describe('a contact', () => {
  const call = contacted(owned, 'ana', 'call', later(1)).event;

  it('is the first touch and the last one', () => {
    expect(afterwards(owned, call, later(1))).toMatchObject({
      firstTouchAt: later(1),
      touchedAt: later(1),
      contactedAt: later(1),
    });
  });

  it('recorded again within 5 minutes is the same one; another kind, another note or a later one is not', () => {
    if (!call) throw new Error('not recorded');
    const timeline = [entry(call, later(1))];
    const again = (how: 'call' | 'email', minutes: number, note: string | null = null) =>
      contacted(owned, 'ana', how, later(minutes), { timeline, note }).outcome.kind;
    expect(again('call', 5)).toBe('unchanged');
    expect(again('call', 6)).toBe('done');
    expect(again('email', 2)).toBe('done');
    expect(again('call', 2, 'left a message')).toBe('done');
  });

  it('with the same note is the same one too, and so is a bare click after it', () => {
    const noted = contacted(owned, 'ana', 'call', later(1), { note: 'busy' }).event;
    if (!noted) throw new Error('not recorded');
    const timeline = [entry(noted, later(1))];
    for (const note of ['busy', null]) {
      expect(contacted(owned, 'ana', 'call', later(2), { timeline, note }).outcome.kind).toBe('unchanged');
    }
  });

  it('that is told afterwards counts from when it was, and never undoes what is known', () => {
    const email = contacted(owned, 'ana', 'email', later(20)).event;
    const first = afterwards(owned, email, later(20));
    const call = contacted(first, 'ana', 'call', later(30), { madeAt: later(3) }).event;
    expect(afterwards(first, call, later(30))).toMatchObject({
      firstTouchAt: later(3),
      touchedAt: later(20),
      contactedAt: later(20),
    });
  });

  it('is refused of a time to come, from before the lead was theirs, from others, and where it is closed', () => {
    const because = (lead: Lead, rep: string, madeAt?: Date) =>
      contacted(lead, rep, 'call', later(1), { madeAt: madeAt ?? null }).outcome;
    expect(because(owned, 'ana', later(2))).toEqual({ kind: 'refused', because: 'not_then' });
    expect(because(owned, 'ana', later(-1))).toEqual({ kind: 'refused', because: 'not_then' });
    expect(because(owned, 'bob')).toEqual({ kind: 'refused', because: 'not_yours' });
    expect(because({ ...owned, status: 'won' }, 'ana')).toEqual({ kind: 'refused', because: 'closed' });
    expect(because({ ...owned, status: 'erased' }, 'ana')).toEqual({ kind: 'refused', because: 'erased' });
  });
});

describe('a stage', () => {
  it('Won keeps its amount, which can be put right, and loses it with the stage', () => {
    const won = afterwards(owned, setStage(owned, 'ana', 'won', NOW, { amount: 12_500 }).event, NOW);
    expect(won).toMatchObject({ status: 'won', amount: 12_500 });
    expect(setStage(won, 'ana', 'won', NOW, { amount: 12_500 }).outcome.kind).toBe('unchanged');
    const corrected = afterwards(won, setStage(won, 'ana', 'won', NOW, { amount: 9_000 }).event, NOW);
    expect(corrected.amount).toBe(9_000);
    expect(afterwards(corrected, setStage(corrected, 'ana', 'proposal', NOW).event, NOW)).toMatchObject({
      status: 'owned',
      amount: null,
    });
  });

  it('Lost needs one of the reasons, and keeps it', () => {
    for (const reason of [null, '', 'bored']) {
      expect(setStage(owned, 'ana', 'lost', NOW, { reason }).outcome).toEqual({
        kind: 'refused',
        because: 'no_reason',
      });
    }
    const lost = afterwards(owned, setStage(owned, 'ana', 'lost', NOW, { reason: 'price' }).event, NOW);
    expect(lost).toMatchObject({ status: 'lost', reason: 'price' });
    expect(afterwards(lost, setStage(lost, 'ana', 'meeting', NOW).event, NOW)).toMatchObject({
      status: 'owned',
      reason: null,
    });
  });

  it('takes an amount for Won alone, and a reason for Lost alone', () => {
    const details = { amount: 5, reason: 'price' };
    expect(setStage(owned, 'ana', 'meeting', NOW, details).event).toEqual({
      type: 'stage',
      rep: 'ana',
      stage: 'meeting',
    });
  });
});

describe('a snooze', () => {
  const running = { ...owned, limit: LIMIT };
  const outcome = (minutes: number, lead: Lead = running) => snooze(lead, 'ana', later(minutes), NOW).outcome;

  it('puts the limit off, for 30 days at most', () => {
    expect(snooze(running, 'ana', later(60), NOW).event).toEqual({
      type: 'snoozed',
      rep: 'ana',
      until: later(60).toISOString(),
    });
    expect(outcome(30 * 24 * 60)).toEqual({ kind: 'done' });
    expect(outcome(30 * 24 * 60 + 1)).toEqual({ kind: 'refused', because: 'too_far' });
    expect(outcome(0)).toEqual({ kind: 'refused', because: 'in_the_past' });
    expect(snooze(running, 'ana', new Date(Number.NaN), NOW).event).toBeNull();
  });

  it('is refused where no limit runs', () => {
    expect(outcome(60, owned)).toEqual({ kind: 'refused', because: 'nothing_to_snooze' });
  });

  it('to the same moment twice is one', () => {
    const put = { ...running, limit: { ...LIMIT, snoozedUntil: later(60).toISOString() } };
    expect(outcome(60, put)).toEqual({ kind: 'unchanged' });
  });
});

describe('handing over', () => {
  it('makes it the colleague’s, in a round of its own, with what was first known kept', () => {
    const touched = afterwards(owned, contacted(owned, 'ana', 'call', later(1)).event, later(1));
    const event = handOver(touched, ruleset, 'ana', 'cleo', 'Speaks German').event;
    expect(afterwards(touched, event, later(9))).toMatchObject({
      status: 'owned',
      owner: 'cleo',
      ownedAt: later(9),
      round: touched.round + 1,
      touchedAt: null,
      firstTouchAt: later(1),
      push: touched.push,
    });
  });

  it('is refused to oneself, to nobody, from others, and of a closed lead', () => {
    const because = (lead: Lead, rep: string, to: string) => handOver(lead, ruleset, rep, to, null).outcome;
    expect(because(owned, 'ana', 'ana')).toEqual({ kind: 'refused', because: 'to_yourself' });
    expect(because(owned, 'ana', 'nobody')).toEqual({ kind: 'refused', because: 'unknown_rep' });
    expect(because(owned, 'bob', 'cleo')).toEqual({ kind: 'refused', because: 'not_yours' });
    expect(because({ ...owned, status: 'lost' }, 'ana', 'bob')).toEqual({ kind: 'refused', because: 'closed' });
  });
});

it('every action of somebody who does not have the lead is refused', () => {
  const tried = [
    contacted(owned, 'bob', 'call', NOW),
    setStage(owned, 'bob', 'won', NOW),
    release(owned, 'bob', 'other', null),
    snooze({ ...owned, limit: LIMIT }, 'bob', later(60), NOW),
    handOver(owned, ruleset, 'bob', 'cleo', null),
  ];
  for (const { event, outcome } of tried) {
    expect(event).toBeNull();
    expect(outcome).toEqual({ kind: 'refused', because: 'not_yours' });
  }
});
