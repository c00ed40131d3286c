import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lead } from '../../../src/domain/lead.ts';
import { claim } from '../../../src/domain/lead-actions.ts';
import { applyEvent, type LeadEvent, replay, type TimelineEntry } from '../../../src/domain/lead-event.ts';
import { contacted, release, setStage } from '../../../src/domain/owner-actions.ts';
import { decideReview } from '../../../src/domain/screening/review-actions.ts';
import { STAGES } from '../../../src/domain/stages.ts';
import { wantedCards } from '../../../src/domain/wanted-cards.ts';
import { FULL_ATTRIBUTES, NOW, testLead, testRuleset } from '../../helpers/leads.ts';

const ruleset = testRuleset();
const rep = fc.constantFrom('ana', 'bob', 'cleo', 'stranger');

type Act = (lead: Lead) => LeadEvent | null;

/** Anything a person may try, at any time, sensible or not. */
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(rep, fc.integer({ min: 1, max: 3 })).map(
    ([who, round]): Act =>
      (lead) =>
        claim(lead, ruleset, { rep: who, round: round }, NOW).event,
  ),
  rep.map(
    (who): Act =>
      (lead) =>
        contacted(lead, who, 'call', new Date(NOW.getTime() + lead.version * 1000)).event,
  ),
  fc.tuple(rep, fc.constantFrom(...STAGES)).map(
    ([who, stage]): Act =>
      (lead) =>
        setStage(lead, who, stage.value, NOW, { reason: 'price' }).event,
  ),
  rep.map(
    (who): Act =>
      (lead) =>
        release(lead, who, 'no-time', null).event,
  ),
  fc.constantFrom('iberia', 'world', 'nowhere').map(
    (pool): Act =>
      (lead) =>
        decideReview(lead, ruleset, { by: 'maya@acme.example', to: { kind: 'pool', pool } }, []).event,
  ),
);

function live(first: LeadEvent, acts: readonly Act[]): { lead: Lead; timeline: TimelineEntry[] } {
  const timeline: TimelineEntry[] = [];
  let lead: Lead | null = null;
  const record = (event: LeadEvent) => {
    const entry = { version: timeline.length + 1, at: new Date(NOW.getTime() + timeline.length * 1000), event };
    timeline.push(entry);
    lead = applyEvent(lead, entry, 'lead-1');
    return lead;
  };
  let state = record({ type: 'received', attributes: FULL_ATTRIBUTES });
  state = record(first);
  for (const next of acts) {
    const event = next(state);
    if (event) state = record(event);
  }
  return { lead: state, timeline };
}

const first: fc.Arbitrary<LeadEvent> = fc
  .constantFrom(
    { kind: 'pool', pool: 'iberia' } as const,
    { kind: 'pool', pool: 'world' } as const,
    { kind: 'rep', rep: 'ana' } as const,
    { kind: 'review', reason: 'big deal' } as const,
  )
  .map((to) => ({ type: 'routed', ruleset: 1, to, trace: [] }));

describe('the life of a lead', () => {
  it('is rebuilt from its timeline exactly, whatever people did', () => {
    fc.assert(
      fc.property(first, fc.array(act, { maxLength: 30 }), (start, acts) => {
        const { lead, timeline } = live(start, acts);
        expect(replay('lead-1', timeline)).toEqual(lead);
        expect(lead.version).toBe(timeline.length);
      }),
    );
  });

  it('always leaves it with an owner, in a pool, or in review, and a card for it', () => {
    fc.assert(
      fc.property(first, fc.array(act, { maxLength: 30 }), (start, acts) => {
        const { lead } = live(start, acts);
        const owned = ['owned', 'won', 'lost'].includes(lead.status);
        expect(owned).toBe(lead.owner !== null);
        if (lead.status !== 'won' && lead.status !== 'lost')
          expect(wantedCards(lead, ruleset).length).toBeGreaterThan(0);
      }),
    );
  });

  it('lets only members of the pool claim', () => {
    fc.assert(
      fc.property(first, fc.array(act, { maxLength: 30 }), (start, acts) => {
        const { timeline } = live(start, acts);
        let lead: Lead | null = null;
        for (const entry of timeline) {
          if (entry.event.type === 'claimed') {
            const pool = ruleset.pools.find((candidate) => candidate.id === lead?.pool);
            expect(pool?.members.map((member) => member.rep)).toContain(entry.event.rep);
          }
          lead = applyEvent(lead, entry, 'lead-1');
        }
      }),
    );
  });

  it('refuses a timeline with a gap', () => {
    const entry = { version: 7, at: NOW, event: { type: 'claimed', rep: 'ana' } as const };
    expect(() => applyEvent(testLead(), entry, 'lead-1')).toThrow(/damaged/);
  });
});

describe('a claim', () => {
  it('on a card from before a release is refused, so that a stale copy claims nothing', () => {
    const outcome = claim(testLead({ round: 2 }), ruleset, { rep: 'ana', round: 1 }, NOW).outcome;
    expect(outcome).toEqual({ kind: 'refused', because: 'outdated_card' });
  });

  it('names who was first and when', () => {
    const outcome = claim(
      testLead({ status: 'owned', owner: 'bob', ownedAt: NOW }),
      ruleset,
      { rep: 'ana', round: 1 },
      NOW,
    ).outcome;
    expect(outcome).toEqual({ kind: 'already_claimed', by: 'bob', at: NOW });
  });
});
