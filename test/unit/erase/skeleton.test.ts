/** What stays of a timeline: enough for the state, nothing that anybody said. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactCard } from '../../../src/domain/erase/redact-card.ts';
import { skeletonOf } from '../../../src/domain/erase/skeleton.ts';
import { namingValues, tellingValues } from '../../../src/domain/erase/telling-values.ts';
import { withoutMerged } from '../../../src/domain/erase/without-merged.ts';
import type { Charge, LeadAttributes } from '../../../src/domain/lead.ts';
import { applyEvent, type LeadEvent, replay, type TimelineEntry } from '../../../src/domain/lead-event.ts';
import type { Trace } from '../../../src/domain/trace.ts';
import { OPEN_CARD } from '../../helpers/cards.ts';
import { FULL_ATTRIBUTES, NOW } from '../../helpers/leads.ts';

/** In every text that a person may have typed, and in no word of ours. */
const SECRET = 'zembra';
const secret = fc.string({ maxLength: 8 }).map((text) => `${SECRET} ${text}`);
const rep = fc.constantFrom('ana', 'bob');
const at = fc.date({ min: NOW, max: new Date('2027-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
const attributes: fc.Arbitrary<LeadAttributes> = fc.record({
  name: secret,
  email: fc.constant(`${SECRET}@vornado.example`),
  message: secret,
  custom: fc.dictionary(fc.constantFrom('a', 'b'), secret),
});
const trace: fc.Arbitrary<Trace> = secret.map((because) => [{ step: 'failed', because }]);
const charge: fc.Arbitrary<Charge | null> = fc.option(
  fc.record({ pool: fc.constant('iberia'), queue: secret, rep, refund: fc.constant(null) }),
);
const to = fc.oneof(
  fc.record({ kind: fc.constant('pool' as const), pool: fc.constant('iberia') }),
  fc.record({ kind: fc.constant('rep' as const), rep }),
  fc.record({ kind: fc.constantFrom('review' as const, 'disqualify' as const), reason: secret }),
);
const of = fc.constantFrom('first-touch' as const, 'stale' as const);
const type = <T extends string>(name: T) => fc.constant(name);
const id = fc.uuid();

/** Every type of event there is, with everything that it may say. */
const EVENTS: { [T in LeadEvent['type']]: fc.Arbitrary<LeadEvent & { type: T }> } = {
  received: fc.record({ type: type('received'), attributes }),
  routed: fc.record({
    type: type('routed'),
    ruleset: fc.nat(9),
    to,
    trace,
    rule: fc.constant('Everyone'),
    arm: fc.constant('one'),
    dueAt: at,
    charge: fc.record({ pool: fc.constant('iberia'), queue: secret, rep, refund: fc.constant(null) }),
    screening: secret.map((name) => ({
      verdict: 'review' as const,
      score: 1,
      reasons: [{ name, points: 1 }],
      approvedBy: null,
    })),
  }),
  decided: fc.record({ type: type('decided'), by: rep, to, note: secret, dueAt: at }),
  claimed: fc.record({ type: type('claimed'), rep, among: fc.array(rep), owed: fc.double() }),
  contacted: fc.record({ type: type('contacted'), rep, how: fc.constant('call' as const), note: secret, madeAt: at }),
  stage: fc.record({
    type: type('stage'),
    rep,
    stage: fc.constantFrom('meeting', 'won', 'lost'),
    amount: fc.nat(),
    madeAt: at,
    reason: fc.oneof(fc.constant('price'), secret),
    note: secret,
  }),
  released: fc.record({ type: type('released'), rep, reason: secret, note: secret, dueAt: at }),
  requeued: fc.record({ type: type('requeued'), reason: secret }),
  erased: fc.record({ type: type('erased') }),
  approved: fc.record({ type: type('approved'), by: rep, note: secret }),
  edited: fc.record({ type: type('edited'), by: rep, attributes }),
  restored: fc.record({ type: type('restored'), by: rep }),
  merged: fc.record({ type: type('merged'), from: id, because: fc.constant('email' as const), fills: attributes }),
  'merged-into': fc.record({ type: type('merged-into'), into: id, because: fc.constant('email' as const) }),
  offered: fc.record({ type: type('offered'), rep, until: at, charge, trace }),
  accepted: fc.record({ type: type('accepted'), rep }),
  declined: fc.record({ type: type('declined'), rep, reason: secret, note: secret, refund: fc.boolean(), dueAt: at }),
  expired: fc.record({ type: type('expired'), rep, refund: fc.boolean(), dueAt: at }),
  withdrawn: fc.record({ type: type('withdrawn'), rep, because: fc.constant('away' as const), dueAt: at }),
  extended: fc.record({ type: type('extended'), rep, until: at }),
  'second-chance': fc.record({ type: type('second-chance') }),
  held: fc.record({ type: type('held'), trace, dueAt: fc.option(at) }),
  'fell-back': fc.record({
    type: type('fell-back'),
    to: fc.constant('world'),
    because: fc.constant('all_away' as const),
    trace,
    dueAt: at,
  }),
  assigned: fc.record({ type: type('assigned'), rep, by: fc.option(rep), charge, trace }),
  bid: fc.record({ type: type('bid'), rep, dueAt: at }),
  widened: fc.record({ type: type('widened'), to: fc.constant('world'), dueAt: fc.option(at) }),
  reminded: fc.record({ type: type('reminded'), rep, of, step: fc.nat(3), with: id }),
  escalated: fc.record({ type: type('escalated'), rep, of, step: fc.nat(3) }),
  'taken-back': fc.record({ type: type('taken-back'), rep, of, to: fc.option(rep), dueAt: at }),
  waited: fc.record({ type: type('waited'), rep, of, because: fc.constant('often' as const), until: fc.option(at) }),
  snoozed: fc.record({ type: type('snoozed'), rep, until: at }),
  'handed-over': fc.record({ type: type('handed-over'), rep, to: rep, note: secret }),
};

const { received, ...later } = EVENTS;
const timeline: fc.Arbitrary<TimelineEntry[]> = fc
  .tuple(received, fc.array(fc.oneof(...Object.values(later)), { maxLength: 12 }))
  .map(([first, rest]) =>
    [first, ...rest].map((event, index) => ({
      version: index + 1,
      at: new Date(NOW.getTime() + index * 1_000),
      event,
    })),
  );

const erased = (version: number): TimelineEntry => ({ version, at: NOW, event: { type: 'erased' } });

describe('the skeleton of a timeline', () => {
  it('holds none of what was typed, and comes to the state of the erased lead, in 1,000 timelines of every kind of event', () => {
    fc.assert(
      fc.property(timeline, (entries) => {
        const last = erased(entries.length + 1);
        const skeleton = skeletonOf(entries);
        expect(JSON.stringify(skeleton)).not.toContain(SECRET);
        expect(skeleton.map(({ event }) => event.type)).toEqual(entries.map(({ event }) => event.type));
        expect(skeletonOf(skeleton)).toEqual(skeleton);
        const lead = applyEvent(replay('x', entries), last, 'x');
        expect(replay('x', [...skeleton, last])).toEqual(lead);
        expect(JSON.stringify(lead)).not.toContain(SECRET);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what a person is recognised by', () => {
  const of = (event: LeadEvent) => tellingValues([[{ version: 1, at: NOW, event }]]);

  it('is every spelling of address and number, names, the message and the sender’s id, in lower case', () => {
    const values = of({
      type: 'received',
      attributes: { ...FULL_ATTRIBUTES, email: 'q.z+jam@gmail.com', externalId: 'reference-zq81' },
    });
    expect(values).toEqual([
      'q.z+jam@gmail.com',
      'q.z%2bjam%40gmail.com',
      'qz@gmail.com',
      '+34915550147',
      '34915550147',
      'quilla zembra',
      'quilla zembra · vornado preserves',
      'we need nine hundred jars by thursday.',
      'reference-zq81',
    ]);
  });

  it('is nothing that many have: a first name, a company, a short word', () => {
    const attributes = { message: 'hi', externalId: '42', custom: { size: '201-500 employees' } };
    expect(of({ type: 'received', attributes: { ...attributes, name: 'Quilla' } })).toEqual([]);
    expect(of({ type: 'received', attributes: { ...attributes, company: 'Vornado Preserves' } })).toEqual([]);
  });

  it('is also what was put right since, what came by a merge, and notes', () => {
    const fills = { phone: '+34911234567' };
    expect(of({ type: 'merged', from: 'x', because: 'email', fills })).toContain('34911234567');
    expect(of({ type: 'contacted', rep: 'ana', how: 'call', note: 'Has a cousin in Lyon' })).toEqual([
      'has a cousin in lyon',
    ]);
    expect(
      namingValues([
        [{ version: 1, at: NOW, event: { type: 'released', rep: 'ana', reason: '', note: 'Has a cousin' } }],
      ]),
    ).toEqual([]);
  });
});

describe('a notice that names several leads', () => {
  const card = {
    ...OPEN_CARD,
    title: '2 leads wait',
    summary: '2 leads wait. Quilla Zembra waits. Otto Birch waits.',
    quote: 'Ana has had Quilla Zembra for 5 min.\nAna has had Otto Birch for 5 min.',
  };

  it('loses the line of one, and keeps the others', () => {
    expect(redactCard(card, ['quilla zembra'])).toMatchObject({
      title: '2 leads wait',
      summary: '2 leads wait',
      quote: 'A lead that was here has been removed.\nAna has had Otto Birch for 5 min.',
    });
  });

  it('is left alone where it does not name them', () => {
    expect(redactCard(card, ['somebody else'])).toBeNull();
  });
});

describe('a lead that stays', () => {
  it('keeps what other leads brought, and what it said itself', () => {
    const events: LeadEvent[] = [
      { type: 'received', attributes: { email: 'bo@x.example', custom: {} } },
      { type: 'merged', from: 'gone', because: 'domain', fills: { jobTitle: 'Cook' } },
      { type: 'merged', from: 'stays', because: 'email', fills: { city: 'Lyon' } },
    ];
    const entries = events.map((event, index) => ({ version: index + 1, at: NOW, event }));
    expect(replay('x', withoutMerged(entries, new Set(['gone'])))?.attributes).toEqual({
      email: 'bo@x.example',
      city: 'Lyon',
      custom: {},
    });
  });
});
