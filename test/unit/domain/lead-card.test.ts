import { describe, expect, it } from 'vitest';
import { ownerCard, poolCard } from '../../../src/domain/lead-card.ts';
import { cardFields } from '../../../src/domain/lead-fields.ts';
import { offerCard } from '../../../src/domain/offer-card.ts';
import { reviewCard } from '../../../src/domain/screening/review-card.ts';
import { FULL_ATTRIBUTES, NOW, testLead, testPool, testRuleset } from '../../helpers/leads.ts';

const VALUE = 'delivery-1';
const ruleset = testRuleset();
const draw = (lead = testLead(), round = 1) => poolCard({ lead, ruleset, round, value: VALUE });

/** Every value of the lead that a blind card of pool `world` may not show. */
const HIDDEN = Object.entries({ ...FULL_ATTRIBUTES, custom: undefined, country: undefined, industry: undefined })
  .flatMap(([, value]) => (value === undefined ? [] : [String(value)]))
  .concat(Object.values(FULL_ATTRIBUTES.custom).map(String), '731,942', '8,317', 'Spanish')
  // The code of a language is in many a word of ours; its name is not.
  .filter((value) => value.length > 2);

describe('pool card', () => {
  it('writes the revenue in the currency of the routing file, and as a bare number where it names none', () => {
    const { attributes } = testLead();
    const revenue = (currency?: string) => cardFields(attributes, ['revenue'], currency)[0]?.value;
    expect([revenue(), revenue('EUR'), revenue('JPY')]).toEqual(['731,942', '€731,942', '¥731,942']);
  });

  it('shows what a rep picks by, and neither e-mail nor phone before the claim', () => {
    const card = draw();
    const text = JSON.stringify(card);
    for (const shown of [
      'Quilla Zembra · Vornado Preserves',
      'Chief Marmalade Officer',
      'Confiture',
      '8,317',
      'Jarmaster',
      '731,942',
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).toContain('We need nine hundred jars');
    expect(text).not.toContain('quilla.zembra@');
    expect(text).not.toContain('+34915550147');
    expect(card.actions).toEqual([
      expect.objectContaining({ id: 'claim', value: VALUE }),
      expect.objectContaining({ id: 'why', value: VALUE }),
    ]);
  });

  it('of a blind pool shows the revealed fields and no other value of the lead, before and after the claim', () => {
    for (const lead of [
      testLead({ pool: 'world' }),
      testLead({ pool: 'world', status: 'owned', owner: 'bob', ownedAt: NOW }),
      testLead({ pool: 'world', status: 'won', owner: 'bob', ownedAt: NOW }),
      testLead({ pool: 'world', round: 2, reason: 'no-time' }),
    ]) {
      const card = poolCard({ lead, ruleset, round: 1, value: VALUE });
      const text = JSON.stringify(card);
      expect(HIDDEN.filter((value) => text.includes(value))).toEqual([]);
    }
    expect(JSON.stringify(draw(testLead({ pool: 'world' })))).toContain('Spain');
  });

  it('names the owner and offers nothing once the lead is taken', () => {
    const card = draw(testLead({ status: 'owned', owner: 'ana', ownedAt: NOW }));
    expect(card.summary).toContain('Ana Ruiz');
    expect(card.actions).toEqual([]);
    expect(card.tone).toBe('taken');
  });

  it('of an earlier round is dead, even while the lead is open again', () => {
    const given = draw(testLead({ round: 2, reason: 'no-time' }), 1);
    expect(given.title).toContain('Back in iberia');
    const passedOn = draw(testLead({ round: 2, pool: 'world' }), 1);
    expect(passedOn.footer[0]).toEqual({ text: 'This lead is no longer open here: it went on to world.' });
    expect([...given.actions, ...passedOn.actions]).toEqual([]);
  });

  it('of an erased lead says so and keeps nothing', () => {
    const card = draw(testLead({ status: 'erased', attributes: { custom: {} } }));
    expect(JSON.stringify(card)).toContain('This lead was removed');
    expect(card.actions).toEqual([]);
  });
});

describe('owner card', () => {
  const owned = testLead({ status: 'owned', owner: 'ana', ownedAt: NOW });
  const drawFor = (rep: string, lead = owned) => ownerCard({ lead, ruleset, round: 1, value: VALUE, rep });

  it('gives the winner everything, with phone and e-mail to tap', () => {
    const card = drawFor('ana');
    expect(card.fields.slice(0, 2)).toEqual([
      { label: 'Phone', value: '+34915550147', link: 'tel:+34915550147' },
      { label: 'E-mail', value: 'quilla.zembra@vornado.example', link: 'mailto:quilla.zembra@vornado.example' },
    ]);
    expect(JSON.stringify(card)).toContain('copperkettle');
    expect(card.actions.map((action) => action.id)).toEqual(['contacted', 'stage', 'release', 'hand-over', 'why']);
  });

  it('shows nothing of the lead to a rep who no longer has it', () => {
    const text = JSON.stringify(drawFor('bob'));
    expect(HIDDEN.filter((value) => text.includes(value))).toEqual([]);
    expect(text).toContain('It is with Ana Ruiz now.');
  });

  it('makes no link of a value that is not what it should be', () => {
    const attributes = { ...FULL_ATTRIBUTES, phone: 'call me', email: 'a b@x', website: 'https://x.example/?a=<b>' };
    const links = drawFor('ana', { ...owned, attributes }).fields.flatMap((field) => field.link ?? []);
    expect(links).toEqual([]);
  });
});

describe('offer card', () => {
  const push = { strategy: 'round-robin', members: [{ rep: 'ana', weight: 1 }] } as const;
  const pools = [
    testPool({ ...push, id: 'detailed', members: [...push.members] }),
    testPool({ ...push, id: 'blind', members: [...push.members], blind: true, reveal: ['country', 'industry'] }),
  ];
  const until = new Date(NOW.getTime() + 5 * 60_000);
  const offered = (pool: string, more = {}) =>
    testLead({ pool, status: 'offered', offeredTo: 'ana', offerUntil: until, round: 2, ...more });
  const drawFor = (lead = offered('detailed'), rep = 'ana', round = 2) =>
    offerCard({ lead, ruleset: testRuleset({ pools }), round, value: VALUE, rep });

  it('shows until when, what a rep decides by, and 3 buttons; neither e-mail nor phone', () => {
    const card = drawFor();
    expect(card.actions.map(({ id, value }) => [id, value])).toEqual([
      ['accept', VALUE],
      ['decline', VALUE],
      ['why', VALUE],
    ]);
    expect(card.footer[0]).toEqual({ label: 'Yours to take until', at: until });
    const text = JSON.stringify(card);
    expect(text).toContain('Quilla Zembra · Vornado Preserves');
    expect(text).toContain('We need nine hundred jars');
    expect(text).not.toContain('quilla.zembra@');
    expect(text).not.toContain('+34915550147');
    expect(card.summary).not.toContain('Quilla');
  });

  it('of a blind pool shows the revealed fields and no other value of the lead, while it is open and after it', () => {
    for (const lead of [
      offered('blind'),
      offered('blind', { offeredTo: 'bob' }),
      offered('blind', { status: 'pooled', offeredTo: null, offerUntil: null }),
      offered('blind', { status: 'owned', owner: 'ana', offeredTo: null, offerUntil: null }),
      offered('blind', { status: 'owned', owner: 'bob', offeredTo: null, offerUntil: null }),
    ]) {
      const text = JSON.stringify(drawFor(lead));
      expect(HIDDEN.filter((value) => text.includes(value))).toEqual([]);
    }
    expect(JSON.stringify(drawFor(offered('blind')))).toContain('Spain');
  });

  it('that went to somebody else, or is of an earlier round, shows nothing of the lead and offers nothing', () => {
    for (const card of [drawFor(offered('detailed', { offeredTo: 'bob' })), drawFor(offered('detailed'), 'ana', 1)]) {
      expect(card.actions).toEqual([]);
      expect(HIDDEN.filter((value) => JSON.stringify(card).includes(value))).toEqual([]);
      expect(card.title).toBe('Offer closed');
    }
  });
});

describe('review card', () => {
  it('asks for a decision, and is done once there is one', () => {
    const open = reviewCard({
      lead: testLead({ status: 'review', pool: null, reason: 'big deal' }),
      ruleset,
      round: 1,
      value: VALUE,
    });
    expect(open.actions.map((action) => action.id)).toEqual(['approve', 'send-to-pool', 'edit', 'disqualify']);
    expect(open.fields[0]).toEqual({ label: 'Why here', value: 'big deal' });
    const done = reviewCard({ lead: testLead(), ruleset, round: 1, value: VALUE });
    expect(done.actions).toEqual([]);
    expect(done.footer[0]).toEqual({ text: 'Sent to iberia.' });
  });
});
