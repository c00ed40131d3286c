/** The two scripts of forms in frames: one for the page around, one within. Nothing else of ours runs in a browser here. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Form } from '../../domain/forms/form.ts';

const EMBED = readScript('embed.js');

/** Within the form. */
export const FRAME_SCRIPT = readScript('frame.js');

/** Around the form. Leaves no names in the page that it runs in. */
export function embedScript({ title }: Form): string {
  return `(() => {\nconst titles = ${JSON.stringify(title)};\n${EMBED}})();\n`;
}

/** Asked for by many pages, so that it is kept for an hour, and longer if it is still the same. */
export function sendScript(request: FastifyRequest, reply: FastifyReply, script: string): FastifyReply {
  const etag = `"${createHash('sha256').update(script).digest('base64url').slice(0, 22)}"`;
  reply.headers({
    'cache-control': 'public, max-age=3600',
    // For pages that only load what says that they may.
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    etag,
  });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.type('text/javascript; charset=utf-8').send(script);
}

/** Comments are for whoever reads it here. */
function readScript(file: string): string {
  const script = readFileSync(new URL(`browser/${file}`, import.meta.url), 'utf8');
  return script.replace(/^\s*\/\/.*\n/gm, '');
}
