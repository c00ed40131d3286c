/** Who may use the lead API. Each guard's test fails when the guard is taken out: the request would be answered with 202. */
import { Webhook } from 'standardwebhooks';
import { afterAll, describe, expect, it } from 'vitest';
import { openTestStore } from '../../helpers/database.ts';
import { API_KEY, problemOf, startServer } from './harness.ts';

const BODY = '{"email":"lena@birch.example"}';
const BASE64_KEY = 'whsec_aW52ZW50ZWQta2V5LWZvci10ZXN0cw==';
const MINUTE_MS = 60_000;

const { store } = await openTestStore();
const server = await startServer(store);
afterAll(server.stop);

function send(headers: Record<string, string>, body = BODY, url = server.url): Promise<Response> {
  return fetch(`${url}/v1/leads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

/** Headers as Standard Webhooks wants them, signed `ageMs` ago. */
function signed(
  options: { body?: string; ageMs?: number; id?: string; webhook?: Webhook } = {},
): Record<string, string> {
  const {
    body = BODY,
    ageMs = 0,
    id = `msg-${Math.random()}`,
    webhook = new Webhook(API_KEY, { format: 'raw' }),
  } = options;
  const at = new Date(Date.now() - ageMs);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': webhook.sign(id, at, body),
  };
}

describe('the API key', () => {
  it('opens the API', async () => {
    expect((await send({ authorization: `Bearer ${API_KEY}` })).status).toBe(202);
    expect((await send({ authorization: `bearer ${API_KEY}` })).status).toBe(202);
  });

  it('is asked for when the request shows nothing', async () => {
    const response = await send({});
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="dibs"');
    expect(await problemOf(response)).toMatchObject({
      code: 'missing-credentials',
      status: 401,
      errors: [{ field: 'authorization' }],
    });
  });

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer wrong',
    `Bearer ${API_KEY}x`,
    `Bearer ${API_KEY.slice(0, -1)}`,
    `Bearer x ${API_KEY}`,
    `Basic ${API_KEY}`,
    API_KEY,
  ])('is wrong in "Authorization: %s"', async (authorization) => {
    expect(await problemOf(await send({ authorization }))).toMatchObject({ code: 'wrong-api-key', status: 401 });
  });

  it('is checked before the body is read', async () => {
    expect(await problemOf(await send({}, 'x'.repeat(2 ** 20)))).toMatchObject({ code: 'missing-credentials' });
  });

  it('is asked for on every route of the lead API', async () => {
    const batch = await fetch(`${server.url}/v1/leads/batch`, { method: 'POST' });
    const lead = await fetch(`${server.url}/v1/leads/00000000-0000-0000-0000-000000000000`);
    expect([batch.status, lead.status]).toEqual([401, 401]);
  });

  it('is not asked for where none is set: the playground on loopback', async () => {
    const open = await startServer(store, { apiKey: null });
    expect((await send({}, BODY, open.url)).status).toBe(202);
    await open.stop();
  });
});

describe('a signature', () => {
  it('opens POST, with the key itself or with a whsec_ secret', async () => {
    expect((await send(signed())).status).toBe(202);
    const other = await startServer(store, { apiKey: BASE64_KEY });
    expect((await send(signed({ webhook: new Webhook(BASE64_KEY) }), BODY, other.url)).status).toBe(202);
    await other.stop();
  });

  it('is one of several, as during a change of keys', async () => {
    const headers = signed();
    const signatures = `v1,bm90IHRoaXMgb25l ${headers['webhook-signature']}`;
    expect((await send({ ...headers, 'webhook-signature': signatures })).status).toBe(202);
  });

  it.each([
    ['5 minutes and a bit old', 5.1 * MINUTE_MS, 'is more than 5 minutes old'],
    ['5 minutes and a bit ahead', -5.1 * MINUTE_MS, 'is more than 5 minutes ahead'],
  ])('is refused when %s', async (_case, ageMs, message) => {
    expect(await problemOf(await send(signed({ ageMs })))).toMatchObject({
      code: 'invalid-signature',
      status: 401,
      errors: [{ field: 'webhook-timestamp', message }],
    });
  });

  it.each([4.9 * MINUTE_MS, -4.9 * MINUTE_MS])('is accepted %i ms old', async (ageMs) => {
    expect((await send(signed({ ageMs }))).status).toBe(202);
  });

  it.each([
    ['another body', { body: '{"email":"other@birch.example"}' }],
    ['another key', { webhook: new Webhook('another-invented-key', { format: 'raw' }) }],
  ])('is refused when it belongs to %s', async (_case, options) => {
    expect(await problemOf(await send(signed(options)))).toMatchObject({
      code: 'invalid-signature',
      errors: [{ field: 'webhook-signature' }],
    });
  });

  it.each([
    ['webhook-id', 'another-id'],
    ['webhook-timestamp', String(Math.floor(Date.now() / 1_000) - 7)],
    ['webhook-signature', 'v1,'],
    ['webhook-signature', 'v1'],
    ['webhook-signature', 'v2,AAAA'],
    ['webhook-timestamp', 'yesterday'],
  ])('is refused when %s is %s', async (name, value) => {
    const problem = await problemOf(await send({ ...signed(), [name]: value }));
    expect(problem.code).toBe('invalid-signature');
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('names %s when it is missing', async (name) => {
    const { [name]: _left, ...rest } = signed();
    expect(await problemOf(await send(rest))).toMatchObject({
      code: 'invalid-signature',
      errors: [{ field: name, message: 'is missing' }],
    });
  });

  it('does not help a wrong key, and does not open GET', async () => {
    expect(await problemOf(await send({ ...signed(), authorization: 'Bearer wrong' }))).toMatchObject({
      code: 'wrong-api-key',
    });
    const lead = await fetch(`${server.url}/v1/leads/00000000-0000-0000-0000-000000000000`, {
      headers: signed({ body: '' }),
    });
    expect(lead.status).toBe(401);
  });

  it('covers an empty body too', async () => {
    const response = await fetch(`${server.url}/v1/leads`, { method: 'POST', headers: signed() });
    expect(await problemOf(response)).toMatchObject({ code: 'invalid-signature' });
  });

  it('makes redelivery harmless: the same webhook-id gives the same lead', async () => {
    const first = await send(signed({ id: 'msg-1' }));
    const second = await send(signed({ id: 'msg-1' }));
    expect(await second.json()).toEqual(await first.json());
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });
});
