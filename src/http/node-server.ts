/**
 * The one HTTP server. What chat platforms send goes to their rooms untouched, because they verify it over the raw body;
 * everything else goes to Fastify. Slow clients are cut off: headers and body must be here within 10 s.
 */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Problem, type ProblemCode } from './problem.ts';

const ARRIVE_WITHIN_MS = 10_000;

/** How often Node looks for connections that are too slow; its default of 30 s would make the limit 40 s. */
const CHECK_EVERY_MS = 1_000;

/** Longer than the 60 s after which common load balancers drop an idle connection, so that they close first, not we. */
const KEEP_ALIVE_MS = 72_000;

/**
 * @param listener Fastify's
 * @param posts who answers POST requests to a path, in Fastify's place
 */
export function createNodeServer(listener: RequestListener, posts: ReadonlyMap<string, RequestListener>): Server {
  const options = {
    headersTimeout: ARRIVE_WITHIN_MS,
    requestTimeout: ARRIVE_WITHIN_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  return createServer(options, (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const answer = (request.method === 'POST' && posts.get(path)) || listener;
    return answer(request, response);
  });
}

const SOCKET_PROBLEMS: Record<string, ProblemCode> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** Answers what is not even HTTP, or too slow to be read, and closes the connection. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET' || hasBegunToAnswer(socket)) {
    socket.destroy();
    return;
  }
  const { body } = new Problem(SOCKET_PROBLEMS[error.code ?? ''] ?? 'bad-request');
  const json = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${body.status} ${body.title}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(json)}\r\nconnection: close\r\n\r\n${json}`,
  );
}

/** Node keeps the response under way on the socket; a second head in the middle of it would garble it. */
function hasBegunToAnswer(socket: Socket & { _httpMessage?: ServerResponse }): boolean {
  return socket._httpMessage?.headersSent ?? false;
}

/**
 * @param close stops accepting and resolves once all connections are closed
 * @returns stops the server, and cuts off whoever is still connected after `withinMs`
 */
export function createStop(server: Server, close: () => Promise<void>): (withinMs: number) => Promise<void> {
  // Node's own list forgets upgraded connections, yet its `close` waits for them.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return async (withinMs) => {
    const cutOff = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, withinMs);
    try {
      await close();
    } finally {
      clearTimeout(cutOff);
    }
  };
}
