import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lead, LeadAttributes, LeadStatus } from '../../../src/domain/lead.ts';
import type { KnownLead, KnownPerson } from '../../../src/domain/people/known-person.ts';
import { matchKeys } from '../../../src/domain/people/match-keys.ts';
import { type RecognisedBatch, recognise } from '../../../src/domain/people/recognise.ts';
import type { PeopleTerms } from '../../../src/domain/ruleset.ts';
import { NOW, testLead } from '../../helpers/leads.ts';

const DAY = 86_400_000;
const TERMS: PeopleTerms = { by: ['email', 'phone', 'domain'], mergeWithinMs: 30 * DAY, owners: null };

let made = 0;
function nextId(): string {
  made += 1;
  return `00000000-0000-7000-8000-${String(made).padStart(12, '0')}`;
}

function arrival(attributes: Partial<LeadAttributes>, more: Partial<Lead> = {}): Lead {
  return testLead({
    id: nextId(),
    status: 'received',
    version: 1,
    pool: null,
    attributes: { custom: {}, ...attributes },
    ...more,
  });
}

/** What a store would hold after each batch. */
class Memory {
  readonly keys = new Map<string, string>();
  readonly leads = new Map<string, { person: string | null; lead: Lead; mergedInto: string | null }>();

  /** @param status what routing makes of leads of their own */
  take(batch: readonly Lead[], terms = TERMS, status: LeadStatus = 'pooled'): RecognisedBatch {
    const result = recognise(
      batch.map((lead) => ({ lead, known: this.#known(lead) })),
      terms,
      nextId,
    );
    for (const { from, into } of result.joins) this.#join(from, into);
    for (const { key, person } of result.keys) {
      if (this.keys.has(key)) throw new Error(`${key} is known already`);
      this.keys.set(key, person);
    }
    const people = new Map(result.people.map(({ leadId, person }) => [leadId, person]));
    batch.forEach((lead, index) => {
      const mergedInto = result.found[index]?.into?.lead ?? null;
      this.leads.set(lead.id, { person: people.get(lead.id) ?? null, lead: { ...lead, status }, mergedInto });
    });
    for (const { lead, into } of result.folded) {
      const one = this.leads.get(lead);
      if (one) Object.assign(one, { mergedInto: into, person: null });
    }
    return result;
  }

  set(id: string, changes: Partial<Lead>): void {
    const one = this.leads.get(id);
    if (one) one.lead = { ...one.lead, ...changes };
  }

  people(): number {
    return new Set([...this.leads.values()].flatMap(({ person }) => person ?? [])).size;
  }

  survivor(id: string): string {
    const into = this.leads.get(id)?.mergedInto;
    return into ? this.survivor(into) : id;
  }

  #join(from: string, into: string): void {
    for (const [key, person] of this.keys) if (person === from) this.keys.set(key, into);
    for (const one of this.leads.values()) if (one.person === from) one.person = into;
  }

  #known(lead: Lead): KnownPerson[] {
    return matchKeys(lead.attributes).flatMap((key) => {
      const person = this.keys.get(key);
      return person ? [{ key, person, leads: this.#leadsOf(person) }] : [];
    });
  }

  #leadsOf(person: string): KnownLead[] {
    return [...this.leads.values()]
      .filter((one) => one.person === person && one.mergedInto === null)
      .map(({ lead: { id, status, receivedAt, owner, ownedAt, pool, attributes } }) => ({
        id,
        status,
        receivedAt,
        owner,
        ownedAt,
        pool,
        email: attributes.email ?? null,
        name: attributes.name ?? null,
      }));
  }
}

describe('who leads are about', () => {
  /** Names only where they cannot tell a switchboard: that rule depends on the order. */
  const someLead = fc.record(
    {
      email: fc.integer({ min: 0, max: 8 }).map((n) => `p${n}@x.example`),
      phone: fc.integer({ min: 0, max: 8 }).map((n) => `+3491123450${n}`),
    },
    { requiredKeys: [] },
  );

  it('is as many people as keys connect, however the leads are cut into batches', () => {
    fc.assert(
      fc.property(fc.array(someLead, { maxLength: 40 }), fc.array(fc.integer({ min: 1, max: 9 })), (leads, cuts) => {
        const memory = new Memory();
        let from = 0;
        for (let turn = 0; from < leads.length; turn += 1) {
          const to = from + (cuts[turn % Math.max(1, cuts.length)] ?? 3);
          memory.take(leads.slice(from, to).map((attributes) => arrival(attributes)));
          from = to;
        }
        expect(memory.people()).toBe(connected(leads));
        // Nobody has two leads that wait, and every lead ends in one that does.
        const open = [...memory.leads.values()].filter(({ person, mergedInto }) => person && mergedInto === null);
        expect(open).toHaveLength(connected(leads));
        for (const id of memory.leads.keys()) expect(memory.leads.get(memory.survivor(id))?.mergedInto).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  /** Groups of leads that share keys, counted by hand. */
  function connected(leads: readonly { email?: string; phone?: string }[]): number {
    const groups: Set<string>[] = [];
    for (const { email, phone } of leads) {
      const keys = [email, phone].filter((key) => key !== undefined);
      if (keys.length === 0) continue;
      const touching = groups.filter((group) => keys.some((key) => group.has(key)));
      const union = new Set([...keys, ...touching.flatMap((group) => [...group])]);
      for (const group of touching) groups.splice(groups.indexOf(group), 1);
      groups.push(union);
    }
    return groups.length;
  }

  it('is somebody else where a switchboard number is all they share with a colleague', () => {
    const memory = new Memory();
    const phone = '+34911000000';
    memory.take([arrival({ email: 'ana@acme.example', name: 'Ana Ruiz', phone })]);
    memory.take([arrival({ email: 'bob@acme.example', name: 'Bob Stone', phone })]);
    expect(memory.people()).toBe(2);
    // Another address of the same person, however the name is written.
    memory.take([arrival({ email: 'ana@home.example', name: 'RUIZ, Ána', phone })]);
    expect(memory.people()).toBe(2);
  });

  it('is nobody where a lead has no key, or none of the kinds that count', () => {
    const memory = new Memory();
    expect(memory.take([arrival({ externalId: '1' })]).found).toEqual([{ person: null, into: null, earlier: [] }]);
    const byMail: PeopleTerms = { ...TERMS, by: ['email'] };
    memory.take([arrival({ phone: '+34911000000' })], byMail);
    memory.take([arrival({ phone: '+34911000000' })], byMail);
    expect(memory.people()).toBe(0);
  });
});

describe('an open lead of the same person', () => {
  const ana = { email: 'ana@acme.example' };

  it('takes the new one in within the time, and no later', () => {
    const memory = new Memory();
    const first = arrival(ana);
    memory.take([first]);
    const [onTime] = memory.take([arrival(ana, { receivedAt: new Date(NOW.getTime() + 30 * DAY) })]).found;
    expect(onTime?.into).toEqual({ lead: first.id, because: 'email' });
    const [late] = memory.take([arrival(ana, { receivedAt: new Date(NOW.getTime() + 30 * DAY + 1) })]).found;
    expect(late?.into).toBeNull();
  });

  it('takes nothing in once it is closed, disqualified or erased', () => {
    for (const status of ['won', 'lost', 'disqualified', 'erased'] as const) {
      const memory = new Memory();
      const first = arrival(ana);
      memory.take([first]);
      memory.set(first.id, { status });
      expect(memory.take([arrival(ana)]).found[0]?.into).toBeNull();
    }
  });

  it('is the one that somebody has, before an older one that waits', () => {
    const memory = new Memory();
    const waiting = arrival({ email: 'ana@home.example' }, { receivedAt: new Date(NOW.getTime() - DAY) });
    const owned = arrival({ phone: '+34911000000' });
    memory.take([waiting, owned]);
    memory.set(owned.id, { status: 'owned', owner: 'bob', ownedAt: NOW });
    const bridge = memory.take([arrival({ email: 'ana@home.example', phone: '+34911000000' })]);
    expect(bridge.found[0]?.into?.lead).toBe(owned.id);
    expect(bridge.folded).toEqual([{ lead: waiting.id, into: owned.id, because: 'email' }]);
    expect(memory.people()).toBe(1);
  });

  it('of each of two people who turn out to be one stays with the rep who has it', () => {
    const memory = new Memory();
    const [one, other] = [arrival({ email: 'ana@home.example' }), arrival({ phone: '+34911000000' })];
    memory.take([one, other]);
    memory.set(one.id, { status: 'owned', owner: 'ana', ownedAt: NOW });
    memory.set(other.id, { status: 'owned', owner: 'bob', ownedAt: NOW });
    const bridge = memory.take([arrival({ email: 'ana@home.example', phone: '+34911000000' })]);
    expect(bridge.folded).toEqual([]);
    expect(bridge.found[0]?.into).not.toBeNull();
  });

  it('takes nothing in where duplicates are off, but the person is known all the same', () => {
    const memory = new Memory();
    const apart: PeopleTerms = { ...TERMS, mergeWithinMs: null };
    const first = arrival(ana);
    memory.take([first], apart);
    const [second] = memory.take([arrival(ana)], apart).found;
    expect(second?.into).toBeNull();
    expect(second?.earlier.map(({ id }) => id)).toEqual([first.id]);
    expect(memory.people()).toBe(1);
  });
});
