/** A small server that answers like `POST /v1/leads/batch`: same checks, same recognition of repeats, in memory. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { parseLeadInput } from '../../../src/domain/lead-input.ts';

export interface BatchApi {
  url: URL;
  /** The leads stored, as sent, by the key they are recognised by. */
  leads: Map<string, string>;
  /** How many leads each request had. */
  sizes: number[];
  /** The `authorization` headers seen. */
  keys: Set<string | undefined>;
  /** Called with the number of the request, from 1, before it is stored (or after); what it returns is answered instead. */
  before: (request: number) => Answer | 'drop' | 'hang' | undefined;
  after: (request: number) => Answer | 'drop' | 'hang' | undefined;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export async function startBatchApi(): Promise<BatchApi> {
  const server = createServer((request, response) => void handle(api, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const api: BatchApi = {
    url: new URL(`http://127.0.0.1:${port}`),
    leads: new Map(),
    sizes: [],
    keys: new Set(),
    before: () => undefined,
    after: () => undefined,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return api;
}

async function handle(api: BatchApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const items: unknown[] = JSON.parse(await text(request));
  api.sizes.push(items.length);
  api.keys.add(request.headers.authorization);
  const number = api.sizes.length;
  const early = api.before(number);
  if (early) return answer(response, early);
  const results = items.map((item, index) => ({ index, ...store(api, item) }));
  answer(response, api.after(number) ?? { status: 200, body: { items: results } });
}

function store({ leads }: BatchApi, item: unknown): object {
  const enveloped = typeof item === 'object' && item !== null && 'lead' in item;
  const { lead, idempotencyKey } = enveloped
    ? (item as { lead: unknown; idempotencyKey?: string })
    : { lead: item, idempotencyKey: undefined };
  const parsed = parseLeadInput(lead);
  if (!parsed.ok) return refusal('invalid-lead', { errors: parsed.problems });
  const { source, externalId } = parsed.attributes;
  const key = idempotencyKey ?? `external:${source}:${externalId}`;
  const known = leads.get(key);
  const body = JSON.stringify(lead);
  if (known === undefined) leads.set(key, body);
  if (known !== undefined && idempotencyKey && known !== body) return refusal('idempotency-key-reused', {});
  return { status: 202, id: key, leadStatus: 'received', replayed: known !== undefined };
}

function refusal(code: string, more: object): object {
  return { status: 422, problem: { type: `urn:dibs:problem:${code}`, title: 'Refused', status: 422, ...more } };
}

function answer(response: ServerResponse, result: Answer | 'drop' | 'hang'): void {
  if (result === 'hang') return;
  if (result === 'drop') {
    response.destroy();
    return;
  }
  response.writeHead(result.status, { 'content-type': 'application/json', ...result.headers });
  response.end(JSON.stringify(result.body ?? {}));
}
