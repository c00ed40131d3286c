/** How fast a backlog of 5,000 leads is handed over, to a webhook and to HubSpot, beside bare requests to the same local servers. */

import type { Address } from '../../src/app/hand-over/address.ts';
import { crmAddress, webhookAddress } from '../../src/app/hand-over/address.ts';
import { createHandOverLeads } from '../../src/app/hand-over/hand-over-leads.ts';
import { createPace } from '../../src/app/hand-over/pace.ts';
import { httpCall } from '../../src/crm/http-call.ts';
import { createHubspot } from '../../src/crm/hubspot/hubspot.ts';
import { createWebhookReceiver } from '../../src/crm/webhook/webhook-receiver.ts';
import { startHandOverWorker } from '../../src/jobs/hand-over-worker.ts';
import { prepareDatabase } from '../../src/store/database.ts';
import { storeOver } from '../../src/store/open-store.ts';
import { connectPostgres } from '../../src/store/postgres.ts';
import { systemClock } from '../../src/system/system-clock.ts';
import { systemIds } from '../../src/system/system-ids.ts';
import { HUBSPOT_TOKEN, startFakeHubspot } from '../helpers/crm/fake-hubspot.ts';
import { CRM, SECRET, WEBHOOK } from '../helpers/crm/handing-over.ts';
import { startLocalServer } from '../helpers/crm/local-server.ts';
import { testRuleset } from '../helpers/leads.ts';
import { silentLog } from '../helpers/silent-log.ts';
import { changed, toPool } from '../helpers/store-data.ts';
import { atLeast, type BenchRow } from './bench-row.ts';
import { closedLoop } from './measure.ts';
import { withDatabase } from './postgres.ts';

const LEADS = 5_000;
/** As many as the webhook receiver sends side by side, and as many leads as HubSpot takes at once. */
const SIDE_BY_SIDE = 10;
const BATCH = 100;

const ruleset = testRuleset();

export function benchHandOver(): Promise<BenchRow[]> {
  return withDatabase('hand_over', async (url) => {
    const database = await prepareDatabase(connectPostgres(url, silentLog), silentLog);
    const opened = await storeOver(database, silentLog);
    try {
      return [await toWebhook(opened), await toHubspot(opened)];
    } finally {
      await opened.store.close();
    }
  });
}

type Opened = Awaited<ReturnType<typeof storeOver>>;

async function toWebhook(opened: Opened): Promise<BenchRow> {
  const server = await startLocalServer(() => ({ status: 204 }));
  const url = new URL(server.url);
  const allowed = ['127.0.0.1/32'];
  const receiver = createWebhookReceiver({ url, secrets: [SECRET], allowed, clock: systemClock });
  const events = ['lead.routed' as const];
  const ours = await leadsPerSecond(opened, webhookAddress({ ...WEBHOOK, events }, ruleset, receiver));
  const body = server.received[0]?.body ?? '';
  const headers = { 'content-type': 'application/json' };
  const bare = await closedLoop({ callers: SIDE_BY_SIDE, calls: LEADS }, () =>
    httpCall({ url, method: 'POST', headers, body, maxBytes: 1_000 }),
  );
  await server.stop();
  return atLeast({ name: 'handing over to a webhook', unit: 'leads/s', figure: ours, baseline: bare, share: 0.15 });
}

async function toHubspot(opened: Opened): Promise<BenchRow> {
  const fake = await startFakeHubspot();
  const crm = createHubspot({
    target: CRM,
    apiUrl: fake.url,
    credentials: { kind: 'token', accessToken: HUBSPOT_TOKEN },
    clock: systemClock,
  });
  const ours = await leadsPerSecond(opened, crmAddress(CRM, ruleset, crm));
  const sent = fake.received.filter(({ path }) => path.includes('batch'));
  fake.contacts.clear();
  fake.notes.clear();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${HUBSPOT_TOKEN}` };
  // The same requests, one after the other, as they were sent.
  let next = 0;
  const calls = await closedLoop({ callers: 1, calls: sent.length }, () => {
    const { path = '', body = '' } = sent[next] ?? {};
    next += 1;
    return httpCall({ url: new URL(fake.url + path), method: 'POST', headers, body, maxBytes: 1e7 });
  });
  await fake.stop();
  const baseline = (calls / sent.length) * LEADS;
  return atLeast({
    name: `handing over to HubSpot, ${BATCH} at once`,
    unit: 'leads/s',
    figure: ours,
    baseline,
    share: 0.25,
  });
}

/** From when a backlog is there until it is done. */
async function leadsPerSecond({ store, handOverJobs }: Opened, address: Address): Promise<number> {
  const jobs = await handOverJobs(address.target);
  await storeBacklog(store, address.target);
  const pace = createPace(systemClock);
  const start = performance.now();
  await new Promise<void>((resolve, reject) => {
    let done = 0;
    const worker = startHandOverWorker({
      jobs,
      atOnce: address.atOnce,
      handOver: createHandOverLeads({ store, clock: systemClock, ids: systemIds }, address, pace),
      pace,
      clock: systemClock,
      onHandedOver: async (handedOver) => {
        done += handedOver.done.length;
        if (done >= LEADS) worker.stop().then(resolve, reject);
      },
      onError: reject,
    });
  });
  return (LEADS / (performance.now() - start)) * 1_000;
}

async function storeBacklog(store: Opened['store'], target: string): Promise<void> {
  for (let from = 0; from < LEADS; from += 500) {
    const leads = Array.from({ length: 500 }, (_, n) => ({
      id: systemIds.next(),
      at: systemClock.now(),
      attributes: { email: `${target}-${from + n}@quarry.example`, company: 'Quarry', country: 'ES', custom: {} },
      keys: [],
    }));
    await store.leads.insert(leads);
    const locked = await store.leads.lock(leads.map(({ id }) => id));
    await store.leads.append(locked.map((lead) => changed(lead, toPool('iberia'), systemClock.now())));
    await store.handOvers.enqueue(leads.map(({ id }) => ({ target, leadId: id })));
  }
}
