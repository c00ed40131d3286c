/** One HTTP request to a system outside: within a time, without redirects, with an answer that is no longer than it may be. */
import { Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps, Agent as SecureAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { HandOverError } from '../domain/hand-over/failure.ts';

export interface HttpCall {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Looks up the host's addresses; the system's, unless given. */
  lookup?: LookupFunction;
  /** Whose connections it uses; `keptAgent`, unless given. */
  agent?: Agent;
  /** The longest answer, in bytes; what goes beyond it is cut off. */
  maxBytes: number;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  text: string;
}

/** From the first byte sent to the last one received. */
export const CALL_WITHIN_MS = 10_000;

/**
 * Servers close connections that lie idle, mostly after 5 s. A request that goes out at that moment fails, and nobody knows whether it was
 * read; so ours are closed before.
 */
const IDLE_MS = 2_000;

/** Connections to one place, kept between calls. @param maxSockets how many at once */
export function keptAgent({ protocol }: URL, maxSockets = Number.POSITIVE_INFINITY): Agent {
  const options = { keepAlive: true, timeout: IDLE_MS, maxSockets };
  return protocol === 'https:' ? new SecureAgent(options) : new Agent(options);
}

/** For whoever has no agent of its own, by protocol. */
const agents = new Map<string, Agent>();

function sharedAgent(url: URL): Agent {
  const known = agents.get(url.protocol) ?? keptAgent(url);
  agents.set(url.protocol, known);
  return known;
}

/** Node's codes for a connection that never came about: nothing was sent. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** @throws HandOverError when there is no answer: `later` when nothing was sent, else `ambiguous` */
export async function httpCall(call: HttpCall): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(CALL_WITHIN_MS);
  try {
    const response = await begin(call, signal);
    const text = await readUpTo(response, call.maxBytes);
    const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
    return { status: response.statusCode ?? 0, headers: Object.fromEntries(headers), text };
  } catch (cause) {
    if (cause instanceof HandOverError) throw cause;
    if (signal.aborted) throw new HandOverError('timeout', { retry: 'ambiguous', cause });
    const isSent = !(cause instanceof Error && 'code' in cause && NOT_CONNECTED.has(String(cause.code)));
    throw new HandOverError('unreachable', { retry: isSent ? 'ambiguous' : 'later', cause });
  }
}

function begin(
  { url, method, headers, body, lookup, agent = sharedAgent(url) }: HttpCall,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers, ...length }, signal, agent, ...(lookup ? { lookup } : {}) };
    send(url, options).on('response', resolve).on('error', reject).end(body);
  });
}

/** A longer answer is no answer of theirs, and must not fill the memory. */
async function readUpTo(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      response.destroy();
      break;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What a `Retry-After` header asks for, as seconds or as a date. @returns `undefined` without one */
export function retryAfterMs(headers: Record<string, string>, now: Date): number | undefined {
  const asked = headers['retry-after'];
  if (asked === undefined) return undefined;
  const ms = /^\d{1,7}$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
