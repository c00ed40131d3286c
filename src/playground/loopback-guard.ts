/**
 * Keeps the playground to this machine: it has no passwords, so neither other machines nor web pages that a person
 * happens to have open may reach it.
 */
import { isIPv4 } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

const ONLY_HERE = 'The playground answers on this machine only: open it as http://127.0.0.1 or http://localhost.';
const OTHER_SITE = 'Requests from other sites are refused.';

/** A name or address that only this machine answers to. A foreign name that points here (DNS rebinding) is not one. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name === '[::1]' || (isIPv4(name) && name.startsWith('127.'));
}

function isLoopbackAddress(address: string | undefined): boolean {
  const plain = (address ?? '').replace(/^::ffff:/, '');
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

/** Fastify hook: refuses whoever is not on this machine. */
export async function loopbackOnly(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const here = isLoopbackHost(request.headers.host ?? '') && isLoopbackAddress(request.socket.remoteAddress);
  if (!here) await reply.code(403).type('text/plain').send(ONLY_HERE);
}

/** Fastify hook: refuses changes that a page of another site asks for. */
export async function sameOriginOnly(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const foreign =
    (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) || isForeignSite(site);
  if (foreign) await reply.code(403).type('text/plain').send(OTHER_SITE);
}

function isForeignSite(site: string | string[] | undefined): boolean {
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
