/** The Bot Connector's REST API on a port of its own, and the issuer's documents beside it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { activityRoutes } from './activities-api.ts';
import { type Connector, type Handler, matchPath } from './connector-call.ts';
import { conversationRoutes } from './conversations-api.ts';
import type { Failures } from './failures.ts';
import { type Issuer, KEYS_PATH, OPENID_PATH } from './issuer.ts';
import { readJson } from './json.ts';
import { badSyntax, type ConnectorAnswer, Refusal, refusal } from './refusal.ts';
import { rosterRoutes } from './rosters-api.ts';
import type { SentLog } from './sent-log.ts';

/** Real service URLs have a region and end in a slash. */
const REGION = '/emea/';
const ROUTES = [...conversationRoutes, ...activityRoutes, ...rosterRoutes];

export interface ConnectorServerParts {
  connector: Connector;
  issuer: Issuer;
  failures: Failures;
  sent: SentLog;
  /** What calls must carry as Bearer; `null`: nothing. */
  bearer: string | null;
}

export interface ConnectorServer {
  serviceUrl: string;
  openIdUrl: string;
  close(): Promise<void>;
}

export async function startConnectorServer(parts: ConnectorServerParts): Promise<ConnectorServer> {
  let base = '';
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', base);
    if (pathname === OPENID_PATH) return send(response, { status: 200, body: parts.issuer.metadata(base) });
    if (pathname === KEYS_PATH) return send(response, { status: 200, body: await parts.issuer.keySet() });
    const answer = answerCall(parts, request, await bodyOf(request));
    return answer === 'lost' ? request.socket.destroy() : send(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4_096, resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    serviceUrl: `${base}${REGION}`,
    openIdUrl: `${base}${OPENID_PATH}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerCall(parts: ConnectorServerParts, request: IncomingMessage, body: string): ConnectorAnswer | 'lost' {
  const { method = '', url = '' } = request;
  parts.sent.addCall(method, url, body);
  if (parts.bearer !== null && request.headers.authorization !== `Bearer ${parts.bearer}`) return DENIED;
  const failure = parts.failures.strike(method, decodeURIComponent(url.slice(REGION.length - 1)));
  if (failure && failure !== 'lost') return failure;
  const answer = route(parts.connector, request, body);
  return failure ?? answer;
}

function route(connector: Connector, request: IncomingMessage, body: string): ConnectorAnswer {
  try {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const { handler, params } = findRoute(request.method, path);
    if (body !== '' && !request.headers['content-type']?.includes('application/json')) {
      throw refusal(415, 'UnsupportedMediaType', 'The request is not JSON.');
    }
    return handler(connector, { params, query: new URLSearchParams(query), body, json: parse(body) });
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function findRoute(method: string | undefined, path: string): { handler: Handler; params: Record<string, string> } {
  for (const { method: wanted, pattern, handler } of path.startsWith(REGION) ? ROUTES : []) {
    const params = wanted === method ? matchPath(pattern, path.slice(REGION.length)) : null;
    if (params) return { handler, params };
  }
  throw refusal(404, 'NotFound', `${method} ${path} is not served.`);
}

function parse(body: string): unknown {
  const json = readJson(body);
  if (body !== '' && json === undefined) throw badSyntax('The request is not JSON.');
  return json;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What the Bot Connector says to whom it does not know, in a shape of its own. */
const DENIED = { status: 401, body: { message: 'Authorization has been denied for this request.' } };

function send(response: ServerResponse, { status, headers, body }: ConnectorAnswer): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, { ...headers, ...(text ? { 'content-type': 'application/json; charset=utf-8' } : {}) });
  response.end(text);
}
