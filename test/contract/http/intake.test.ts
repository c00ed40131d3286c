/** What a well-meaning sender sees: acceptance, repeats, batches, and the lead read back. */
import { afterAll, describe, expect, it } from 'vitest';
import { openTestStore } from '../../helpers/database.ts';
import { problemOf, startServer } from './harness.ts';

const { store } = await openTestStore();
const server = await startServer(store);
afterAll(server.stop);

async function waiting(): Promise<number> {
  return (await store.leads.backlog()).waiting;
}

async function idOf(response: Response): Promise<string> {
  expect(response.status).toBe(202);
  return ((await response.json()) as { id: string }).id;
}

describe('POST /v1/leads', () => {
  it('stores the lead before it answers 202, and wakes the router', async () => {
    const wokenBefore = server.woken();
    const response = await server.post('/v1/leads', {
      email: 'Lena@Birch.example',
      country: 'Spain',
      receivedAt: '2026-03-02T09:00:00Z',
    });
    const id = await idOf(response);
    expect(response.headers.get('location')).toBe(`/v1/leads/${id}`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(server.woken()).toBe(wokenBefore + 1);
    expect(await store.leads.find(id)).toMatchObject({
      status: 'received',
      receivedAt: new Date('2026-03-02T09:00:00Z'),
      attributes: { email: 'lena@birch.example', country: 'ES' },
    });
  });

  it('gives the same answer to the same request under the same key, and no second lead', async () => {
    const lead = { email: 'lena@birch.example', custom: { seats: 40 } };
    const first = await server.post('/v1/leads', lead, { 'idempotency-key': 'form-1' });
    const before = await waiting();
    const spaced = JSON.stringify(lead, null, 2);
    const second = await server.post('/v1/leads', spaced, { 'idempotency-key': 'form-1' });
    expect([second.status, await second.text()]).toEqual([first.status, await first.text()]);
    expect([first, second].map((response) => response.headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await waiting()).toBe(before);
  });

  it('refuses the same key with another body with 422', async () => {
    await server.post('/v1/leads', { email: 'lena@birch.example' }, { 'idempotency-key': 'form-2' });
    const before = await waiting();
    const other = await server.post('/v1/leads', { email: 'otto@birch.example' }, { 'idempotency-key': 'form-2' });
    expect(await problemOf(other)).toMatchObject({ code: 'idempotency-key-reused', status: 422 });
    expect(await waiting()).toBe(before);
  });

  it('keeps no key of a request that it refused, so that the mended one passes', async () => {
    const bad = await server.post('/v1/leads', { email: 'nowhere' }, { 'idempotency-key': 'form-3' });
    expect(await problemOf(bad)).toMatchObject({ code: 'invalid-lead', errors: [{ field: 'email' }] });
    const mended = await server.post('/v1/leads', { email: 'lena@birch.example' }, { 'idempotency-key': 'form-3' });
    expect(mended.status).toBe(202);
  });

  it('takes the same source and external id for the same lead', async () => {
    const first = await idOf(await server.post('/v1/leads', { externalId: '42', source: 'hubspot', name: 'Lena' }));
    const again = await server.post('/v1/leads', { externalId: '42', source: 'hubspot', name: 'Lena Birch' });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await idOf(again)).toBe(first);
    expect(await idOf(await server.post('/v1/leads', { externalId: '42', source: 'webinar' }))).not.toBe(first);
  });

  it('makes 1 lead of 1,000 parallel requests with the same key to 2 instances, and answers all the same', async () => {
    const before = await waiting();
    const other = await startServer(store);
    const send = (_: unknown, index: number) =>
      (index % 2 === 0 ? server : other).post(
        '/v1/leads',
        { email: 'lena@birch.example' },
        { 'idempotency-key': 'form-4' },
      );
    const responses = await Promise.all(Array.from({ length: 1_000 }, send));
    const answers = await Promise.all(responses.map(async (response) => `${response.status} ${await response.text()}`));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^202 /);
    expect(await waiting()).toBe(before + 1);
    await other.stop();
  });
});

describe('POST /v1/leads/batch', () => {
  const mixed = [
    { email: 'a@birch.example' },
    { email: 'nowhere' },
    { idempotencyKey: 'row-3', lead: { email: 'c@birch.example' } },
    { idempotencyKey: 'row-3', lead: { email: 'd@birch.example' } },
    { idempotencyKey: 7, lead: { email: 'e@birch.example' } },
    'no lead',
  ];

  it('answers per item, so that bad ones never block good ones', async () => {
    const before = await waiting();
    const response = await server.post('/v1/leads/batch', mixed);
    expect(response.status).toBe(200);
    const { items } = (await response.json()) as { items: Record<string, unknown>[] };
    expect(items).toMatchObject([
      { index: 0, status: 202, leadStatus: 'received', replayed: false },
      { index: 1, status: 422, problem: { type: 'urn:dibs:problem:invalid-lead', errors: [{ field: 'email' }] } },
      { index: 2, status: 202 },
      { index: 3, status: 422, problem: { type: 'urn:dibs:problem:idempotency-key-reused' } },
      { index: 4, status: 400, problem: { type: 'urn:dibs:problem:invalid-idempotency-key' } },
      { index: 5, status: 422, problem: { type: 'urn:dibs:problem:invalid-lead', errors: [{ field: 'lead' }] } },
    ]);
    expect(await waiting()).toBe(before + 2);
  });

  it('reads NDJSON, skips empty lines, and reports a broken line alone', async () => {
    const lines = '{"email":"a@birch.example"}\r\n\r\n{"email": oops}\n{"__proto__":1}\n{"email":"b@birch.example"}';
    const response = await server.post('/v1/leads/batch', lines, {
      'content-type': 'application/x-ndjson; charset=utf-8',
    });
    const { items } = (await response.json()) as { items: Record<string, unknown>[] };
    expect(items).toMatchObject([
      { index: 0, status: 202 },
      { index: 1, status: 400, problem: { type: 'urn:dibs:problem:malformed-json' } },
      { index: 2, status: 400, problem: { type: 'urn:dibs:problem:forbidden-key' } },
      { index: 3, status: 202 },
    ]);
  });

  it('can be sent again under the key of the whole request without a second lead', async () => {
    const batch = [{ email: 'a@birch.example' }, { email: 'b@birch.example' }];
    const send = async () => {
      const response = await server.post('/v1/leads/batch', batch, { 'idempotency-key': 'batch-1' });
      return ((await response.json()) as { items: { id: string; replayed: boolean }[] }).items;
    };
    const first = await send();
    const second = await send();
    expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    expect(second.map(({ replayed }) => replayed)).toEqual([true, true]);
  });

  it('takes 500 leads and refuses 501, without storing any', async () => {
    const before = await waiting();
    const leads = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ email: `p${index}@birch.example` }));
    const tooMany = await server.post('/v1/leads/batch', leads(501));
    expect(await problemOf(tooMany)).toMatchObject({ code: 'too-many-items', status: 413 });
    expect(await waiting()).toBe(before);
    expect((await server.post('/v1/leads/batch', leads(500))).status).toBe(200);
    expect(await waiting()).toBe(before + 500);
  });

  it('refuses what is no batch', async () => {
    expect(await problemOf(await server.post('/v1/leads/batch', '{"email":"a@b.example"}'))).toMatchObject({
      code: 'invalid-batch',
    });
    expect(await problemOf(await server.post('/v1/leads/batch', '[{]'))).toMatchObject({ code: 'malformed-json' });
    expect(await problemOf(await server.post('/v1/leads/batch', ' '.repeat(2 ** 21 + 1)))).toMatchObject({
      code: 'body-too-large',
    });
  });
});

describe('GET /v1/leads/{id}', () => {
  it('shows the lead with its attributes and timeline', async () => {
    const id = await idOf(await server.post('/v1/leads', { email: 'lena@birch.example', country: 'DE' }));
    const response = await server.get(`/v1/leads/${id}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      id,
      status: 'received',
      pool: null,
      owner: null,
      attributes: { email: 'lena@birch.example', country: 'DE' },
      trace: [],
      timeline: [{ version: 1, type: 'received', text: 'Received' }],
    });
  });
});
