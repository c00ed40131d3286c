/**
 * Socket Mode: the app asks for a one-time URL, connects, and gets each interaction over one of its connections, which it
 * acknowledges by envelope id. Any connection may get any payload, as with Slack.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import { type Acknowledgement, type AppLink, type AppRequest, withinThreeSeconds } from './app-link.ts';
import { APP_ID } from './identity.ts';

/** docs.slack.dev, using Socket Mode. */
const MOST_CONNECTIONS = 10;
/** The client gives a connection up when it hears nothing for 30 s. */
const PING_EVERY_MS = 10_000;

const GOING_AWAY = 1001;
const CLOSE_WITHIN_MS = 200;

export const SOCKET_PATH = '/playground/socket';

const acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

export class SocketMode implements AppLink {
  readonly #clock: Clock;
  readonly #baseUrl: () => string;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  /** Connections in the order of their turn. */
  #connections: WebSocket[] = [];
  readonly #waiting = new Map<string, (body: unknown) => void>();
  readonly #pings: NodeJS.Timeout;

  constructor(clock: Clock, baseUrl: () => string) {
    this.#clock = clock;
    this.#baseUrl = baseUrl;
    this.#pings = setInterval(() => {
      for (const connection of this.#connections) connection.ping();
    }, PING_EVERY_MS).unref();
  }

  /** A URL that opens one connection. */
  newUrl(): string {
    const ticket = randomBytes(16).toString('hex');
    this.#tickets.add(ticket);
    return `${this.#baseUrl().replace(/^http/, 'ws')}${SOCKET_PATH}?ticket=${ticket}`;
  }

  /** Takes over an HTTP upgrade of `SOCKET_PATH`; refuses a used or unknown ticket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#welcome(connection));
  }

  deliver(request: AppRequest): Promise<Acknowledgement> {
    const connection = this.#connections.shift();
    if (!connection) return Promise.resolve({ kind: 'failed', because: 'not_connected' });
    this.#connections.push(connection);
    const envelopeId = randomUUID();
    return withinThreeSeconds(this.#clock, (signal) => {
      signal.addEventListener('abort', () => this.#waiting.delete(envelopeId));
      return new Promise((resolve) => {
        this.#waiting.set(envelopeId, (body) => resolve({ kind: 'acknowledged', body }));
        connection.send(
          JSON.stringify({
            envelope_id: envelopeId,
            type: request.kind,
            payload: request.payload,
            accepts_response_payload: true,
          }),
        );
      });
    });
  }

  /** Asks the app to reconnect, as Slack does when it moves connections. */
  recycle(): void {
    for (const connection of this.#connections)
      connection.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
  }

  close(): void {
    clearInterval(this.#pings);
    for (const connection of this.#connections) {
      connection.close(GOING_AWAY);
      setTimeout(() => connection.terminate(), CLOSE_WITHIN_MS).unref();
    }
    this.#server.close();
  }

  #welcome(connection: WebSocket): void {
    if (this.#connections.length >= MOST_CONNECTIONS) {
      connection.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      connection.close();
      return;
    }
    this.#connections.push(connection);
    connection.on('close', () => {
      this.#connections = this.#connections.filter((open) => open !== connection);
    });
    connection.on('error', () => connection.terminate());
    connection.on('message', (data) => this.#receive(String(data)));
    connection.send(
      JSON.stringify({ type: 'hello', num_connections: this.#connections.length, connection_info: { app_id: APP_ID } }),
    );
  }

  #receive(text: string): void {
    const parsed = acknowledgement.safeParse(parse(text));
    if (!parsed.success) return;
    const { envelope_id, payload } = parsed.data;
    this.#waiting.get(envelope_id)?.(isEmpty(payload) ? undefined : payload);
  }
}

/** The client sends `{}` for an acknowledgement without content. */
function isEmpty(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && Object.keys(payload).length === 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
