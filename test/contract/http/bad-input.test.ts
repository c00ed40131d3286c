/** What hostile or clumsy senders do to the lead API: each gets a clear problem, and nothing is stored. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore } from '../../helpers/database.ts';
import { API_KEY, problemOf, sendRaw, startServer } from './harness.ts';

const MEGABYTE = 'x'.repeat(2 ** 20);

const { store } = await openTestStore();
const server = await startServer(store);
afterAll(server.stop);

describe('bad input to POST /v1/leads', () => {
  let before: number;
  beforeEach(async () => {
    before = (await store.leads.backlog()).waiting;
  });

  async function refusal(body: object | string, headers?: Record<string, string>) {
    const problem = await problemOf(await server.post('/v1/leads', body, headers));
    expect((await store.leads.backlog()).waiting).toBe(before);
    return problem;
  }

  it('says at which line and column a body stops being JSON', async () => {
    expect(await refusal('{"email":"lena@birch.example",\n "name": Lena}')).toMatchObject({
      code: 'malformed-json',
      status: 400,
      detail: 'It stops being JSON at line 2, column 10.',
    });
  });

  it.each(['', ' ', '\u0000', '{', '"', '[', 'undefined', "{'a':1}"])('calls %j malformed', async (body) => {
    expect(await refusal(body)).toMatchObject({ code: 'malformed-json' });
  });

  it('calls bytes that are not UTF-8 malformed', async () => {
    const latin1 = Buffer.from('{"email":"lena@birch.example","name":"Zoë"}', 'latin1');
    expect(await refusal(latin1)).toMatchObject({ code: 'malformed-json', detail: 'The body is not UTF-8.' });
  });

  it.each([
    '{"__proto__":{"admin":true},"email":"a@b.example"}',
    '{"custom":{"\\u005f_proto__":{"admin":true}},"email":"a@b.example"}',
    '{"constructor":{"prototype":{"admin":true}},"email":"a@b.example"}',
  ])('refuses the key in %s', async (body) => {
    expect(await refusal(body)).toMatchObject({ code: 'forbidden-key', status: 400 });
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it.each(['null', '[]', '"lead"', '7', 'true'])('refuses %s in place of a lead', async (body) => {
    expect(await refusal(body)).toMatchObject({ code: 'invalid-lead', status: 422, errors: [{ field: 'lead' }] });
  });

  it('names every field of a wrong type, and repeats no value', async () => {
    const problem = await refusal({
      email: 7,
      company: ['Quilla'],
      employees: 'Quilla',
      custom: { size: { is: 'Quilla' } },
    });
    const errors = problem.errors as { field: string }[];
    expect(new Set(errors.map(({ field }) => field))).toEqual(
      new Set(['email', 'company', 'employees', 'custom.size']),
    );
    expect(JSON.stringify(problem)).not.toContain('Quilla');
  });

  it.each([
    [
      '10,000 brackets deep under custom',
      `{"email":"a@b.example","custom":{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`,
    ],
    [
      '10,000 brackets deep under an unknown name',
      `{"email":"a@b.example","a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    ],
  ])('refuses a value %s', async (_case, body) => {
    expect(await refusal(body)).toMatchObject({ code: 'invalid-lead', status: 422 });
  });

  it('refuses a body of 1 MiB with 413, whether or not it says its length', async () => {
    expect(await refusal({ email: 'a@b.example', message: MEGABYTE })).toMatchObject({
      code: 'body-too-large',
      status: 413,
    });
    const head = `POST /v1/leads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${API_KEY}\r\nContent-Type: application/json\r\n`;
    const chunk = `${(2 ** 16).toString(16)}\r\n${'x'.repeat(2 ** 16)}\r\n`;
    const goodbye = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const chunked = await sendRaw(server.port, [
      `${head}Transfer-Encoding: chunked\r\n\r\n`,
      ...Array<string>(16).fill(chunk),
      '0\r\n\r\n',
      goodbye,
    ]);
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
    expect(chunked).toContain('urn:dibs:problem:body-too-large');
    expect(chunked).toContain('{"status":"ok"}');
  });

  it('accepts a body of just under 64 KiB and refuses one just above', async () => {
    const lead = (bytes: number) => '{"email":"a@b.example"}'.padEnd(bytes);
    expect(await refusal(lead(64 * 1024 + 1))).toMatchObject({ code: 'body-too-large' });
    expect((await server.post('/v1/leads', lead(64 * 1024))).status).toBe(202);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/x-ndjson',
    'multipart/form-data',
    'nonsense',
  ])('refuses the content type %s with 415', async (type) => {
    expect(await refusal('{"email":"a@b.example"}', { 'content-type': type })).toMatchObject({
      code: 'unsupported-media-type',
      status: 415,
    });
  });

  it('refuses a compressed body with 415', async () => {
    const body = gzipSync('{"email":"a@b.example"}');
    expect(await refusal(body, { 'content-encoding': 'gzip' })).toMatchObject({ code: 'unsupported-media-type' });
  });

  it.each(['', 'é', 'k'.repeat(256)])('refuses the idempotency key %j', async (key) => {
    expect(await refusal({ email: 'a@b.example' }, { 'idempotency-key': key })).toMatchObject({
      code: 'invalid-idempotency-key',
      errors: [{ field: 'Idempotency-Key' }],
    });
  });

  it('stores text with emoji, right-to-left marks, lone surrogates and NUL without failing', async () => {
    const body =
      '{"email":"a@b.example","name":"👩🏽‍🚀 عَرَبِيّ \\u202e","company":"a\\ud800b","message":"nul \\u0000 here"}';
    expect((await server.post('/v1/leads', body)).status).toBe(202);
  });
});

describe('bad requests', () => {
  it('answers what is not HTTP with a problem', async () => {
    const answer = await sendRaw(server.port, ['hello\r\n\r\n']);
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*bad-request/s);
  });

  it('answers headers of more than 16 KiB with 431', async () => {
    const answer = await sendRaw(server.port, [`GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`]);
    expect(answer).toMatch(/^HTTP\/1\.1 431 .*headers-too-large/s);
  });

  it.each(['/nowhere', '/v1/leads', '/v1/%ZZ', '/v1/leads/../../etc/passwd'])(
    'answers GET %s with a problem',
    async (path) => {
      const answer = await sendRaw(server.port, [
        `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${API_KEY}\r\nConnection: close\r\n\r\n`,
      ]);
      expect(answer).toMatch(/^HTTP\/1\.1 40[04] .*application\/problem\+json/s);
    },
  );

  it.each(['7', 'x'.repeat(150), "' or 1=1", '00000000-0000-0000-0000-000000000000'])(
    'finds no lead %s',
    async (id) => {
      expect(await problemOf(await server.get(`/v1/leads/${encodeURIComponent(id)}`))).toMatchObject({
        code: 'lead-not-found',
      });
    },
  );

  it('gives slow senders 10 s for headers and body', () => {
    expect(server.app.server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 10_000 });
  });
});
