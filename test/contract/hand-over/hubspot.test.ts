/** Leads on their way into HubSpot, against a local account. Runs on PGlite and on PostgreSQL. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createHubspot } from '../../../src/crm/hubspot/hubspot.ts';
import type { CrmTarget } from '../../../src/domain/hand-over/target.ts';
import type { LeadEvent } from '../../../src/domain/lead-event.ts';
import { systemClock } from '../../../src/system/system-clock.ts';
import { HUBSPOT_TOKEN, startFakeHubspot } from '../../helpers/crm/fake-hubspot.ts';
import { CRM, type HandingOver, startHandingOver } from '../../helpers/crm/handing-over.ts';
import { openTestStore } from '../../helpers/database.ts';
import { FULL_ATTRIBUTES } from '../../helpers/leads.ts';
import { toPool } from '../../helpers/store-data.ts';

const opened = await openTestStore();
const hubspot = await startFakeHubspot();
afterAll(() => hubspot.stop());

const TOKEN = { kind: 'token', accessToken: HUBSPOT_TOKEN } as const;
const APP = {
  kind: 'app',
  clientId: 'client-id',
  clientSecret: 'client-secret',
  refreshToken: hubspot.refreshToken,
} as const;

let crm: HandingOver;

async function connect(
  target: Partial<CrmTarget> = {},
  credentials: typeof TOKEN | typeof APP = TOKEN,
): Promise<HandingOver> {
  const whole = { ...CRM, ...target };
  const port = createHubspot({ target: whole, apiUrl: hubspot.url, credentials, clock: systemClock });
  return startHandingOver(opened, whole, { crm: port });
}

beforeEach(async () => {
  await opened.database.executeSql('TRUNCATE lead, delivery, conversation, pgboss.job CASCADE');
  for (const kept of [hubspot.contacts, hubspot.notes, hubspot.deals, hubspot.owners]) kept.clear();
  hubspot.tokens.clear();
  hubspot.tokens.add(HUBSPOT_TOKEN);
  hubspot.received.length = 0;
  hubspot.disarm();
  hubspot.owners.set('ana@acme.example', '77');
  crm = await connect();
});

const claimed: LeadEvent = { type: 'claimed', rep: 'ana' };
const contacts = () => [...hubspot.contacts.values()];
const notes = () => [...hubspot.notes.values()].map(({ properties }) => properties.hs_note_body ?? '');
const paths = () => hubspot.received.map(({ path }) => path.replace(/^.*objects\//, ''));
const email = (n: number) => ({ attributes: { email: `n${n}@quarry.example`, custom: {} } });

describe('a lead', () => {
  it('is a contact with its fields, owner, status, and a note that says why it went there', async () => {
    const lead = await crm.arrive(
      { attributes: FULL_ATTRIBUTES },
      {
        type: 'routed',
        ruleset: 1,
        to: { kind: 'pool', pool: 'iberia' },
        trace: [{ step: 'rule', position: 1, rule: 'Iberia <b>', matched: true, because: 'country is ES' }],
      },
      claimed,
    );
    expect(await crm.pass()).toMatchObject({ done: [lead.id], results: ['done'] });
    expect(contacts()).toEqual([
      {
        email: FULL_ATTRIBUTES.email,
        firstname: 'Quilla',
        lastname: 'Zembra',
        phone: '+34915550147',
        jobtitle: 'Chief Marmalade Officer',
        company: 'Vornado Preserves',
        website: 'https://vornado.example',
        country: 'ES',
        state: 'ES-MD',
        city: 'Alcobendas',
        zip: '28108',
        message: 'We need nine hundred jars by Thursday.',
        hs_lead_status: 'OPEN',
        hubspot_owner_id: '77',
      },
    ]);
    expect(notes()).toEqual([
      `<p><strong>To the pool iberia</strong></p><p>Rule 1 &#34;Iberia &#60;b&#62;&#34; matched: country is ES.</p><p>dibs-${lead.id}-2-</p>`,
      `<p><strong>Claimed by Ana Ruiz</strong></p><p>dibs-${lead.id}-3-</p>`,
    ]);
  });

  it('follows: each change is one update of the same contact, with the newest state alone', async () => {
    const lead = await crm.arrive(email(1));
    await crm.pass();
    const [id] = hubspot.contacts.keys();
    const won: LeadEvent = { type: 'stage', rep: 'ana', stage: 'won', amount: 900 };
    await crm.change(
      lead,
      claimed,
      { type: 'contacted', rep: 'ana', how: 'call' },
      { type: 'edited', by: 'maya@acme.example', attributes: { email: 'new@quarry.example', custom: {} } },
      won,
    );
    hubspot.received.length = 0;
    await crm.pass();
    expect(paths()).toEqual([
      '/crm/v3/owners/?email=ana%40acme.example',
      'contacts/batch/update',
      'notes/batch/create',
    ]);
    expect(hubspot.contacts.get(id ?? '')).toMatchObject({
      email: 'new@quarry.example',
      hubspot_owner_id: '77',
      hs_lead_status: 'OPEN_DEAL',
    });
    expect(hubspot.contacts.size).toBe(1);
    expect(notes()).toHaveLength(4);
  });

  it('without an e-mail address is known by its lead’s id', async () => {
    const lead = await crm.arrive({ attributes: { phone: '+34915550147', custom: {} } });
    await crm.pass();
    await crm.change(lead, claimed);
    await crm.pass();
    expect(contacts()).toMatchObject([{ dibs_lead_id: lead.id, phone: '+34915550147', hubspot_owner_id: '77' }]);
  });

  it('finds the contact that is there under its address, whatever else that is found by', async () => {
    hubspot.contacts.set('5', { email: 'n1@quarry.example', company: 'Old' });
    hubspot.contacts.set('6', { email: 'same@quarry.example' });
    await crm.arrive(email(1));
    const other = await crm.arrive({ attributes: { phone: '+34915550147', custom: {} } });
    // A merge in HubSpot, say, has given this one's address to a contact of another.
    hubspot.arm(
      {
        status: 409,
        json: { status: 'error', category: 'CONFLICT', message: 'Contact already exists. Existing ID: 6' },
      },
      { on: ({ body }) => body.includes(other.id) },
    );
    await crm.pass();
    expect([...hubspot.contacts.keys()]).toEqual(['5', '6']);
    expect(await crm.row(other.id)).toMatchObject({ remote_id: '6', sent_version: 2 });
  });

  it('whose rep has no user there keeps its owner there, and the note says who has it', async () => {
    await crm.arrive(email(1), toPool('iberia'), { type: 'claimed', rep: 'bob' });
    await crm.pass();
    expect(contacts()[0]).not.toHaveProperty('hubspot_owner_id');
    expect(notes().at(-1)).toContain('The owner is Bob Okafor (bob@acme.example), whom HubSpot does not know.');
  });

  it('that is given back has no owner there any more', async () => {
    const lead = await crm.arrive(email(1), toPool('iberia'), claimed);
    await crm.pass();
    await crm.change(lead, claimed, { type: 'released', rep: 'ana', reason: 'no-time' });
    await crm.pass();
    expect(contacts()[0]).toMatchObject({ hubspot_owner_id: '', hs_lead_status: 'NEW' });
  });

  it.each([
    ['is in review', { type: 'routed', ruleset: 1, to: { kind: 'review', reason: 'Big' }, trace: [] }],
    ['is disqualified', { type: 'routed', ruleset: 1, to: { kind: 'disqualify', reason: 'Student' }, trace: [] }],
    ['went into another', { type: 'merged-into', into: '01950000-0000-7000-8000-000000000001', because: 'email' }],
  ] satisfies [string, LeadEvent][])('that %s gets no record', async (_, event) => {
    const lead = await crm.arrive(email(1), event);
    expect(await crm.pass()).toMatchObject({ done: [lead.id], results: ['done'] });
    expect(hubspot.received).toEqual([]);
  });

  it('goes by the routing file: other properties, other words, disqualified ones too', async () => {
    hubspot.ownProperties.add('boiler_kind');
    crm = await connect({
      fields: { 'custom.boiler': 'boiler_kind', message: false },
      stages: { disqualified: 'BAD_TIMING' },
      disqualified: true,
    });
    await crm.arrive(
      { attributes: FULL_ATTRIBUTES },
      { type: 'routed', ruleset: 1, to: { kind: 'disqualify', reason: 'Student' }, trace: [] },
    );
    await crm.pass();
    expect(contacts()[0]).toMatchObject({ boiler_kind: 'copperkettle', hs_lead_status: 'BAD_TIMING' });
    expect(contacts()[0]).not.toHaveProperty('message');
  });

  it('that HubSpot itself has told us of is not told back', async () => {
    const lead = await crm.arrive(email(1), toPool('iberia'), claimed);
    await crm.pass();
    hubspot.received.length = 0;
    await crm.change({ ...lead }, { type: 'stage', rep: 'ana', stage: 'won', via: 'crm' });
    expect(await crm.jobs.fetch(10)).toEqual([]);
    expect(hubspot.received).toEqual([]);
  });
});

describe('a hundred leads', () => {
  it('are two calls, and one that HubSpot does not take is a dead letter by itself', async () => {
    for (let n = 0; n < 99; n += 1) await crm.arrive(email(n));
    expect((await crm.pass()).done).toHaveLength(99);
    expect(paths()).toEqual(['contacts/batch/upsert', 'notes/batch/create']);
    const bad = await crm.arrive({ attributes: { email: 'x@quarry.invalid', custom: {} } });
    for (let n = 100; n < 199; n += 1) await crm.arrive(email(n));
    expect(await crm.pass()).toMatchObject({ dead: 1, again: [] });
    expect([hubspot.contacts.size, hubspot.notes.size]).toEqual([198, 198]);
    expect(await crm.row(bad.id)).toMatchObject({ state: 'dead', error: 'refused' });
    expect(crm.pace.waitMs()).toBe(0);
  });

  it('of one person are one contact', async () => {
    for (let n = 0; n < 5; n += 1) await crm.arrive(email(7));
    for (let n = 0; n < 5; n += 1) await crm.pass();
    expect([hubspot.contacts.size, hubspot.notes.size]).toEqual([1, 5]);
  });
});

describe('HubSpot', () => {
  it('losing answers of upserts and notes leaves each contact and note there once', async () => {
    for (let n = 0; n < 20; n += 1) await crm.arrive(email(n), toPool('iberia'), claimed);
    for (const part of ['batch/upsert', 'notes/batch/create']) {
      hubspot.arm('lose-answer', { on: ({ path }) => path.includes(part) });
      await crm.pass();
      crm.clock.advance(crm.pace.waitMs());
    }
    for (let n = 0; n < 3; n += 1) await crm.pass();
    expect([hubspot.contacts.size, hubspot.notes.size, new Set(notes()).size]).toEqual([20, 40, 40]);
  });

  it('that limits us is left alone for as long as it says', async () => {
    await crm.arrive(email(1));
    hubspot.arm({
      status: 429,
      headers: { 'retry-after': '7' },
      json: { status: 'error', category: 'RATE_LIMITS', message: 'limit', policyName: 'TEN_SECONDLY_ROLLING' },
    });
    expect(await crm.pass()).toMatchObject({ results: ['rate_limited'], again: [{ inMs: 7_000 }] });
    expect(crm.pace.waitMs()).toBe(7_000);
    crm.clock.advance(7_000);
    expect(await crm.pass()).toMatchObject({ results: ['done'] });
  });

  it('that takes a token no longer gets a new one, made once however many ask', async () => {
    crm = await connect({}, APP);
    await crm.arrive(email(1), toPool('iberia'), claimed);
    await crm.pass();
    hubspot.tokens.clear();
    await crm.arrive(email(2));
    expect(await crm.pass()).toMatchObject({ results: ['done'] });
    expect(hubspot.received.filter(({ path }) => path.startsWith('/oauth'))).toHaveLength(2);
  });

  it('that takes no credentials at all keeps the leads waiting, and is not asked more than every 5 minutes', async () => {
    hubspot.tokens.clear();
    const lead = await crm.arrive(email(1));
    for (let n = 0; n < 12; n += 1) {
      expect(await crm.pass()).toMatchObject({ dead: 0, results: ['unauthorized'] });
      crm.clock.advance(crm.pace.waitMs());
    }
    expect(await crm.row(lead.id)).toMatchObject({ state: 'open', error: 'unauthorized' });
    await crm.pass();
    expect(crm.pace.waitMs()).toBe(300_000);
    expect(await opened.store.handOvers.failing()).toMatchObject([{ target: 'crm', code: 'unauthorized', tried: 1 }]);
  });

  it('without a property that is written to keeps all leads waiting: it is nobody’s own fault', async () => {
    crm = await connect({ fields: { product: 'no_such_property' } });
    for (let n = 0; n < 3; n += 1) await crm.arrive({ attributes: { ...email(n).attributes, product: 'Jar' } });
    expect(await crm.pass()).toMatchObject({ dead: 0, results: ['not_set_up', 'not_set_up', 'not_set_up'] });
    hubspot.ownProperties.add('no_such_property');
    expect(await crm.pass()).toMatchObject({ results: ['done', 'done', 'done'] });
    hubspot.ownProperties.delete('no_such_property');
  });

  it('where a contact was deleted gets no new one, until a person wants it', async () => {
    const [kept, gone] = [await crm.arrive(email(1)), await crm.arrive(email(2))];
    await crm.pass();
    for (const [id, contact] of hubspot.contacts)
      if (contact.email === 'n2@quarry.example') hubspot.contacts.delete(id);
    for (const lead of [kept, gone]) await crm.change(lead, claimed);
    expect(await crm.pass()).toMatchObject({ dead: 1 });
    expect([hubspot.contacts.size, await crm.row(gone.id)]).toMatchObject([
      1,
      { state: 'dead', error: 'record_deleted' },
    ]);
    expect(await crm.told()).toEqual(['1 lead could not be handed over to crm']);
    await crm.replay('crm');
    expect(await crm.pass()).toMatchObject({ results: ['done'] });
    expect(contacts()).toHaveLength(2);
  });

  it('that answers with something else keeps the leads waiting', async () => {
    await crm.arrive(email(1));
    hubspot.arm({ status: 200, headers: { 'content-type': 'text/html' }, text: '<html>Welcome</html>' });
    expect(await crm.pass()).toMatchObject({ results: ['unexpected_answer'], dead: 0 });
    hubspot.arm({ status: 302, headers: { location: 'http://127.0.0.1:1/' } });
    expect(await crm.pass()).toMatchObject({ results: ['redirected'], dead: 0 });
  });
});
