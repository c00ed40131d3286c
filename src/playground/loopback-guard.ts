/**
 * Keeps the playground to this machine: it has no passwords, so neither other machines nor web pages that a person
 * happens to have open may reach it.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLoopbackAddress, isLoopbackHost } from '../system/loopback.ts';

const ONLY_HERE = 'The playground answers on this machine only: open it as http://127.0.0.1 or http://localhost.';
const OTHER_SITE = 'Requests from other sites are refused.';

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
