/** What a lead's story means to systems outside, whatever the story is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOn } from '../../../src/crm/read-position.ts';
import { SKELETON_TEXT } from '../../../src/domain/event-text.ts';
import { concerns } from '../../../src/domain/hand-over/concerns.ts';
import { CRM_STAGES, crmStage } from '../../../src/domain/hand-over/crm-stage.ts';
import { crmWork } from '../../../src/domain/hand-over/crm-work.ts';
import {
  afterFailure,
  GIVEN_UP_AFTER_MS,
  HandOverError,
  LONGEST_PAUSE_MS,
  pauseAfter,
} from '../../../src/domain/hand-over/failure.ts';
import { leadOfDeal, lostReason } from '../../../src/domain/hand-over/outcome.ts';
import { WEBHOOK_EVENTS, webhookEvent } from '../../../src/domain/hand-over/webhook-event.ts';
import { webhookMessages } from '../../../src/domain/hand-over/webhook-message.ts';
import type { LeadEvent } from '../../../src/domain/lead-event.ts';
import { STAGES } from '../../../src/domain/stages.ts';
import { CRM, WEBHOOK } from '../../helpers/crm/handing-over.ts';
import { FULL_ATTRIBUTES, NOW, testLead, testRuleset } from '../../helpers/leads.ts';

const entry = (event: LeadEvent, version = 2) => ({ version, at: NOW, event });

describe('a webhook', () => {
  it('has a name for every event that it tells, and tells each name', () => {
    const plain = Object.keys(SKELETON_TEXT).map((type) =>
      webhookEvent({ type, to: { kind: 'pool', pool: 'x' }, stage: 'meeting' } as unknown as LeadEvent),
    );
    const others = (['rep', 'review', 'disqualify'] as const).map((kind) =>
      webhookEvent({ type: 'decided', to: { kind } } as unknown as LeadEvent),
    );
    const closed = ['won', 'lost'].map((stage) => webhookEvent({ type: 'stage', rep: 'ana', stage }));
    const back = webhookEvent({ type: 'taken-back', to: null } as unknown as LeadEvent);
    const told = new Set([...plain, ...others, ...closed, back].filter((name) => name !== null));
    expect([...told].sort()).toEqual([...WEBHOOK_EVENTS].sort());
  });

  it('tells of an erased lead nothing that was in it, and no note or reason', () => {
    const secret = fc.string({ minLength: 8, maxLength: 20, unit: fc.constantFrom(...'qzxjk') });
    fc.assert(
      fc.property(secret, (text) => {
        const lead = testLead({ status: 'erased', reason: text, attributes: { ...FULL_ATTRIBUTES, name: text } });
        const events = [
          entry({ type: 'contacted', rep: 'ana', how: 'call', note: text }),
          entry({ type: 'erased' }, 3),
        ];
        const told = webhookMessages(WEBHOOK, testRuleset(), lead, events);
        return told.length === 1 && !JSON.stringify(told).includes(text);
      }),
    );
  });
});

describe('a CRM', () => {
  it('is told each stage by a word of its own', () => {
    for (const { value } of STAGES) {
      const status = value === 'won' || value === 'lost' ? value : 'owned';
      expect(crmStage(testLead({ status, stage: value, owner: 'ana' }))).toBe(value);
    }
    expect(CRM_STAGES).toContain(crmStage(testLead({ status: 'owned', stage: 'of-a-later-version', owner: 'ana' })));
  });

  it('is told nothing by reminders, offers and what it said itself', () => {
    const events: LeadEvent[] = [
      { type: 'expired', rep: 'ana', refund: false, dueAt: NOW.toISOString() },
      { type: 'second-chance' },
      { type: 'stage', rep: 'ana', stage: 'won', via: 'crm' },
    ];
    expect(events.filter((event) => concerns(CRM, event))).toEqual([]);
    expect(concerns({ ...CRM, id: 'another' }, { type: 'stage', rep: 'ana', stage: 'won', via: 'crm' })).toBe(true);
  });

  it('that has a record follows it into review and out, and not beyond a merge or an erasure', () => {
    const news = [entry({ type: 'edited', by: 'maya@acme.example', attributes: FULL_ATTRIBUTES })];
    const work = (status: 'review' | 'merged' | 'erased' | 'disqualified', isKnown: boolean) =>
      crmWork(CRM, testRuleset(), { lead: testLead({ status }), entries: news, isKnown, isMeant: true }) !== null;
    expect([work('review', true), work('disqualified', true), work('merged', true), work('erased', true)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([work('review', false), work('disqualified', false)]).toEqual([false, false]);
  });
});

describe('a failure', () => {
  const since = NOW;
  it('is waited out for 7 days with pauses that only grow, to 5 minutes', () => {
    const error = new HandOverError('unavailable', { retry: 'ambiguous' });
    const pauses = Array.from({ length: 40 }, (_, n) => afterFailure(error, n + 1, since, NOW));
    const ms = pauses.map((next) => (next.kind === 'again' ? next.inMs : Number.NaN));
    expect([ms[0], ms[1], ms.at(-1)]).toEqual([1_000, 2_000, LONGEST_PAUSE_MS]);
    expect(ms.every((pause, n) => n === 0 || pause >= (ms[n - 1] ?? 0))).toBe(true);
    const later = (by: number) => afterFailure(error, 9, since, new Date(NOW.getTime() + by)).kind;
    expect([later(GIVEN_UP_AFTER_MS - 1), later(GIVEN_UP_AFTER_MS)]).toEqual(['again', 'dead']);
  });

  it('never lets a target wait for less than it asked, nor for more than 5 minutes unasked', () => {
    const asked = fc.option(fc.integer({ min: 0, max: 10_000_000 }), { nil: undefined });
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 1_000_000 }), (retryAfterMs, failures) => {
        const ms = pauseAfter(new HandOverError('rate_limited', { retry: 'later', retryAfterMs }), failures);
        return ms >= (retryAfterMs ?? 0) && ms <= Math.max(retryAfterMs ?? 0, LONGEST_PAUSE_MS);
      }),
    );
  });
});

describe('a deal', () => {
  it('is that of the newest lead that was there before it', () => {
    const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
    const leads = [0, 10, 20].map((minutes) => testLead({ id: `lead-${minutes}`, receivedAt: at(minutes) }));
    expect(leadOfDeal(leads, { createdAt: at(15) })?.id).toBe('lead-10');
    expect(leadOfDeal(leads, { createdAt: at(-1) })).toBeNull();
    expect(leadOfDeal([...leads, testLead({ status: 'merged', receivedAt: at(14) })], { createdAt: at(15) })?.id).toBe(
      'lead-10',
    );
  });

  it('is lost for one of our reasons, whatever they say', () => {
    const target = { ...CRM, lostReasons: { 'Too dear': 'price' } };
    expect(
      ['too DEAR ', 'Chose a competitor', 'timing', 'Mercury in retrograde', null].map((said) =>
        lostReason(target, said),
      ),
    ).toEqual(['price', 'competitor', 'timing', 'other', 'other']);
  });
});

it('reading on gives every change once, in whichever order and however often it is found', () => {
  const change = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), minute: fc.integer({ min: 0, max: 9 }) });
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 6 }), (rounds) => {
      const given: string[] = [];
      let position = { since: NOW, seen: new Map<string, string>() as ReadonlyMap<string, string> };
      const newest = new Map<string, number>();
      for (const round of rounds) {
        // A search gives each deal once, as it is now; it never goes back.
        for (const { id, minute } of round) newest.set(id, Math.max(minute, newest.get(id) ?? 0));
        const found = [...new Set(round.map(({ id }) => id))].map((id) => ({
          id,
          changedAt: new Date(NOW.getTime() + (newest.get(id) ?? 0) * 60_000),
        }));
        const { fresh, after } = readOn(position, found);
        given.push(...fresh.map(({ id, changedAt }) => `${id} ${changedAt.getTime()}`));
        position = after;
      }
      return new Set(given).size === given.length;
    }),
  );
});
