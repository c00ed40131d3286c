/** Webhooks of every vendor over HTTP: the same lead from each, signatures, windows, replays, and what is no webhook. */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import type { Source } from '../../../src/domain/sources/source.ts';
import { openTestStore } from '../../helpers/database.ts';
import {
  calendlyBody,
  facebookBody,
  graphLead,
  HOOK_SECRET,
  HUBSPOT_PROPERTIES,
  hubspotEvent,
  hubspotWorkflowBody,
  INVITEE,
  jsonBody,
  PERSON_ATTRIBUTES,
  standardBody,
  typeformBody,
  webflowBody,
} from '../../helpers/vendor-webhooks.ts';
import { problemOf } from './harness.ts';
import { SECOND_SECRET, startHookServer, startVendorApi, VERIFY_TOKEN } from './hooks-harness.ts';

const vendor = await startVendorApi(({ url, body }) => {
  if (url.pathname.endsWith('/batch/read')) {
    const { inputs } = JSON.parse(body) as { inputs: { id: string }[] };
    return {
      status: 200,
      body: { status: 'COMPLETE', results: inputs.map(({ id }) => ({ id, properties: HUBSPOT_PROPERTIES })) },
    };
  }
  return { status: 200, body: graphLead(url.pathname.split('/').at(-1) ?? '') };
});
const MAPPED: Source = {
  id: 'mapped',
  kind: 'json',
  mapping: {
    email: { paths: ['$.who.mail'] },
    source: { paths: ['$.none'], otherwise: 'partner' },
    'custom.plan': { paths: ['$.p'], otherwise: 'free' },
  },
  defaultCountry: 'ES',
};
const { store } = await openTestStore();
const server = await startHookServer(store, { apiUrl: vendor.url, sources: [MAPPED] });
afterAll(async () => {
  await server.stop();
  await vendor.stop();
});

async function waiting(): Promise<number> {
  return (await store.leads.backlog()).waiting;
}

/** The id in an answer to a single lead or to a list of one. */
async function idOf(response: Response): Promise<string> {
  const body = (await response.json()) as { id?: string; items?: { id: string }[] };
  return body.id ?? body.items?.[0]?.id ?? `no id in ${response.status} ${JSON.stringify(body)}`;
}

async function attributesOf(response: Response) {
  const lead = await store.leads.find(await idOf(response));
  if (!lead?.attributes) throw new Error('no lead');
  return { ...lead.attributes, receivedAt: lead.receivedAt };
}

/** A body for each kind, and the status with which it is taken. */
const GOOD: [source: string, body: object, status: number][] = [
  ['typeform', typeformBody(), 202],
  ['calendly', calendlyBody(), 202],
  ['webflow', webflowBody(), 202],
  ['hubspot', hubspotWorkflowBody(), 202],
  ['hubspot', [hubspotEvent(4512)], 200],
  ['facebook', facebookBody('444444444444'), 200],
  ['standard', standardBody(), 202],
  ['json', jsonBody(), 202],
];

describe.each(GOOD)('a webhook of %s', (source, body, status) => {
  it('becomes the same lead as from every other vendor, stored before the answer', async () => {
    const response = await server.send(source, body);
    expect(response.status).toBe(status);
    const { custom, externalId: _, receivedAt: __, ...attributes } = await attributesOf(response);
    expect(attributes).toEqual({ ...PERSON_ATTRIBUTES, source });
    expect(custom).toMatchObject({ seats: 40 });
  });

  it('is one lead however often it is sent', async () => {
    const first = await idOf(await server.send(source, body));
    const before = await waiting();
    const again = await server.send(source, body);
    expect([again.status, await idOf(again), await waiting()]).toEqual([status, first, before]);
  });

  it('is taken with the second secret, and refused with a third', async () => {
    expect((await server.send(source, body, { secret: SECOND_SECRET })).status).toBe(status);
    const refused = await problemOf(await server.send(source, body, { secret: 'a-secret-that-nobody-has-set' }));
    expect(refused).toMatchObject({ status: 401, code: source === 'json' ? 'wrong-secret' : 'invalid-signature' });
  });

  it('is refused without its headers, before the body is read', async () => {
    const response = await server.post(`/hooks/${source}`, body, { authorization: '' });
    expect(await problemOf(response)).toMatchObject({ status: 401 });
    expect(await statusOfHead(`/hooks/${source}`)).toBe(401);
  });

  it('is refused in the shape of another vendor, which names what is missing', async () => {
    const other = source === 'webflow' ? typeformBody() : webflowBody();
    const response = await server.send(source, source === 'json' || source === 'standard' ? ['no object'] : other);
    // HubSpot takes any properties of a contact, and these say nothing of anybody.
    const code = source === 'hubspot' ? 'invalid-lead' : 'other-shape';
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ status: 422, code });
    expect(problem.errors).not.toEqual([]);
  });

  it('is refused at 5 MB with 413, and the sender gets to read it', async () => {
    const response = await server.send(source, JSON.stringify({ ...body, filler: 'x'.repeat(5 * 1024 * 1024) }));
    expect(await problemOf(response)).toMatchObject({ code: 'body-too-large', status: 413 });
  });

  it.each([
    ['text that is no JSON', '{"email": lena}', 'malformed-json'],
    ['__proto__', '{"__proto__": {"email": "lena@larch.example"}}', 'forbidden-key'],
    ['nothing at all', '', 'malformed-json'],
  ])('is refused with %s', async (_, text, code) => {
    expect(await problemOf(await server.send(source, text))).toMatchObject({ code, status: 400 });
  });

  it('is refused in another media type', async () => {
    const response = await server.send(source, body, { headers: { 'content-type': 'text/xml' } });
    expect(await problemOf(response)).toMatchObject({ code: 'unsupported-media-type', status: 415 });
  });
});

describe.each([
  ['calendly', calendlyBody(), 'calendly-webhook-signature'],
  ['webflow', webflowBody(), 'x-webflow-timestamp'],
  ['hubspot', hubspotWorkflowBody(), 'x-hubspot-request-timestamp'],
  ['standard', standardBody(), 'webhook-timestamp'],
])('the window of %s', (source, body, field) => {
  it.each([
    ['old', -6 * 60_000, 'is more than 5 minutes old'],
    ['ahead', 6 * 60_000, 'is more than 5 minutes ahead'],
  ])('refuses what is more than 5 minutes %s, with the reason', async (_, offMs, message) => {
    const response = await server.send(source, body, { atMs: Date.now() + offMs });
    expect(await problemOf(response)).toMatchObject({ code: 'invalid-signature', errors: [{ field, message }] });
  });

  it('takes what is 4 minutes old, and an old lead is no second one', async () => {
    const first = await idOf(await server.send(source, body));
    expect(await idOf(await server.send(source, body, { atMs: Date.now() - 4 * 60_000 }))).toBe(first);
  });

  it('refuses a new time on an old signature', async () => {
    const text = JSON.stringify(body);
    const old = new Date(Date.now() - 60 * 60_000).getTime();
    const fresh = String(field.startsWith('webhook') ? Math.floor(Date.now() / 1_000) : Date.now());
    const headers = field.startsWith('calendly')
      ? { [field]: `t=${Math.floor(Date.now() / 1_000)},v1=${'0'.repeat(64)}` }
      : { [field]: fresh };
    const response = await server.send(source, text, { atMs: old, headers });
    expect(await problemOf(response)).toMatchObject({ code: 'invalid-signature', status: 401 });
  });
});

describe('a signature', () => {
  it('covers the bytes of the body, not what they mean', async () => {
    const text = JSON.stringify(typeformBody('tok-bytes'));
    const signed = await server.send('typeform', text);
    expect(signed.status).toBe(202);
    const { 'typeform-signature': signature = '' } = headersOf(text);
    const spaced = await server.send('typeform', `${text} `, { headers: { 'typeform-signature': signature } });
    expect(await problemOf(spaced)).toMatchObject({ code: 'invalid-signature' });
  });

  it('of HubSpot covers the address, with its query in the clear', async () => {
    const path = '/hooks/hubspot?form=a%40b%3Ac';
    const text = JSON.stringify(hubspotWorkflowBody(77));
    const { SIGNED } = await import('../../helpers/vendor-webhooks.ts');
    const signed = SIGNED.hubspot?.(text, { path: '/hooks/hubspot?form=a@b:c' });
    const post = (to: string) =>
      fetch(server.url + to, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signed },
        body: text,
      });
    expect((await post(path)).status).toBe(202);
    expect((await post('/hooks/hubspot?form=x')).status).toBe(401);
  });

  it('of another source does not open this one', async () => {
    const text = JSON.stringify(typeformBody());
    const response = await fetch(`${server.url}/hooks/webflow`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf(text) },
      body: text,
    });
    expect(response.status).toBe(401);
  });
});

describe('a source of the kind json', () => {
  it.each([
    ['Bearer', { authorization: 'Bearer an-invented-secret-of-a-vendor' }],
    ['Basic', { authorization: `Basic ${Buffer.from('zapier:an-invented-secret-of-a-vendor').toString('base64')}` }],
    ['X-Dibs-Secret', { authorization: '', 'x-dibs-secret': 'an-invented-secret-of-a-vendor' }],
  ])('takes its secret as %s', async (_, headers) => {
    const response = await server.send('json', { email: 'lena@larch.example' }, { headers });
    expect(response.status).toBe(202);
  });

  it('reads a form as it reads JSON', async () => {
    const form = new URLSearchParams({ 'Full name': 'Otto Elm', 'E-Mail': 'otto@elm.example', Seats: '7' });
    form.append('topics', 'a');
    form.append('topics', 'b');
    const response = await server.send('json', form.toString(), {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(await attributesOf(response)).toMatchObject({
      name: 'Otto Elm',
      email: 'otto@elm.example',
      custom: { seats: 7, topics: 'a, b' },
    });
  });

  it('refuses a form for every other kind, and __proto__ in one', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await problemOf(await server.send('typeform', 'a=b', { headers }))).toMatchObject({
      code: 'unsupported-media-type',
    });
    expect(await problemOf(await server.send('json', '__proto__=b', { headers }))).toMatchObject({
      code: 'forbidden-key',
    });
  });

  it('refuses bytes that are no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"email":"'), Buffer.from([0xff, 0xfe]), Buffer.from('@elm.example"}')]);
    const response = await server.post('/hooks/json', bytes, { authorization: `Bearer ${HOOK_SECRET}` });
    expect(await problemOf(response)).toMatchObject({ code: 'malformed-json', detail: 'The body is not UTF-8.' });
  });

  it('counts the last of two equal keys, as the lead API does', async () => {
    const response = await server.send('json', '{"email":"a@elm.example","email":"b@elm.example"}');
    expect(await attributesOf(response)).toMatchObject({ email: 'b@elm.example' });
  });

  it('answers a list item by item, so that a bad one never blocks a good one', async () => {
    const before = await waiting();
    const response = await server.send('json', [
      { email: 'c@elm.example' },
      { email: 'nowhere' },
      { email: 'd@elm.example' },
    ]);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      items: [
        { index: 0, status: 202, replayed: false },
        { index: 1, status: 422, problem: { errors: [{ field: 'email' }] } },
        { index: 2, status: 202 },
      ],
    });
    expect(await waiting()).toBe(before + 2);
  });

  it('takes an Idempotency-Key for the sender’s word of what is one', async () => {
    const headers = { 'idempotency-key': 'zap-1' };
    const first = await idOf(await server.send('json', { email: 'e@elm.example' }, { headers }));
    const again = await server.send('json', { email: 'e@elm.example', note: 'later' }, { headers });
    expect([again.headers.get('idempotency-replayed'), await idOf(again)]).toEqual(['true', first]);
  });

  it('fills fields from the paths of its mapping, reads phones by its country, and keeps what it does not know', async () => {
    const body = { who: { mail: 'f@elm.example' }, phone: '915 550 147', q: { budget: '1200' } };
    expect(await attributesOf(await server.send('mapped', body))).toMatchObject({
      email: 'f@elm.example',
      phone: '+34915550147',
      source: 'partner',
      custom: { plan: 'free', q_budget: 1200 },
    });
  });
});

describe('a lead with something that cannot be understood', () => {
  it('is kept, and what was typed stands beside it', async () => {
    const body = webflowBody('kept-1') as { payload: { data: object } };
    body.payload.data = { Email: 'lena at larch', Employees: 'many', 'First name': 'Lena', Website: 'x'.repeat(5_000) };
    expect(await attributesOf(await server.send('webflow', body))).toMatchObject({
      externalId: 'kept-1',
      firstName: 'Lena',
      custom: { emailAsGiven: 'lena at larch', employeesAsGiven: 'many' },
    });
  });

  it('is refused only where nobody could be reached or recognised, naming the fields', async () => {
    const response = await server.send('json', { name: 'Lena', email: 'lena at larch' });
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ code: 'invalid-lead', status: 422, errors: [{ field: 'email' }] });
    expect(JSON.stringify(problem)).not.toContain('larch');
  });
});

describe('what is about no new lead', () => {
  it.each([
    ['calendly', calendlyBody({}, 'invitee.canceled')],
    ['webflow', { triggerType: 'site_publish', payload: {} }],
    [
      'hubspot',
      [
        hubspotEvent(1, { subscriptionType: 'contact.deletion' }),
        hubspotEvent(2, { subscriptionType: 'deal.creation' }),
      ],
    ],
    ['facebook', { object: 'page', entry: [{ id: '1', time: 1, changes: [{ field: 'feed', value: {} }] }] }],
  ])('is acknowledged to %s and makes none', async (source, body) => {
    const before = await waiting();
    const response = await server.send(source, body);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'ignored' });
    expect(await waiting()).toBe(before);
  });

  it('is a meeting that moved: the lead is the one that booked it', async () => {
    const moved = calendlyBody({ uri: `${INVITEE}-2`, old_invitee: INVITEE, rescheduled: false });
    const first = await idOf(await server.send('calendly', calendlyBody()));
    expect(await idOf(await server.send('calendly', moved))).toBe(first);
  });
});

describe('/hooks/{source}', () => {
  it('is nothing where the routing file has no such source, or with another method', async () => {
    expect(await problemOf(await server.send('nobody', jsonBody()))).toMatchObject({
      code: 'source-not-found',
      status: 404,
    });
    expect((await fetch(`${server.url}/hooks/json`)).status).toBe(404);
    expect((await fetch(`${server.url}/hooks/json`, { method: 'PUT' })).status).toBe(404);
  });

  it('gives Facebook its challenge back for the right token, as plain text', async () => {
    const ask = (query: string) => fetch(`${server.url}/hooks/facebook?hub.mode=subscribe&${query}`);
    const right = await ask(`hub.challenge=1158201444&hub.verify_token=${VERIFY_TOKEN}`);
    expect([right.status, right.headers.get('content-type'), await right.text()]).toEqual([
      200,
      'text/plain; charset=utf-8',
      '1158201444',
    ]);
    expect(await problemOf(await ask('hub.challenge=1&hub.verify_token=wrong'))).toMatchObject({
      code: 'wrong-secret',
      status: 401,
    });
    expect(await problemOf(await ask('hub.challenge=1'))).toMatchObject({ status: 401 });
    expect((await ask(`hub.challenge=<script>&hub.verify_token=${VERIFY_TOKEN}`)).status).toBe(400);
  });

  it('is guarded against load as the lead API is, once the sender is known', async () => {
    const busy = await startHookServer(store, { limits: { perSecond: 0.001, burst: 1, maxWaiting: 10 } });
    expect((await busy.send('json', { email: 'g@elm.example' }, { secret: 'wrong-wrong-wrong' })).status).toBe(401);
    expect((await busy.send('json', { email: 'g@elm.example' })).status).toBe(202);
    expect(await problemOf(await busy.send('json', { email: 'h@elm.example' }))).toMatchObject({
      code: 'too-many-requests',
      status: 429,
    });
    await busy.stop();
  });

  it('counts by source and outcome', async () => {
    const page = await (await fetch(`${server.url}/metrics`)).text();
    for (const outcome of ['stored', 'repeat', 'refused', 'other_shape']) {
      expect(page).toMatch(new RegExp(`dibs_hook_items_total\\{source="typeform",outcome="${outcome}"\\} [1-9]`));
    }
    expect(page).toMatch(/dibs_http_request_seconds_count\{route="\/hooks\/:source",method="POST",status="202"\}/);
  });
});

it('leaves nothing of a lead, a vendor’s id or a secret in the log', () => {
  expect(server.log()).toContain('/hooks/:source');
  expect(server.log()).toContain('A field was not understood and is kept as given');
  expect(server.log()).not.toMatch(/larch|lena|elm\.example|915 ?550|\+34|tok-|444444444444|kept-1|secret-of/i);
});

function headersOf(text: string): Record<string, string> {
  return { 'typeform-signature': signatureOf(text) };
}

function signatureOf(text: string): string {
  return `sha256=${createHmac('sha256', HOOK_SECRET).update(text).digest('base64')}`;
}

/** The status of a request whose body never comes. */
function statusOfHead(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      server.url + path,
      { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '1000' } },
      (response) => {
        resolve(response.statusCode);
        request.destroy();
      },
    );
    request.on('error', reject);
    request.flushHeaders();
  });
}
