import { describe, expect, it } from 'vitest';
import { createDescribeLead } from '../../../src/app/describe-lead.ts';
import { workCalendar } from '../../../src/domain/availability/work-calendar.ts';
import type { Lead } from '../../../src/domain/lead.ts';
import type { LeadEvent, TimelineEntry } from '../../../src/domain/lead-event.ts';
import type { Trace } from '../../../src/domain/trace.ts';
import type { Store } from '../../../src/ports/store.ts';
import { FULL_ATTRIBUTES, NOW, testLead } from '../../helpers/leads.ts';

function describeLead(lead: Lead | null, events: LeadEvent[]) {
  const timeline = events.map((event, index): TimelineEntry => ({ version: index + 1, at: NOW, event }));
  const store = { leads: { find: async () => lead, timeline: async () => timeline } } as unknown as Store;
  const calendars = () => workCalendar({ timezone: 'UTC' });
  return createDescribeLead({ store, calendars })('the-id');
}

const TRACE: Trace = [
  { step: 'rule', rule: 'Big deals', position: 1, matched: false, because: 'revenue is 731942' },
  { step: 'rules-skipped', count: 1 },
  { step: 'rule', rule: 'Iberia', position: 3, matched: true, because: 'country is ES' },
  { step: 'destination', kind: 'pool', name: 'iberia', because: 'the rule says so' },
];

const ROUTED: LeadEvent = { type: 'routed', ruleset: 3, to: { kind: 'pool', pool: 'iberia' }, trace: TRACE };

describe('createDescribeLead', () => {
  it('is null for a lead that does not exist', async () => {
    expect(await describeLead(null, [])).toBeNull();
  });

  it('tells the trace as codes and in words', async () => {
    const described = await describeLead(testLead(), [{ type: 'received', attributes: FULL_ATTRIBUTES }, ROUTED]);
    expect(described?.trace.map((step) => step.text)).toEqual([
      'Rule 1 "Big deals" did not match: revenue is 731942.',
      '1 earlier rule did not match.',
      'Rule 3 "Iberia" matched: country is ES.',
      'Goes to the pool "iberia", because the rule says so.',
    ]);
    expect(described?.trace[2]).toMatchObject({ step: 'rule', rule: 'Iberia', matched: true });
  });

  it('shows the trace of the last routing', async () => {
    const again: LeadEvent = { ...ROUTED, trace: [{ step: 'failed', because: 'no rules' }] };
    const described = await describeLead(testLead(), [ROUTED, { type: 'requeued', reason: 'pool gone' }, again]);
    expect(described?.trace).toEqual([
      { step: 'failed', because: 'no rules', text: 'Routing failed (no rules), so an admin decides.' },
    ]);
  });

  it('tells every kind of event in words, with its facts', async () => {
    const events: LeadEvent[] = [
      { type: 'received', attributes: FULL_ATTRIBUTES },
      ROUTED,
      { type: 'claimed', rep: 'ana' },
      { type: 'contacted', rep: 'ana', how: 'call' },
      { type: 'stage', rep: 'ana', stage: 'meeting' },
      { type: 'released', rep: 'ana', reason: 'wrong region', note: 'lives in Lyon' },
      { type: 'decided', by: 'maya', to: { kind: 'rep', rep: 'bob' } },
      { type: 'decided', by: 'maya', to: { kind: 'disqualify', reason: 'a student' } },
      { type: 'decided', by: 'maya', to: { kind: 'review', reason: 'unclear' } },
      { type: 'requeued', reason: 'its pool is gone' },
    ];
    const described = await describeLead(testLead(), events);
    expect(described?.timeline.map((line) => line.text)).toEqual([
      'Received',
      'To the pool iberia',
      'Claimed by ana',
      'Contacted by ana (call)',
      'Moved to stage meeting by ana',
      'Released by ana: wrong region',
      'Decided by maya: Assigned to bob',
      'Decided by maya: Disqualified: a student',
      'Decided by maya: To review: unclear',
      'Sent back to routing: its pool is gone',
    ]);
    expect(described?.timeline[0]).toEqual({ version: 1, at: NOW, type: 'received', text: 'Received' });
    expect(described?.timeline[3]).toMatchObject({ version: 4, type: 'contacted', rep: 'ana', how: 'call' });
  });

  it('shows of an erased lead only that it is erased and when what happened', async () => {
    const events: LeadEvent[] = [
      { type: 'received', attributes: FULL_ATTRIBUTES },
      ROUTED,
      { type: 'released', rep: 'ana', reason: 'Quilla moved', note: 'to Lyon' },
      { type: 'erased' },
    ];
    const described = await describeLead(testLead({ status: 'erased', reason: 'Quilla moved' }), events);
    expect(described).toMatchObject({ status: 'erased', attributes: null, trace: [], reason: null });
    expect(described?.timeline.map((line) => line.type)).toEqual(['received', 'routed', 'released', 'erased']);
    expect(JSON.stringify(described)).not.toMatch(/Quilla|Lyon|731942/);
  });
});
