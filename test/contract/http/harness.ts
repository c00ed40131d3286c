/** A real server on a real socket, with a real store behind it. */
import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createBatcher } from '../../../src/app/batcher.ts';
import { createDescribeLead } from '../../../src/app/describe-lead.ts';
import { createReceiveLeads, type IntakeOutcome, type IntakeRequest } from '../../../src/app/receive-leads.ts';
import { workCalendar } from '../../../src/domain/availability/work-calendar.ts';
import { createHealth, databaseCheck, type HealthCheck } from '../../../src/http/health.ts';
import { buildServer, type ServerOptions } from '../../../src/http/server.ts';
import { createLog } from '../../../src/obs/log.ts';
import { createMetrics } from '../../../src/obs/metrics.ts';
import type { Store } from '../../../src/ports/store.ts';
import { systemClock } from '../../../src/system/system-clock.ts';
import { systemIds } from '../../../src/system/system-ids.ts';

export const API_KEY = 'an-invented-key-for-tests';

export interface TestServer {
  url: string;
  port: number;
  app: FastifyInstance;
  /** Everything logged so far, at trace level. */
  log(): string;
  /** How often the router was woken. */
  woken(): number;
  /** Posts a body with the key: text and bytes as they are, anything else as JSON. */
  post(path: string, body: object | string, headers?: Record<string, string>): Promise<Response>;
  get(path: string): Promise<Response>;
  stop(): Promise<void>;
}

export async function startServer(
  store: Store,
  options: Partial<ServerOptions> & { checks?: HealthCheck[]; stopWithinMs?: number } = {},
): Promise<TestServer> {
  const lines: string[] = [];
  let woken = 0;
  const wake = { router: () => (woken += 1), assigner: () => {}, deliveries: () => undefined };
  const receiveLeads = createReceiveLeads({ store, clock: systemClock, ids: systemIds, wake });
  const intake = createBatcher<IntakeRequest, IntakeOutcome>(receiveLeads.receive, { maxItems: 500 });
  const server = await buildServer({
    apiKey: API_KEY,
    intake,
    describeLead: createDescribeLead({ store, calendars: () => workCalendar({ timezone: 'UTC' }) }),
    touchLead: () => null,
    health: createHealth({ checks: [databaseCheck(store), ...(options.checks ?? [])], clock: systemClock }),
    metrics: createMetrics({ store, clock: systemClock, intakeWaiting: intake.waiting }),
    log: createLog({ level: 'trace', destination: { write: (line) => lines.push(line) } }),
    ...options,
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const authorization = `Bearer ${API_KEY}`;
  return {
    url,
    port: Number(new URL(url).port),
    app: server.app,
    log: () => lines.join(''),
    woken: () => woken,
    post: (path, body, headers) =>
      fetch(url + path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', ...headers },
        body:
          typeof body === 'string' || Buffer.isBuffer(body) ? new Uint8Array(Buffer.from(body)) : JSON.stringify(body),
      }),
    get: (path) => fetch(url + path, { headers: { authorization } }),
    stop: () => server.stop(options.stopWithinMs ?? 1_000),
  };
}

/** Sends bytes as they are, in the given pieces, and returns everything that came back until the server closed. */
export function sendRaw(port: number, pieces: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const received: Buffer[] = [];
    socket.on('data', (data) => received.push(data));
    socket.on('close', () => resolve(Buffer.concat(received).toString()));
    socket.on('error', reject);
    for (const piece of pieces) socket.write(piece);
  });
}

/** The problem in an answer, with the status and type checked. */
export async function problemOf(response: Response): Promise<Record<string, unknown> & { code: string }> {
  const body = (await response.json()) as { type: string; status: number };
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) throw new Error('not a problem');
  if (body.status !== response.status) throw new Error(`status ${body.status} in a ${response.status}`);
  return { ...body, code: body.type.replace('urn:dibs:problem:', '') };
}
