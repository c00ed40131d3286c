/** A real HTTP server on loopback for the far side of a hand-over, with faults that a test arms: answers of its choice, lost answers, silence. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
}

/** `lose-answer`: the request takes effect, and the connection breaks · `break`: it breaks before · `hang`: nobody answers. */
export type Fault = Answer | 'lose-answer' | 'break' | 'hang';

export interface LocalServer {
  url: string;
  /** Everything that came, in order, faults included. */
  received: Received[];
  /** The next `times` requests that match come to this. */
  arm(fault: Fault, options?: { times?: number; on?: (request: Received) => boolean }): void;
  disarm(): void;
  /** Closes all connections and refuses new ones. */
  stop(): Promise<void>;
  /** Listens again at the same address. */
  start(): Promise<void>;
}

export async function startLocalServer(answer: (request: Received) => Answer): Promise<LocalServer> {
  const received: Received[] = [];
  let faults: { fault: Fault; left: number; on: (request: Received) => boolean }[] = [];
  let port = 0;

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(message);
    received.push(request);
    const armed = faults.find(({ left, on }) => left > 0 && on(request));
    if (armed) armed.left -= 1;
    const fault = armed?.fault;
    if (fault === 'hang') return;
    if (fault === 'break') return void message.socket.destroy();
    if (fault === 'lose-answer') {
      answer(request);
      return void message.socket.destroy();
    }
    write(response, fault ?? answer(request));
  }

  const server = createServer((message, response) => {
    serve(message, response).catch(() => message.socket.destroy());
  });
  const start = async () => {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    port = (server.address() as AddressInfo).port;
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    arm: (fault, { times = 1, on = () => true } = {}) => void faults.push({ fault, left: times, on }),
    disarm: () => {
      faults = [];
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    start,
  };
}

async function read(message: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = '', url = '', headers } = message;
  return { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
}

function write(response: ServerResponse, { status, headers, json, text }: Answer): void {
  const type = json === undefined ? {} : { 'content-type': 'application/json;charset=utf-8' };
  response.writeHead(status, { ...type, ...headers });
  response.end(json === undefined ? (text ?? '') : JSON.stringify(json));
}
