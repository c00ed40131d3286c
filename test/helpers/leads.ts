/** Leads, rulesets and cards' surroundings for tests. Everything about the people is invented. */
import {
  DEFAULT_CLAIMS,
  DEFAULT_OFFER,
  DEFAULT_PERFORMANCE,
  DEFAULT_SKILLS,
} from '../../src/config/routing/push-schema.ts';
import type { Lead, LeadAttributes } from '../../src/domain/lead.ts';
import type { Pool, Ruleset } from '../../src/domain/ruleset.ts';

export const NOW = new Date('2026-03-02T09:00:00.000Z');

/** A lead whose every value is unusual enough to be searched for in a rendered card. */
export const FULL_ATTRIBUTES: LeadAttributes = {
  externalId: 'ref-zq81',
  email: 'quilla.zembra@vornado.example',
  firstName: 'Quilla',
  lastName: 'Zembra',
  name: 'Quilla Zembra',
  phone: '+34915550147',
  jobTitle: 'Chief Marmalade Officer',
  company: 'Vornado Preserves',
  website: 'https://vornado.example',
  domain: 'vornado.example',
  employees: 8317,
  industry: 'Confiture',
  language: 'es',
  country: 'ES',
  region: 'ES-MD',
  city: 'Alcobendas',
  postalCode: '28108',
  product: 'Jarmaster',
  revenue: 731942,
  source: 'webinar-kappa',
  campaign: 'springjam',
  message: 'We need nine hundred jars by Thursday.',
  consent: 'I agree to be called',
  custom: { boiler: 'copperkettle', batch: 4471 },
};

export function testPool(overrides: Partial<Pool> = {}): Pool {
  return {
    id: 'iberia',
    strategy: 'cherry-pick',
    channels: { slack: ['#leads-iberia'], teams: [] },
    members: [
      { rep: 'ana', weight: 1 },
      { rep: 'bob', weight: 1 },
    ],
    blind: overrides.strategy === 'blind-pull',
    reveal: [],
    fallback: null,
    owner: 'ana',
    offer: DEFAULT_OFFER,
    claims: DEFAULT_CLAIMS,
    skills: DEFAULT_SKILLS,
    performance: DEFAULT_PERFORMANCE,
    capPeriods: 'rolling',
    timezone: 'Europe/Madrid',
    whenAllAway: 'hold',
    ...overrides,
  };
}

export function testRuleset(overrides: Partial<Ruleset> = {}): Ruleset {
  return {
    timezone: 'Europe/Madrid',
    admins: ['maya@acme.example'],
    signals: ['presence'],
    adminChannels: { slack: ['#dibs-admins'], teams: [] },
    reps: [
      { id: 'ana', name: 'Ana Ruiz', email: 'ana@acme.example' },
      { id: 'bob', name: 'Bob Okafor', email: 'bob@acme.example' },
      { id: 'cleo', name: 'Cleo Brandt', email: 'cleo@acme.example' },
    ],
    pools: [
      testPool(),
      testPool({
        id: 'world',
        strategy: 'blind-pull',
        channels: { slack: ['#leads-world'], teams: [] },
        members: [
          { rep: 'bob', weight: 1 },
          { rep: 'cleo', weight: 1 },
        ],
        reveal: ['country', 'industry'],
      }),
    ],
    rules: [{ name: 'Everyone', when: null, then: { kind: 'pool', pool: 'iberia' } }],
    ...overrides,
  };
}

export function testLead(overrides: Partial<Lead> = {}): Lead {
  return {
    id: '01950000-0000-7000-8000-000000000001',
    status: 'pooled',
    version: 2,
    round: 1,
    pool: 'iberia',
    owner: null,
    stage: null,
    rulesetVersion: 1,
    receivedAt: NOW,
    ownedAt: null,
    contactedAt: null,
    reason: null,
    offeredTo: null,
    offerUntil: null,
    heldSince: null,
    dueAt: null,
    firstTouchAt: null,
    touchedAt: null,
    amount: null,
    limit: null,
    stepAt: null,
    rule: null,
    arm: null,
    push: null,
    screening: null,
    wroteAgainAt: null,
    mergedInto: null,
    attributes: FULL_ATTRIBUTES,
    ...overrides,
  };
}
