/** Leads that a vendor only names: read from its API before the answer, asked for again when it is away, kept when it has them no more. */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openTestStore } from '../../helpers/database.ts';
import {
  facebookBody,
  graphLead,
  HOOK_SECRET,
  HUBSPOT_PROPERTIES,
  hubspotEvent,
} from '../../helpers/vendor-webhooks.ts';
import { problemOf } from './harness.ts';
import {
  ACCESS_TOKEN,
  type HookServer,
  SECOND_SECRET,
  startHookServer,
  startVendorApi,
  type VendorApi,
} from './hooks-harness.ts';

const { store } = await openTestStore();
const running: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const part of running.splice(0)) await part.stop();
});

async function start(
  answer: Parameters<typeof startVendorApi>[0],
  options: Parameters<typeof startHookServer>[1] = {},
): Promise<{ server: HookServer; vendor: VendorApi }> {
  const vendor = await startVendorApi(answer);
  const server = await startHookServer(store, { apiUrl: vendor.url, ...options });
  running.push(server, vendor);
  return { server, vendor };
}

async function waiting(): Promise<number> {
  return (await store.leads.backlog()).waiting;
}

async function itemsOf(response: Response): Promise<{ id: string; replayed: boolean }[]> {
  expect(response.status).toBe(200);
  return ((await response.json()) as { items: { id: string; replayed: boolean }[] }).items;
}

const GONE = {
  error: {
    message: 'Unsupported get request. Object with ID does not exist',
    type: 'GraphMethodException',
    code: 100,
    error_subcode: 33,
    fbtrace_id: 'A1',
  },
};

const idIn = (url: URL) => url.pathname.split('/').at(-1) ?? '';

describe('a lead of Facebook', () => {
  it('is asked for at the versioned address, with a proof of the app', async () => {
    const { server, vendor } = await start(({ url }) => ({ status: 200, body: graphLead(idIn(url)) }));
    const [item] = await itemsOf(await server.send('facebook', facebookBody('7001')));
    const proof = createHmac('sha256', HOOK_SECRET).update(ACCESS_TOKEN).digest('hex');
    expect(vendor.requests.map(({ line }) => line)).toEqual([
      `GET /v24.0/7001?fields=id%2Ccreated_time%2Cfield_data&access_token=${ACCESS_TOKEN}&appsecret_proof=${proof}`,
    ]);
    const lead = await store.leads.find(item?.id ?? '');
    expect(lead?.attributes).toMatchObject({ externalId: '7001', custom: { facebook_form_id: 12312312312 } });
    expect(lead?.receivedAt).toEqual(new Date('2026-03-02T09:00:00Z'));
  });

  it('is read with the second secret while the first is not Facebook’s yet', async () => {
    const proof = createHmac('sha256', SECOND_SECRET).update(ACCESS_TOKEN).digest('hex');
    const { server } = await start(({ url }) =>
      url.searchParams.get('appsecret_proof') === proof
        ? { status: 200, body: graphLead(idIn(url)) }
        : {
            status: 400,
            body: { error: { message: 'Invalid appsecret_proof', type: 'GraphMethodException', code: 100 } },
          },
    );
    expect(await itemsOf(await server.send('facebook', facebookBody('7002')))).toHaveLength(1);
  });

  it.each([
    ['is down', () => ({ status: 500, body: {} })],
    ['hangs up', () => 'hang up' as const],
    ['limits the rate', () => ({ status: 400, body: { error: { code: 4, type: 'OAuthException' } } })],
    ['knows the token no more', () => ({ status: 400, body: { error: { code: 190, type: 'OAuthException' } } })],
    [
      'redirects',
      ({ url }: { url: URL }) =>
        url.pathname.startsWith('/elsewhere')
          ? { status: 200, body: graphLead('7003') }
          : { status: 302, body: {}, location: '/elsewhere/7003' },
    ],
    ['answers with nothing', () => ({ status: 200, body: undefined })],
    ['answers with another lead', () => ({ status: 200, body: graphLead('1') })],
    ['answers without end', () => ({ status: 200, body: { ...graphLead('7003'), x: 'x'.repeat(5_000_000) } })],
  ])('is sent again by Facebook, and nothing is lost, while the Graph API %s', async (_, answer) => {
    const before = await waiting();
    const { server } = await start(answer);
    const problem = await problemOf(await server.send('facebook', facebookBody('7003')));
    expect(problem).toMatchObject({ code: 'vendor-unavailable', status: 503 });
    expect(await waiting()).toBe(before);
    expect(server.log()).toContain('Leads could not be read from their vendor');
    expect(server.log()).not.toContain('7003');
    expect(server.log()).not.toContain(ACCESS_TOKEN);
  });

  it('that can be read is stored although another cannot, and comes again as a repeat', async () => {
    const before = await waiting();
    let isAway = true;
    const { server } = await start(({ url }) =>
      isAway && idIn(url) === '7005' ? { status: 503, body: {} } : { status: 200, body: graphLead(idIn(url)) },
    );
    const body = facebookBody('7004', '7005');
    expect((await server.send('facebook', body)).status).toBe(503);
    expect(await waiting()).toBe(before + 1);
    isAway = false;
    expect((await itemsOf(await server.send('facebook', body))).map(({ replayed }) => replayed)).toEqual([true, false]);
    expect(await waiting()).toBe(before + 2);
  });

  it('that Facebook has no more is kept with its id, so that the others are not sent for ever', async () => {
    const { server } = await start(({ url }) =>
      idIn(url) === '7006' ? { status: 400, body: GONE } : { status: 200, body: graphLead(idIn(url)) },
    );
    const [gone, good] = await itemsOf(await server.send('facebook', facebookBody('7006', '7007')));
    expect((await store.leads.find(gone?.id ?? ''))?.attributes).toMatchObject({
      externalId: '7006',
      source: 'facebook',
      custom: { facebook_form_id: 12312312312, facebook_ad_id: 12312312313 },
    });
    expect((await store.leads.find(good?.id ?? ''))?.attributes).toMatchObject({ firstName: 'Lena' });
    const page = await (await fetch(`${server.url}/metrics`)).text();
    expect(page).toContain('dibs_hook_items_total{source="facebook",outcome="gone"} 1');
  });

  it('is one of 8 at most that are asked for at a time', async () => {
    let open = 0;
    let most = 0;
    let answerAll = () => {};
    const enough = new Promise<void>((resolve) => {
      answerAll = resolve;
    });
    const { server } = await start(async ({ url }) => {
      open += 1;
      most = Math.max(most, open);
      // Nobody is answered before there are 8, and a ninth would have had the time to come.
      if (open === 8) void sleep(30).then(answerAll);
      await enough;
      open -= 1;
      return { status: 200, body: graphLead(idIn(url)) };
    });
    const ids = Array.from({ length: 60 }, (_, index) => String(71_000 + index));
    expect(await itemsOf(await server.send('facebook', facebookBody(...ids)))).toHaveLength(60);
    expect(most).toBe(8);
  });
});

describe('a contact of HubSpot', () => {
  const contact = (id: string) => ({ id, properties: { ...HUBSPOT_PROPERTIES, email: `c${id}@larch.example` } });
  const inputsOf = (body: string) => (JSON.parse(body) as { inputs: { id: string }[] }).inputs.map(({ id }) => id);

  it('is one lead of all its events, read with all others in one request', async () => {
    const { server, vendor } = await start(({ body }) => ({
      status: 200,
      body: { results: inputsOf(body).map(contact) },
    }));
    const events = [
      hubspotEvent(8001),
      hubspotEvent(8001, {
        eventId: 5,
        subscriptionType: 'contact.propertyChange',
        propertyName: 'phone',
        propertyValue: '1',
      }),
      hubspotEvent(8002, { subscriptionType: 'object.creation', objectTypeId: '0-1' }),
      hubspotEvent(8003, { subscriptionType: 'object.creation', objectTypeId: '0-2' }),
      hubspotEvent(8004, { subscriptionType: 'contact.deletion' }),
    ];
    const items = await itemsOf(await server.send('hubspot', events));
    expect(items).toHaveLength(2);
    expect(vendor.requests).toHaveLength(1);
    expect(vendor.requests[0]).toMatchObject({
      line: 'POST /crm/v3/objects/contacts/batch/read',
      authorization: `Bearer ${ACCESS_TOKEN}`,
    });
    expect((await store.leads.find(items[1]?.id ?? ''))?.attributes).toMatchObject({
      externalId: '8002',
      email: 'c8002@larch.example',
    });
  });

  it('that changes later is the lead it was', async () => {
    const { server } = await start(({ body }) => ({ status: 200, body: { results: inputsOf(body).map(contact) } }));
    const [first] = await itemsOf(await server.send('hubspot', [hubspotEvent(8010)]));
    const change = hubspotEvent(8010, { eventId: 9, subscriptionType: 'contact.propertyChange' });
    expect(await itemsOf(await server.send('hubspot', [change]))).toEqual([{ ...first, replayed: true }]);
  });

  it('that HubSpot has no more is kept with its id', async () => {
    const { server } = await start(() => ({
      status: 207,
      body: { results: [contact('8021')], errors: [{ status: 'error' }] },
    }));
    const [gone, good] = await itemsOf(await server.send('hubspot', [hubspotEvent(8020), hubspotEvent(8021)]));
    expect((await store.leads.find(gone?.id ?? ''))?.attributes).toEqual({
      externalId: '8020',
      source: 'hubspot',
      custom: {},
    });
    expect((await store.leads.find(good?.id ?? ''))?.attributes).toMatchObject({ firstName: 'Lena' });
  });

  it.each([
    ['the API limits the rate', 429, ACCESS_TOKEN],
    ['no token is set', 200, null],
  ])('is sent again by HubSpot while %s', async (_, status, accessToken) => {
    const before = await waiting();
    const { server } = await start(({ body }) => ({ status, body: { results: inputsOf(body).map(contact) } }), {
      accessToken,
    });
    expect(await problemOf(await server.send('hubspot', [hubspotEvent(8030)]))).toMatchObject({
      code: 'vendor-unavailable',
    });
    expect(await waiting()).toBe(before);
  });
});
