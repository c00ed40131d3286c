/** What admins correct, and what the review card says before and after a decision. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCKS_MAX, jsonSize, renderCard as renderSlack } from '../../../src/chat/slack/render-card.ts';
import { MESSAGE_MAX_BYTES, messageBytes, renderCard as renderTeams } from '../../../src/chat/teams/render-card.ts';
import type { Lead, LeadAttributes } from '../../../src/domain/lead.ts';
import { parseLeadInput } from '../../../src/domain/lead-input.ts';
import { correctableFields, correctedLead } from '../../../src/domain/screening/corrections.ts';
import { reviewCard } from '../../../src/domain/screening/review-card.ts';
import { DELIVERY } from '../../helpers/cards.ts';
import { FULL_ATTRIBUTES, testLead, testRuleset } from '../../helpers/leads.ts';

/** What a form brings back that nobody touched. */
function untouched(attributes: LeadAttributes): Record<string, string> {
  return Object.fromEntries(correctableFields(attributes).flatMap(({ name, value }) => (value ? [[name, value]] : [])));
}

const word = fc.stringMatching(/^[A-Z][a-zé]{1,10}$/);
const input = fc.record(
  {
    email: fc.tuple(word, word).map(([a, b]) => `${a}@${b}.example`.normalize('NFD').replace(/[^\w.@]/g, '')),
    firstName: word,
    lastName: word,
    name: fc.tuple(word, word).map((words) => words.join(' ')),
    phone: fc.constantFrom('+34 911 23 45 67', 'n/a', '0034911234567 ext 5', '911 23 45 67'),
    company: word,
    website: fc.constantFrom('quarry.example', 'no site', 'https://quarry.example/about'),
    employees: fc.oneof(fc.nat(9_999), fc.constantFrom('51-200')),
    country: fc.constantFrom('Spain', 'ES', 'Ruritania'),
    language: fc.constantFrom('es', 'German', 'Klingon'),
    region: fc.constantFrom('Madrid', 'Somewhere'),
    revenue: fc.nat(900_000),
    message: word,
    custom: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(word, fc.integer(), fc.boolean()), {
      maxKeys: 4,
    }),
  },
  { requiredKeys: ['email'] },
);

describe('corrections', () => {
  it('left alone change nothing that anybody sent, but for what could not be understood and is on the form now', () => {
    fc.assert(
      fc.property(input, (raw) => {
        const parsed = parseLeadInput(raw);
        fc.pre(parsed.ok);
        if (!parsed.ok) return;
        expect(correctedLead(parsed.attributes, untouched(parsed.attributes))).toEqual({
          ok: true,
          attributes: parsed.attributes,
        });
      }),
    );
  });

  it('never touch what no form shows', () => {
    fc.assert(
      fc.property(
        input,
        fc.dictionary(fc.constantFrom('industry', 'source', 'externalId', 'custom', 'domain', '__proto__'), word),
        (raw, more) => {
          const parsed = parseLeadInput({ ...raw, industry: 'Glass', source: 'fair', externalId: 'x-1' });
          if (!parsed.ok) return;
          const corrected = correctedLead(parsed.attributes, { ...untouched(parsed.attributes), ...more });
          expect(corrected).toEqual({ ok: true, attributes: parsed.attributes });
        },
      ),
    );
  });

  it('forget what was noted of a value that is known now', () => {
    const parsed = parseLeadInput({
      email: 'a@quarry.example',
      country: 'Ruritania',
      phone: '+34 911 23 45 67 ext 5',
      custom: { size: 5 },
    });
    if (!parsed.ok) throw new Error('refused');
    expect(parsed.attributes.custom).toEqual({ countryAsGiven: 'Ruritania', phoneExtension: '5', size: 5 });
    const values = { ...untouched(parsed.attributes), country: 'Romania', phone: '+40 21 123 45 67' };
    expect(correctedLead(parsed.attributes, values)).toMatchObject({
      ok: true,
      attributes: { country: 'RO', phone: '+40211234567', custom: { size: 5 } },
    });
  });

  it('leave a value out of the form that is too long to come back unharmed, and keep it', () => {
    const attributes = { ...FULL_ATTRIBUTES, message: 'm'.repeat(1_001) };
    expect(correctableFields(attributes).map(({ name }) => name)).not.toContain('message');
    expect(correctedLead(attributes, untouched(attributes))).toEqual({ ok: true, attributes });
  });

  it('ask for a full name where the lead came with one, else for the first and the last', () => {
    const names = (attributes: Partial<LeadAttributes>) =>
      correctableFields({ custom: {}, ...attributes }).flatMap(({ name }) => (/name$/i.test(name) ? [name] : []));
    expect(names({ name: 'Ana Ruiz' })).toEqual(['name']);
    expect(names({ name: 'Ana Ruiz', firstName: 'Ana', lastName: 'Ruiz' })).toEqual(['firstName', 'lastName']);
    expect(names({})).toEqual(['firstName', 'lastName']);
  });
});

describe('the review card', () => {
  const ruleset = testRuleset();
  const draw = (overrides: Partial<Lead>, round = 1) =>
    reviewCard({ lead: testLead({ pool: null, ...overrides }), ruleset, round, value: DELIVERY });
  const screening = {
    verdict: 'review' as const,
    score: 12,
    reasons: [
      { name: 'Company over 200 people', points: 20 },
      { name: 'Free-mail address', points: -8 },
    ],
    approvedBy: null,
  };

  it('says why the lead is here, the score and what counted for and against it', () => {
    const { fields } = draw({ status: 'review', reason: 'Score 12: between −20 and 20', screening });
    expect(fields.slice(0, 4)).toEqual([
      { label: 'Why here', value: 'Score 12: between −20 and 20' },
      { label: 'Score', value: '12' },
      { label: '+20', value: 'Company over 200 people' },
      { label: '−8', value: 'Free-mail address' },
    ]);
  });

  it('after a rejection says who and why, and brings the lead back', () => {
    const card = draw({
      status: 'disqualified',
      reason: 'Spam or a test',
      screening: { ...screening, rejectedBy: 'ana@acme.example' },
    });
    expect(card.footer[0]).toEqual({ text: 'Rejected by Ana Ruiz: Spam or a test' });
    expect(card.actions).toEqual([{ kind: 'button', id: 'bring-back', label: 'Bring back', value: DELIVERY }]);
  });

  it.each([
    [
      'approved, in a pool',
      { status: 'pooled', pool: 'iberia', round: 2 },
      'Approved by maya@acme.example. Sent to iberia.',
    ],
    [
      'approved, on its way',
      { status: 'received', round: 2 },
      'Approved by maya@acme.example. This lead is being routed again.',
    ],
    [
      'approved, with a rep',
      { status: 'owned', owner: 'bob', round: 2 },
      'Approved by maya@acme.example. Now with Bob Okafor.',
    ],
    ['back in review', { status: 'review', round: 3 }, 'This lead came back to review: see the newest card.'],
    [
      'erased',
      { status: 'erased', pool: 'iberia', screening: null, attributes: { custom: {} } },
      'This lead was removed. Nothing is kept of the person.',
    ],
    ['merged', { status: 'merged', screening: null }, 'The same person wrote before: this went into that lead.'],
  ] as const)('of a lead that is %s offers nothing more', (_, overrides, words) => {
    const approved = { ...screening, verdict: 'qualified' as const, approvedBy: 'maya@acme.example' };
    const card = draw({ screening: approved, ...overrides });
    expect(card.footer[0]).toEqual({ text: words });
    expect(card.actions).toEqual([]);
  });

  it('fits both chats with its form filled in, whatever the lead says', () => {
    const long = fc.string({ unit: 'grapheme', minLength: 100, maxLength: 300 }).map((text) => `${text}`.slice(0, 300));
    const attributes = fc.record({
      firstName: long,
      lastName: long,
      email: long,
      phone: long,
      company: long,
      jobTitle: long,
      website: long,
      product: long,
      industry: long,
      city: long,
      message: fc.string({ unit: 'grapheme', minLength: 500, maxLength: 3_000 }),
      custom: fc.constant({}),
    });
    const reasons = Array.from({ length: 30 }, (_, n) => ({
      name: `Reason ${n} ${'of many '.repeat(13)}`,
      points: n + 1,
    }));
    fc.assert(
      fc.property(attributes, (says) => {
        const card = draw({ status: 'review', attributes: says, screening: { ...screening, reasons } });
        const slack = renderSlack(card);
        expect(jsonSize(slack.blocks)).toBeLessThanOrEqual(BLOCKS_MAX);
        const teams = renderTeams(card);
        expect(messageBytes(teams)).toBeLessThanOrEqual(MESSAGE_MAX_BYTES);
        expect(JSON.stringify(teams.card)).toContain('"verb":"approve"');
      }),
      { numRuns: 50 },
    );
  });
});
