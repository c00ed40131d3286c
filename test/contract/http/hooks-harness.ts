/** A server with one source of each kind, the vendors' APIs on this machine, and senders that sign as the vendors do. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SOURCE_KINDS, type Source } from '../../../src/domain/sources/source.ts';
import type { SourceSecrets } from '../../../src/domain/sources/source-secrets.ts';
import type { ServerOptions } from '../../../src/http/server.ts';
import type { Store } from '../../../src/ports/store.ts';
import { systemClock } from '../../../src/system/system-clock.ts';
import { HOOK_SECRET, PUBLIC_URL, SIGNED, type Signing } from '../../helpers/vendor-webhooks.ts';
import { startServer, type TestServer } from './harness.ts';

export const SECOND_SECRET = 'another-secret-of-the-same-vendor';
export const VERIFY_TOKEN = 'an-invented-verify-token';
export const ACCESS_TOKEN = 'an-invented-access-token';

export interface HookServer extends TestServer {
  /** Sends a body to the source of this id, signed as its kind does. */
  send(
    source: string,
    body: object | string,
    signing?: Signing & { headers?: Record<string, string> },
  ): Promise<Response>;
}

/** @param sources beside one of each kind, whose id is the kind */
export async function startHookServer(
  store: Store,
  options: { sources?: Source[]; apiUrl?: string | null; accessToken?: string | null } & Partial<ServerOptions> = {},
): Promise<HookServer> {
  const { sources: more = [], apiUrl = null, accessToken = ACCESS_TOKEN, ...serverOptions } = options;
  const sources = [...SOURCE_KINDS.map((kind): Source => ({ id: kind, kind, mapping: {} })), ...more];
  const secretsOf = ({ kind }: Source): SourceSecrets => ({
    secrets: [HOOK_SECRET, SECOND_SECRET],
    verifyToken: kind === 'facebook' ? VERIFY_TOKEN : null,
    accessToken,
    apiUrl,
  });
  const server = await startServer(store, {
    hooks: {
      sources,
      secrets: new Map(sources.map((source) => [source.id, secretsOf(source)])),
      clock: systemClock,
      publicUrl: PUBLIC_URL,
    },
    ...serverOptions,
  });
  return {
    ...server,
    send: (source, body, { headers, ...signing } = {}) => {
      const sent = typeof body === 'string' ? body : JSON.stringify(body);
      const kind = sources.find(({ id }) => id === source)?.kind ?? 'json';
      const path = `/hooks/${source}`;
      return fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...SIGNED[kind]?.(sent, { path, ...signing }), ...headers },
        body: sent,
      });
    },
  };
}

export interface VendorApi {
  url: string;
  /** What was asked, e.g. `GET /v24.0/1?…`, and the bodies. */
  requests: { line: string; authorization: string | undefined; body: string }[];
  stop(): Promise<void>;
}

type VendorAnswer = { status: number; body: unknown; location?: string } | 'hang up';

/** A vendor's API on loopback. @param answer is asked for each request */
export async function startVendorApi(
  answer: (request: { url: URL; body: string }) => VendorAnswer | Promise<VendorAnswer>,
): Promise<VendorApi> {
  const requests: VendorApi['requests'] = [];
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const url = new URL(request.url ?? '', 'http://vendor.example');
    requests.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization, body });
    const given = await answer({ url, body });
    if (given === 'hang up') {
      response.destroy();
      return;
    }
    response.writeHead(given.status, {
      'content-type': 'application/json',
      ...(given.location === undefined ? {} : { location: given.location }),
    });
    response.end(JSON.stringify(given.body));
  }
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
