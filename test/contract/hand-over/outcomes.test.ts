/** What became of leads, read back from both CRMs. Runs on PGlite and on PostgreSQL. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createReadDigest } from '../../../src/app/digest/read-digest.ts';
import { readOutcomes } from '../../../src/app/hand-over/read-outcomes.ts';
import { createHubspot } from '../../../src/crm/hubspot/hubspot.ts';
import { createSalesforce } from '../../../src/crm/salesforce/salesforce.ts';
import { periodBefore } from '../../../src/domain/digest/period.ts';
import type { CrmTarget } from '../../../src/domain/hand-over/target.ts';
import type { Lead } from '../../../src/domain/lead.ts';
import type { Crm } from '../../../src/ports/crm.ts';
import { HUBSPOT_TOKEN, startFakeHubspot } from '../../helpers/crm/fake-hubspot.ts';
import { startFakeSalesforce } from '../../helpers/crm/fake-salesforce.ts';
import { CRM, type HandingOver, startHandingOver } from '../../helpers/crm/handing-over.ts';
import { openTestStore } from '../../helpers/database.ts';
import { toPool } from '../../helpers/store-data.ts';
import { createTestClock, type TestClock } from '../../helpers/test-clock.ts';

const opened = await openTestStore();
const hubspot = await startFakeHubspot();
const salesforce = await startFakeSalesforce();
afterAll(async () => {
  await hubspot.stop();
  await salesforce.stop();
});

/** What is done with a deal there, whichever of the two it is. */
interface Side {
  make(target: CrmTarget, clock: TestClock): Crm;
  /** Makes the lead's deal, or changes it. */
  deal(
    lead: Lead,
    deal: { stage: 'open' | 'won' | 'lost'; amount?: number; because?: string; madeAt?: Date; at: Date },
  ): void;
}

const SIDES: [CrmTarget['to'], Side][] = [
  [
    'hubspot',
    {
      make: (target, clock) =>
        createHubspot({
          target,
          apiUrl: hubspot.url,
          credentials: { kind: 'token', accessToken: HUBSPOT_TOKEN },
          clock,
        }),
      deal: (lead, { stage, amount, because, madeAt, at }) => {
        const [contact] = [...hubspot.contacts].find(([, { email }]) => email === lead.attributes.email) ?? [''];
        hubspot.deals.set(`deal-${lead.id}`, {
          contactIds: [contact],
          properties: {
            createdate: (madeAt ?? at).toISOString(),
            hs_lastmodifieddate: at.toISOString(),
            hs_is_closed: String(stage !== 'open'),
            hs_is_closed_won: String(stage === 'won'),
            ...(amount === undefined ? {} : { amount: String(amount) }),
            ...(because === undefined ? {} : { closed_lost_reason: because }),
          },
        });
      },
    },
  ],
  [
    'salesforce',
    {
      make: (target, clock) => createSalesforce({ target, credentials: salesforce.credentials, clock }),
      deal: (lead, { stage, amount, because, madeAt, at }) => {
        const record = salesforce.tables.Lead?.find((row) => row.Dibs_Lead_Id__c === lead.id);
        salesforce.convert(String(record?.Id), {
          StageName: because ?? 'Prospecting',
          IsClosed: stage !== 'open',
          IsWon: stage === 'won',
          Amount: amount ?? null,
          CreatedDate: (madeAt ?? at).toISOString(),
          SystemModstamp: at.toISOString(),
        });
      },
    },
  ],
];

describe.each(SIDES)('outcomes in %s', (to, side) => {
  const target: CrmTarget = { ...CRM, to, lostReasons: { 'Went elsewhere': 'competitor' } };
  let crm: HandingOver;
  let port: Crm;

  beforeEach(async () => {
    await opened.database.executeSql('TRUNCATE lead, fact, read_cursor, delivery, conversation, pgboss.job CASCADE');
    for (const kept of [hubspot.contacts, hubspot.deals, hubspot.notes, hubspot.notIndexed]) kept.clear();
    for (const rows of Object.values(salesforce.tables)) rows.length = 0;
    salesforce.pageSize = 2_000;
    port = side.make(target, createTestClock());
    crm = await startHandingOver(opened, target, { crm: port });
    await read();
  });

  const read = () => readOutcomes(crm.changing, [{ target, crm: port }]);
  const now = () => crm.clock.now();
  const find = async ({ id }: Lead) => (await opened.store.leads.find(id)) as Lead;
  const events = async ({ id }: Lead) => (await opened.store.leads.timeline(id)).map(({ event }) => event.type);

  /** A lead of Ana's that the CRM knows. */
  async function owned(n = 1): Promise<Lead> {
    const attributes = { email: `n${n}@quarry.example`, custom: {} };
    const lead = await crm.arrive({ attributes }, toPool('iberia'), { type: 'claimed', rep: 'ana' });
    await crm.pass();
    crm.clock.advance(60_000);
    return lead;
  }

  it('are a stage of the lead, its owner’s doing, and not told back', async () => {
    const lead = await owned();
    side.deal(lead, { stage: 'open', at: now() });
    expect(await read()).toBe(1);
    expect(await find(lead)).toMatchObject({ stage: 'opportunity', status: 'owned' });
    crm.clock.advance(60_000);
    side.deal(lead, { stage: 'won', amount: 4_200, at: now(), madeAt: lead.receivedAt });
    expect(await read()).toBe(1);
    expect(await find(lead)).toMatchObject({ stage: 'won', status: 'won', amount: 4_200 });
    expect((await opened.store.leads.timeline(lead.id)).at(-1)?.event).toMatchObject({ rep: 'ana', via: 'crm' });
    expect(await crm.jobs.fetch(10)).toEqual([]);
  });

  it('count in digests and as results of top performers, for the rep and the day of the change', async () => {
    const lead = await owned();
    side.deal(lead, { stage: 'won', amount: 4_200, at: now() });
    await read();
    crm.clock.advance(24 * 3_600_000);
    const readDigest = createReadDigest({ store: opened.store, ruleset: crm.ruleset, clock: crm.clock });
    const period = periodBefore('day', now(), 'UTC');
    const digest = await readDigest({ period, pools: null, by: ['rep'], reader: null });
    expect(digest.total).toMatchObject({ counts: { won: 1 }, amount: 4_200 });
    const results = await opened.store.push.results('iberia', lead.receivedAt);
    expect(results).toMatchObject([{ rep: 'ana', result: 'won' }]);
  });

  it('read again are recorded once, late ones too', async () => {
    const [one, other] = [await owned(1), await owned(2)];
    side.deal(one, { stage: 'lost', because: 'went elsewhere', at: now() });
    side.deal(other, { stage: 'won', at: new Date(now().getTime() - 30_000) });
    hubspot.notIndexed.add(`deal-${other.id}`);
    await read();
    hubspot.notIndexed.clear();
    for (let n = 0; n < 3; n += 1) await read();
    expect([await find(one), await find(other)]).toMatchObject([
      { status: 'lost', reason: 'competitor' },
      { status: 'won' },
    ]);
    const stages = [...(await events(one)), ...(await events(other))].filter((type) => type === 'stage');
    expect(stages).toHaveLength(2);
  });

  it('do not overrule what the rep said since', async () => {
    const lead = await owned();
    side.deal(lead, { stage: 'open', at: now() });
    await read();
    await crm.change(await find(lead), { type: 'stage', rep: 'ana', stage: 'proposal' });
    for (let n = 0; n < 2; n += 1) await read();
    crm.clock.advance(60_000);
    side.deal(lead, { stage: 'open', amount: 10, at: now(), madeAt: lead.receivedAt });
    await read();
    expect(await find(lead)).toMatchObject({ stage: 'proposal' });
  });

  it('of leads that are nobody’s, or were there before, change nothing', async () => {
    const lead = await owned(1);
    const released = await crm.change(lead, { type: 'released', rep: 'ana', reason: 'no-time' });
    side.deal(lead, { stage: 'won', at: now() });
    expect(await read()).toBe(0);
    expect(await find(released)).toMatchObject({ status: 'pooled' });
  });

  it('are read over as many pages as there are', async () => {
    const leads = [];
    for (let n = 0; n < 5; n += 1) leads.push(await owned(n));
    salesforce.pageSize = 2;
    for (const lead of leads) side.deal(lead, { stage: 'won', at: now() });
    for (let n = 0; n < 450; n += 1) {
      const at = new Date(now().getTime() - 1_000).toISOString();
      hubspot.deals.set(`other-${n}`, { contactIds: [], properties: { createdate: at, hs_lastmodifieddate: at } });
    }
    expect(await read()).toBe(5);
  });

  it('wait while the CRM is away, and none is left out', async () => {
    const lead = await owned();
    side.deal(lead, { stage: 'won', at: now() });
    for (const server of [hubspot, salesforce])
      server.arm({ status: 503 }, { on: ({ path }) => /search|query/.test(path) });
    await expect(read()).rejects.toMatchObject({ code: 'unavailable' });
    for (const server of [hubspot, salesforce]) server.disarm();
    expect(await read()).toBe(1);
  });
});

it('a deal that HubSpot had before the lead came is none of the lead’s', async () => {
  await opened.database.executeSql('TRUNCATE lead, read_cursor CASCADE');
  const [, side] = SIDES[0] ?? [];
  const target: CrmTarget = { ...CRM, to: 'hubspot' };
  const port = side?.make(target, createTestClock()) as Crm;
  const crm = await startHandingOver(opened, target, { crm: port });
  await readOutcomes(crm.changing, [{ target, crm: port }]);
  const lead = await crm.arrive({}, toPool('iberia'), { type: 'claimed', rep: 'ana' });
  await crm.pass();
  const before = new Date(lead.receivedAt.getTime() - 1);
  side?.deal(lead, { stage: 'won', madeAt: before, at: new Date(crm.clock.now().getTime() + 1) });
  expect(await readOutcomes(crm.changing, [{ target, crm: port }])).toBe(0);
});
