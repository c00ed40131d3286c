/** The server around the lead API: Slack's requests, overload, failures, health, metrics, and stopping. */
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyPluginAsync } from 'fastify';
import { describe, expect, it } from 'vitest';
import type { Batcher } from '../../../src/app/batcher.ts';
import type { IntakeOutcome, IntakeRequest } from '../../../src/app/receive-leads.ts';
import { AppError, type Retry } from '../../../src/domain/errors.ts';
import { openTestStore } from '../../helpers/database.ts';
import { problemOf, sendRaw, startServer, type TestServer } from './harness.ts';

const { store } = await openTestStore();

/** Runs a test against a server with these options, and stops it. */
async function withServer(
  options: Parameters<typeof startServer>[1],
  run: (server: TestServer) => Promise<void>,
): Promise<void> {
  const server = await startServer(store, options);
  try {
    await run(server);
  } finally {
    await server.stop();
  }
}

/** An intake whose every answer is in the test's hand. */
function heldIntake(waiting = 0) {
  const calls: { resolve: (outcome: IntakeOutcome) => void; reject: (error: unknown) => void }[] = [];
  let arrived: () => void = () => undefined;
  const intake: Batcher<IntakeRequest, IntakeOutcome> = {
    add: () =>
      new Promise((resolve, reject) => {
        calls.push({ resolve, reject });
        arrived();
      }),
    waiting: () => waiting,
    drain: async () => undefined,
  };
  const oneArrived = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  return { intake, calls, oneArrived };
}

const LEAD = { email: 'lena@birch.example' };

describe("Slack's requests", () => {
  const slackListener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => response.end(Buffer.concat(chunks)));
  };

  it('reach Bolt with their bytes untouched, and are counted', () =>
    withServer({ chatListeners: new Map([['/slack/events', slackListener]]) }, async ({ url }) => {
      const body = Buffer.from('payload=%7B%22a%22%3A1%7D&x=\u0000é', 'latin1');
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const response = await fetch(`${url}/slack/events?x=1`, { method: 'POST', headers, body });
      expect(Buffer.from(await response.arrayBuffer())).toEqual(body);
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(metrics).toContain('dibs_http_request_seconds_count{route="/slack/events",method="POST",status="200"} 1');
    }));

  it('are not found with another method, another path, or in Socket Mode', async () => {
    await withServer({ chatListeners: new Map([['/slack/events', slackListener]]) }, async ({ url }) => {
      expect(await problemOf(await fetch(`${url}/slack/events`))).toMatchObject({ code: 'not-found' });
      expect((await fetch(`${url}/slack/eventsx`, { method: 'POST' })).status).toBe(404);
    });
    await withServer({}, async ({ url }) => {
      expect((await fetch(`${url}/slack/events`, { method: 'POST' })).status).toBe(404);
    });
  });
});

describe('too much at once', () => {
  it('is answered with 429 and Retry-After once the burst is used up', () =>
    withServer({ limits: { perSecond: 0.1, burst: 2, maxWaiting: 10 } }, async ({ post, get }) => {
      expect([(await post('/v1/leads', LEAD)).status, (await get('/v1/leads/7')).status]).toEqual([202, 404]);
      expect((await get('/v1/leads/7')).status).toBe(429);
      const response = await post('/v1/leads', LEAD);
      expect(response.headers.get('retry-after')).toBe('10');
      expect(await problemOf(response)).toMatchObject({ code: 'too-many-requests', status: 429 });
    }));

  it('uses up nothing when strangers send it', () =>
    withServer({ limits: { perSecond: 0.1, burst: 1, maxWaiting: 10 } }, async ({ url, post }) => {
      for (const path of ['/v1/leads', '/v1/leads/batch', '/v1/leads/7']) {
        const method = path.endsWith('7') ? 'GET' : 'POST';
        expect((await fetch(url + path, { method, headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
      }
      const signed = {
        'webhook-id': 'x',
        'webhook-timestamp': `${Math.floor(Date.now() / 1_000)}`,
        'webhook-signature': 'v1,x',
      };
      const headers = { 'content-type': 'application/json', ...signed };
      expect((await fetch(`${url}/v1/leads`, { method: 'POST', headers, body: '{}' })).status).toBe(401);
      expect((await post('/v1/leads', LEAD)).status).toBe(202);
    }));

  it('is answered with 503 and Retry-After when 2,000 leads wait for a commit, and is no error in the log', () =>
    withServer({ intake: heldIntake(2_000).intake }, async ({ post, log }) => {
      const response = await post('/v1/leads', LEAD);
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await problemOf(response)).toMatchObject({ code: 'overloaded', status: 503 });
      expect(log()).not.toContain('"level":50');
    }));
});

describe('a failure behind the edge', () => {
  it.each<[Retry | 'a bug', string, number]>([
    ['later', 'unavailable', 503],
    ['ambiguous', 'outcome-unknown', 503],
    ['never', 'internal-error', 500],
    ['a bug', 'internal-error', 500],
  ])('that is %s becomes %s, with its request id in the answer and the log', async (retry, code, status) => {
    const error = retry === 'a bug' ? new TypeError('x') : new AppError('broken', 'it broke', { retry });
    const intake = { ...heldIntake().intake, add: () => Promise.reject(error) };
    await withServer({ intake }, async ({ post, log }) => {
      const response = await post('/v1/leads', LEAD);
      expect(response.headers.get('retry-after')).toBe(status === 503 ? '1' : null);
      expect(await problemOf(response)).toMatchObject({ code, status });
      const line = log()
        .split('\n')
        .find((entry) => entry.includes('Request failed'));
      expect(line).toContain(response.headers.get('x-request-id') ?? 'no id');
    });
  });

  it('fails each item of a batch on its own, and is logged once', async () => {
    const error = new AppError('store_unreachable', 'it is away', { retry: 'later' });
    const intake = { ...heldIntake().intake, add: () => Promise.reject(error) };
    await withServer({ intake }, async ({ post, log }) => {
      const response = await post('/v1/leads/batch', [LEAD, LEAD, { email: 'nowhere' }]);
      expect(await response.json()).toMatchObject({ items: [{ status: 503 }, { status: 503 }, { status: 422 }] });
      expect(log().match(/Request failed/g)).toHaveLength(1);
    });
  });
});

describe('for whoever runs it', () => {
  it('GET /healthz answers while the process runs, without a key', () =>
    withServer({}, async ({ url }) => {
      expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    }));

  it('GET /readyz names each part, and answers 503 as soon as one is not well', async () => {
    await withServer({}, async ({ url }) => {
      const response = await fetch(`${url}/readyz`);
      expect([response.status, await response.json()]).toEqual([
        200,
        { status: 'ok', checks: { database: { ok: true } } },
      ]);
    });
    const checks = [{ name: 'slack', check: async () => 'the socket is closed' }];
    await withServer({ checks }, async ({ url }) => {
      const response = await fetch(`${url}/readyz`);
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ checks: { slack: { ok: false, why: 'the socket is closed' } } });
    });
  });

  it('GET /metrics counts leads by outcome and requests by route pattern', () =>
    withServer({}, async ({ url, post, get }) => {
      await post('/v1/leads', LEAD, { 'idempotency-key': 'metric-1' });
      await post('/v1/leads', LEAD, { 'idempotency-key': 'metric-1' });
      await post('/v1/leads', { email: 'b@birch.example' }, { 'idempotency-key': 'metric-1' });
      await post('/v1/leads', { email: 'nowhere' });
      await get('/v1/leads/00000000-0000-0000-0000-000000000000');
      const response = await fetch(`${url}/metrics`);
      expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
      const text = await response.text();
      for (const outcome of ['stored', 'repeat', 'key_reused', 'invalid']) {
        expect(text).toContain(`dibs_leads_received_total{outcome="${outcome}"} 1`);
      }
      expect(text).toContain('dibs_http_request_seconds_count{route="/v1/leads/:id",method="GET",status="404"} 1');
      expect(text).toMatch(/^dibs_router_backlog [1-9]/m);
      expect(text).toContain('dibs_store_reachable 1');
    }));
});

describe('stopping', () => {
  it('finishes the request under way, refuses new connections, and does not wait for idle ones', async () => {
    const { intake, calls, oneArrived } = heldIntake();
    const server = await startServer(store, { intake });
    await (await fetch(`${server.url}/healthz`)).text();
    const answer = server.post('/v1/leads', LEAD);
    await oneArrived;
    const stopped = server.stop();
    await expect(sendRaw(server.port, ['GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'])).rejects.toThrow(
      /ECONN(REFUSED|RESET)/,
    );
    calls[0]?.resolve({ kind: 'stored', id: 'the-id' });
    expect(await (await answer).json()).toEqual({ id: 'the-id', status: 'received' });
    await stopped;
  });

  it('answers what comes on a connection that has a request under way, then closes it', async () => {
    const { intake, calls, oneArrived } = heldIntake();
    const server = await startServer(store, { intake, apiKey: null });
    const socket = connect(server.port, '127.0.0.1');
    const answers = text(socket);
    const head = 'POST /v1/leads HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 23\r\n\r\n';
    socket.write(`${head}{"email":"a@b.example"}`);
    await oneArrived;
    const stopped = server.stop();
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(server.app.server, 'request');
    calls[0]?.resolve({ kind: 'stored', id: 'the-id' });
    await stopped;
    expect(await answers).toMatch(/^HTTP\/1\.1 202 .*the-id.*HTTP\/1\.1 200 .*{"status":"ok"}$/s);
  });

  it('cuts off, after the time it has, an upgraded connection', async () => {
    const upgrades: FastifyPluginAsync = async (app) => {
      app.server.on('upgrade', (_request, socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    };
    const server = await startServer(store, { plugins: [upgrades], stopWithinMs: 20 });
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await once(socket, 'data');
    await Promise.all([server.stop(), once(socket, 'close')]);
  });

  it('cuts off, after the time it has, a request that does not finish', async () => {
    const { intake, oneArrived } = heldIntake();
    const server = await startServer(store, { intake, stopWithinMs: 20 });
    const answer = server.post('/v1/leads', LEAD);
    answer.catch(() => undefined);
    await oneArrived;
    await server.stop();
    await expect(answer).rejects.toThrow();
  });
});
