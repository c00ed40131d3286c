/** Erasing at the wrong moment, the wrong person, and what stays of others. Runs on PGlite and on PostgreSQL. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createErasePerson } from '../../../src/app/erase/erase-person.ts';
import { createExportPerson } from '../../../src/app/export/export-person.ts';
import { changeLeads } from '../../../src/app/record-changes.ts';
import type { PersonQuery } from '../../../src/domain/erase/person.ts';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import { type LeadEvent, replay } from '../../../src/domain/lead-event.ts';
import { type Chatting, lines, startChatting } from '../../helpers/chatting.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testPool, testRuleset } from '../../helpers/leads.ts';
import { newId } from '../../helpers/store-data.ts';

const opened = await openTestStore();
const { store, database } = opened;

let turn = 0;
let chat: Chatting;
let email: string;
let pool: string;

beforeEach(async () => {
  turn += 1;
  // A pool and a person of its own for each test.
  pool = `pool-${turn}`;
  email = `quilla${turn}@vornado.example`;
  const pools = [testPool({ id: pool, strategy: 'round-robin' })];
  const rules = [{ name: 'Everyone', when: null, then: { kind: 'pool' as const, pool } }];
  chat = await startChatting(opened, testRuleset({ pools, rules }));
});

const person = (more: Partial<LeadAttributes> = {}): Partial<LeadAttributes> => ({
  email,
  name: 'Quilla Zembra',
  ...more,
});

async function erase(query: PersonQuery = { email }) {
  const outcome = await createErasePerson(chat.pushing.context).erase(query, { dryRun: false });
  if (!outcome) throw new Error('no such lead');
  return outcome.done;
}

async function owed(): Promise<string[]> {
  return (await chat.type('ana', `queue ${pool}`)).map((line) => /owed \S+/.exec(line)?.[0] ?? line);
}

async function happen(leadId: string, ...events: LeadEvent[]): Promise<void> {
  for (const event of events) {
    await changeLeads(chat.pushing.context, [{ leadId }], () => ({ event, outcome: null }), null);
  }
}

const statusOf = async (id: string) => (await chat.pushing.lead(id)).status;

describe('erasing', () => {
  it('while it is offered ends the offer, gives the turn back, and answers the click on the old card in words', async () => {
    const before = await owed();
    const id = await chat.pushing.arrive(person());
    const { offeredTo } = await chat.pushing.lead(id);
    const card = await chat.card(id, 'offer');
    expect(await owed()).not.toEqual(before);
    await erase();
    expect(await owed()).toEqual(before);
    expect(lines(await chat.click(offeredTo ?? '', 'accept', card))).toEqual([
      'This lead was removed. Nothing is kept of the person.',
    ]);
    expect(await chat.pushing.lead(id)).toMatchObject({ status: 'erased', offeredTo: null, dueAt: null, push: null });
    await chat.pushing.pass(24 * 3_600_000);
    expect(await statusOf(id)).toBe('erased');
  });

  it('after it was declined gives back the turn that was to move on, and keeps the one that stands', async () => {
    const before = await owed();
    const id = await chat.pushing.arrive(person());
    const { offeredTo, round } = await chat.pushing.lead(id);
    // Declined, and the assigner has not looked since.
    await chat.decline(offeredTo ?? '', await chat.card(id, 'offer', round), 'no-time', 'Quilla again');
    expect(await chat.pushing.lead(id)).toMatchObject({ status: 'pooled', push: { charge: { refund: 'declined' } } });
    await erase();
    expect(await owed()).toEqual(before);
  });

  it('of a lead that somebody has taken keeps the turn: it was theirs', async () => {
    const id = await chat.pushing.arrive(person());
    await chat.pushing.accept(id, (await chat.pushing.lead(id)).offeredTo ?? '');
    const before = await owed();
    await erase();
    expect(await owed()).toEqual(before);
  });

  it('before it is routed leaves the router nothing', async () => {
    const id = newId();
    const at = chat.pushing.context.clock.now();
    await store.leads.insert([
      { id, at, attributes: { ...person(), custom: {} }, keys: [{ key: `k:${id}`, requestHash: null }] },
    ]);
    const done = await erase();
    expect(done).toMatchObject({ leads: [{ id, status: 'received' }], erased: { leads: 1, intakeKeys: 1 } });
    await chat.pushing.settle();
    expect(await store.leads.timeline(id)).toMatchObject([
      { event: { type: 'received' } },
      { event: { type: 'erased' } },
    ]);
  });

  it('lets no key be added to it afterwards, by which its sender could be known', async () => {
    const id = await chat.pushing.arrive(person());
    await erase();
    await store.leads.addKeys([{ key: `external:crm:${email}`, requestHash: null, leadId: id }]);
    expect(await store.leads.findKeys([`external:crm:${email}`])).toEqual([]);
  });

  it('twice is once', async () => {
    await chat.pushing.arrive(person());
    expect((await erase()).erased).toMatchObject({ leads: 1 });
    expect((await erase()).erased).toMatchObject({ leads: 0, events: 0 });
  });

  it('keeps how a lead ended for the shares that results earn', async () => {
    const id = await chat.pushing.arrive(person());
    await chat.pushing.assignLead(id, 'ana', 'maya@acme.example');
    await chat.pushing.work.setStage(id, 'ana', 'won', { amount: 500 });
    const results = () => store.push.results(pool, new Date(0));
    const before = await results();
    expect(before).toMatchObject([{ rep: 'ana', result: 'won', count: 1 }]);
    await chat.pushing.pass(72 * 3_600_000);
    await erase();
    expect(await results()).toEqual(before);
  });

  it('in a dry run changes nothing', async () => {
    const id = await chat.pushing.arrive(person());
    const outcome = await createErasePerson(chat.pushing.context).erase({ email }, { dryRun: true });
    expect(outcome?.done).toMatchObject({ leads: [{ id, status: 'offered', pool }], erased: null });
    expect(await statusOf(id)).toBe('offered');
  });

  it('of a lead that does not exist is nobody', async () => {
    expect(await createErasePerson(chat.pushing.context).erase({ leadId: newId() }, { dryRun: false })).toBeNull();
  });
});

describe('the leads of a person', () => {
  it('are found by every spelling of the address, by what they are tied to, and by one of their ids', async () => {
    const first = await chat.pushing.arrive(person({ phone: '+34911234567' }));
    const tagged = await chat.pushing.arrive(person({ email: email.replace('@', '+jam@') }));
    const other = await chat.pushing.arrive({ email: `${turn}@other.example`, phone: '+34911234567' });
    const tie = newId();
    await database.executeSql('UPDATE lead SET person = $1 WHERE id = ANY ($2::uuid[])', [tie, [first, other]]);
    const done = await erase({ leadId: tagged });
    expect(done.leads.map(({ id }) => id)).toEqual([first, tagged, other]);
  });

  it('are not those of a colleague with the same number, who is shown, nor of one at the same company, who is not', async () => {
    const phone = `+3491123${String(turn).padStart(4, '0')}`;
    const id = await chat.pushing.arrive(person({ phone, domain: 'vornado.example' }));
    const sameOffice = await chat.pushing.arrive({
      email: `bo${turn}@vornado.example`,
      phone,
      domain: 'vornado.example',
    });
    const sameCompany = await chat.pushing.arrive({ email: `cy${turn}@vornado.example`, domain: 'vornado.example' });
    const tie = newId();
    await database.executeSql('UPDATE lead SET person = $1 WHERE id = ANY ($2::uuid[])', [tie, [id, sameCompany]]);
    const done = await erase();
    expect(done.leads.map((lead) => lead.id)).toEqual([id]);
    expect(done.alike.map((lead) => lead.id)).toEqual([sameOffice]);
    expect(await Promise.all([sameOffice, sameCompany].map(statusOf))).not.toContain('erased');
    expect((await store.leads.find(sameCompany))?.attributes.email).toBe(`cy${turn}@vornado.example`);
  });

  it('are found where they were stored before there were keys', async () => {
    const id = await chat.pushing.arrive(person());
    await database.executeSql(`UPDATE lead SET match_keys = '{}' WHERE id = $1`, [id]);
    expect((await erase()).leads).toMatchObject([{ id }]);
  });

  it('keep the keys of those who stay under the same number or company', async () => {
    const [id, other] = [
      await chat.pushing.arrive(person()),
      await chat.pushing.arrive({ email: `o${turn}@x.example` }),
    ];
    const tie = newId();
    await database.executeSql('UPDATE lead SET person = $1 WHERE id = ANY ($2::uuid[])', [tie, [id, other]]);
    await database.executeSql(
      'INSERT INTO person_key SELECT unnest(match_keys), $1::uuid FROM lead WHERE id = ANY ($2::uuid[])',
      [tie, [id, other]],
    );
    await erase();
    const { rows } = await database.executeSql('SELECT key FROM person_key WHERE person = $1', [tie]);
    expect(rows).toEqual([{ key: `email:o${turn}@x.example` }]);
  });
});

describe('a colleague’s lead', () => {
  const colleague = () => ({ email: `bo${turn}@vornado.example`, company: 'Vornado' });

  it('that had gone into one that is erased is routed again, if nobody has answered it', async () => {
    const [first, second] = [await chat.pushing.arrive(person()), await chat.pushing.arrive(colleague())];
    await happen(first, { type: 'merged', from: second, because: 'domain', fills: { message: 'Bo wrote too' } });
    await happen(second, { type: 'merged-into', into: first, because: 'domain' });
    await erase();
    await chat.pushing.settle();
    const lead = await chat.pushing.lead(second);
    expect(lead).toMatchObject({ status: 'offered', mergedInto: null, attributes: colleague() });
    expect(replay(second, await store.leads.timeline(second))).toEqual(lead);
  });

  it('into which an erased one had gone loses what came with that, and stays', async () => {
    const [first, second] = [await chat.pushing.arrive(colleague()), await chat.pushing.arrive(person())];
    const fills = { message: 'Quilla wrote this', jobTitle: 'Cook' };
    await happen(first, { type: 'merged', from: second, because: 'domain', fills });
    const attributes = { ...(await chat.pushing.lead(first)).attributes, country: 'ES' };
    await happen(first, { type: 'edited', by: 'maya@acme.example', attributes });
    await happen(second, { type: 'merged-into', into: first, because: 'domain' });
    await erase();
    const lead = await chat.pushing.lead(first);
    expect(lead.attributes).toEqual({ ...colleague(), country: 'ES', custom: {} });
    expect(JSON.stringify(await store.leads.timeline(first))).not.toMatch(/Quilla|Cook/);
    expect(replay(first, await store.leads.timeline(first))).toEqual(lead);
    const { rows } = await database.executeSql(
      `SELECT count(*)::int AS stale FROM delivery WHERE lead_id = $1 AND message IS NOT NULL AND sent_version >= wanted_version`,
      [first],
    );
    expect(rows).toEqual([{ stale: 0 }]);
  });
});

describe('the document about a person', () => {
  it('has their leads with timelines, cards, keys and hand-overs, and nothing of anybody else', async () => {
    const id = await chat.pushing.arrive(person({ message: 'Nine hundred jars' }));
    await chat.pushing.arrive({ email: `other${turn}@x.example` });
    await store.leads.addKeys([{ key: `external:crm:${turn}`, requestHash: null, leadId: id }]);
    await database.executeSql(`INSERT INTO hand_over (lead_id, target, remote_id) VALUES ($1, 'hubspot', '901')`, [id]);
    const document = await createExportPerson(chat.pushing.context)({ email });
    expect(document?.leads).toMatchObject([
      {
        id,
        attributes: { message: 'Nine hundred jars' },
        timeline: [{ event: { type: 'received' } }, { event: { type: 'routed' } }, { event: { type: 'offered' } }],
        cards: [{ platform: 'slack', kind: 'offer' }],
        handOvers: [{ target: 'hubspot', remoteId: '901' }],
        intakeKeys: [{ key: `external:crm:${turn}` }],
      },
    ]);
    expect(JSON.stringify(document)).not.toContain(`other${turn}@x.example`);
  });
});
