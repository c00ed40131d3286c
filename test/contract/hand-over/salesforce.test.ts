/** Leads on their way into Salesforce, against a local organisation. Runs on PGlite and on PostgreSQL. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSalesforce } from '../../../src/crm/salesforce/salesforce.ts';
import type { CrmTarget } from '../../../src/domain/hand-over/target.ts';
import type { LeadEvent } from '../../../src/domain/lead-event.ts';
import { systemClock } from '../../../src/system/system-clock.ts';
import { startFakeSalesforce } from '../../helpers/crm/fake-salesforce.ts';
import { CRM, type HandingOver, startHandingOver } from '../../helpers/crm/handing-over.ts';
import { openTestStore } from '../../helpers/database.ts';
import { FULL_ATTRIBUTES } from '../../helpers/leads.ts';
import { toPool } from '../../helpers/store-data.ts';

const opened = await openTestStore();
const salesforce = await startFakeSalesforce();
afterAll(() => salesforce.stop());

const SALESFORCE: CrmTarget = { ...CRM, to: 'salesforce' };

let crm: HandingOver;

function connect(
  target: Partial<CrmTarget> = {},
  clientSecret = salesforce.credentials.clientSecret,
): Promise<HandingOver> {
  const whole = { ...SALESFORCE, ...target };
  const credentials = { ...salesforce.credentials, clientSecret };
  return startHandingOver(opened, whole, { crm: createSalesforce({ target: whole, credentials, clock: systemClock }) });
}

beforeEach(async () => {
  await opened.database.executeSql('TRUNCATE lead, delivery, conversation, pgboss.job CASCADE');
  for (const rows of Object.values(salesforce.tables)) rows.length = 0;
  salesforce.tables.User?.push({ Id: '005000000000077AAA', Email: 'Ana@acme.example' });
  salesforce.received.length = 0;
  salesforce.disarm();
  crm = await connect();
});

const claimed: LeadEvent = { type: 'claimed', rep: 'ana' };
const rows = (table: string) => salesforce.tables[table] ?? [];
const email = (n: number) => ({ attributes: { email: `n${n}@quarry.example`, custom: {} } });
const first = (table: string) => {
  const [row] = rows(table);
  if (!row) throw new Error(`there is no ${table}`);
  return row;
};

describe('a lead', () => {
  it('is a lead there with its fields, owner, status, and a finished task that says why it went there', async () => {
    const lead = await crm.arrive({ attributes: FULL_ATTRIBUTES }, toPool('iberia'), claimed);
    expect(await crm.pass()).toMatchObject({ done: [lead.id], results: ['done'] });
    expect(rows('Lead')).toMatchObject([
      {
        Dibs_Lead_Id__c: lead.id,
        FirstName: 'Quilla',
        LastName: 'Zembra',
        Email: FULL_ATTRIBUTES.email,
        Company: 'Vornado Preserves',
        NumberOfEmployees: 8317,
        LeadSource: 'webinar-kappa',
        Status: 'Open - Not Contacted',
        OwnerId: '005000000000077AAA',
      },
    ]);
    expect(rows('Task')).toMatchObject([
      { WhoId: first('Lead').Id, Subject: 'Dibs: To the pool iberia', Status: 'Completed' },
      { Subject: 'Dibs: Claimed by Ana Ruiz', Description: `dibs-${lead.id}-3-` },
    ]);
    expect(await crm.row(lead.id)).toMatchObject({ remote_id: first('Lead').Id });
  });

  it('without a name or a company is one all the same', async () => {
    await crm.arrive(email(1));
    await crm.pass();
    expect(rows('Lead')).toMatchObject([{ LastName: 'n1@quarry.example', Company: '[not provided]' }]);
  });

  it('follows, and a name with a quote in it breaks no query', async () => {
    const lead = await crm.arrive({ attributes: { email: "o'hara\\@quarry.example", custom: {} } });
    await crm.pass();
    await crm.change(lead, claimed, { type: 'stage', rep: 'ana', stage: 'lost', reason: 'price' });
    await crm.pass();
    expect(rows('Lead')).toMatchObject([{ Status: 'Closed - Not Converted', OwnerId: '005000000000077AAA' }]);
    expect(rows('Task')).toHaveLength(3);
  });

  it('takes over the lead that is there under its address; a customer gets notes alone', async () => {
    rows('Lead').push({
      Id: '00Q000000000001AAA',
      Email: 'N1@quarry.example',
      LastName: 'Old',
      Company: 'Old',
      IsConverted: false,
    });
    rows('Contact').push({ Id: '003000000000002AAA', Email: 'n2@quarry.example' });
    const [lead, customer] = [await crm.arrive(email(1), toPool('iberia'), claimed), await crm.arrive(email(2))];
    await crm.pass();
    expect(rows('Lead')).toMatchObject([
      { Id: '00Q000000000001AAA', LastName: 'Old', Dibs_Lead_Id__c: lead.id, OwnerId: '005000000000077AAA' },
    ]);
    expect(rows('Contact')).toEqual([{ Id: '003000000000002AAA', Email: 'n2@quarry.example' }]);
    expect(rows('Task').filter(({ WhoId }) => WhoId === '003000000000002AAA')).toHaveLength(1);
    await crm.change(customer, claimed);
    expect(await crm.pass()).toMatchObject({ results: ['done'] });
    expect(rows('Task').filter(({ WhoId }) => WhoId === '003000000000002AAA')).toHaveLength(2);
  });

  it('that was converted has its notes on the contact it has become', async () => {
    const lead = await crm.arrive(email(1));
    await crm.pass();
    salesforce.convert(first('Lead').Id, {});
    await crm.change(lead, claimed);
    expect(await crm.pass()).toMatchObject({ results: ['done'] });
    expect(rows('Task').at(-1)).toMatchObject({ WhoId: first('Contact').Id });
  });

  it('whose rep has no user there keeps its owner there, and the note says who has it', async () => {
    await crm.arrive(email(1), toPool('iberia'), { type: 'claimed', rep: 'bob' });
    await crm.pass();
    expect(first('Lead')).not.toHaveProperty('OwnerId');
    expect(rows('Task').at(-1)?.Description).toContain('Bob Okafor (bob@acme.example), whom Salesforce does not know.');
  });
});

describe('many leads', () => {
  it('are a few calls, and one that Salesforce does not take is a dead letter by itself', async () => {
    for (let n = 0; n < 40; n += 1) await crm.arrive(email(n));
    const bad = await crm.arrive({ attributes: { email: 'x@quarry.invalid', custom: {} } });
    expect(await crm.pass()).toMatchObject({ dead: 1, again: [] });
    expect([rows('Lead').length, rows('Task').length, salesforce.received.length]).toEqual([40, 40, 9]);
    expect(await crm.row(bad.id)).toMatchObject({ state: 'dead', error: 'refused' });
  });
});

describe('Salesforce', () => {
  it('losing answers leaves each lead and task there once', async () => {
    for (let n = 0; n < 20; n += 1) await crm.arrive(email(n), toPool('iberia'), claimed);
    for (const part of ['Dibs_Lead_Id__c', '/composite/sobjects']) {
      salesforce.arm('lose-answer', { on: ({ path, method }) => path.endsWith(part) && method !== 'GET' });
      await crm.pass();
      crm.clock.advance(crm.pace.waitMs());
    }
    for (let n = 0; n < 3; n += 1) await crm.pass();
    const tasks = new Set(rows('Task').map(({ Description }) => Description));
    expect([rows('Lead').length, rows('Task').length, tasks.size]).toEqual([20, 40, 40]);
  });

  it('that ends our session is logged in to once more', async () => {
    await crm.arrive(email(1));
    await crm.pass();
    salesforce.sessions.clear();
    await crm.arrive(email(2));
    expect(await crm.pass()).toMatchObject({ results: ['done'] });
    expect(salesforce.received.filter(({ path }) => path.endsWith('/token'))).toHaveLength(2);
  });

  it('that does not know us keeps the leads waiting', async () => {
    crm = await connect({}, 'not-the-secret');
    await crm.arrive(email(1));
    expect(await crm.pass()).toMatchObject({ results: ['unauthorized'], dead: 0 });
  });

  it('whose sessions are refused at once is not asked in a circle', async () => {
    await crm.arrive(email(1));
    salesforce.arm(
      { status: 401, json: [{ errorCode: 'INVALID_SESSION_ID', message: 'expired' }] },
      { times: 50, on: ({ path }) => path.includes('/query') },
    );
    expect(await crm.pass()).toMatchObject({ results: ['unauthorized'] });
    expect(salesforce.received).toHaveLength(4);
  });

  it.each([
    [
      'the day’s calls are used up',
      { status: 403, json: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded' }] },
      'rate_limited',
      300_000,
    ],
    ['it is being maintained', { status: 503, text: '<html>' }, 'unavailable', 1_000],
    ['it leads elsewhere', { status: 302, headers: { location: 'https://elsewhere.example/' } }, 'redirected', 1_000],
    [
      'it is something else',
      { status: 200, headers: { 'content-type': 'text/html' }, text: '<html>' },
      'unexpected_answer',
      1_000,
    ],
  ])('keeps leads waiting when %s', async (_, fault, code, pauseMs) => {
    await crm.arrive(email(1));
    salesforce.arm(fault, { on: ({ path }) => path.includes('/query') });
    expect(await crm.pass()).toMatchObject({ results: [code], dead: 0 });
    expect(crm.pace.waitMs()).toBe(pauseMs);
  });

  it('without our external id keeps all leads waiting: it is nobody’s own fault', async () => {
    salesforce.ownFields.clear();
    await crm.arrive(email(1));
    expect(await crm.pass()).toMatchObject({ results: ['not_set_up'], dead: 0 });
    salesforce.ownFields.add('Dibs_Lead_Id__c');
    expect(await crm.pass()).toMatchObject({ results: ['done'] });
  });

  it('where a lead was deleted gets no new one, until a person wants it', async () => {
    const lead = await crm.arrive(email(1));
    await crm.pass();
    rows('Lead').length = 0;
    await crm.change(lead, claimed);
    expect(await crm.pass()).toMatchObject({ dead: 1 });
    expect([rows('Lead'), await crm.row(lead.id)]).toMatchObject([[], { error: 'record_deleted' }]);
    await crm.replay(null);
    await crm.pass();
    expect(rows('Lead')).toHaveLength(1);
  });
});
