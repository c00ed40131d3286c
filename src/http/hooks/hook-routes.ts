/** `POST /hooks/{source}`, and `GET` for Facebook's challenge. Described in docs/sources.md. */
import { createHash } from 'node:crypto';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { createParseJson, readRaw } from '../json-body.ts';
import { checkIdempotencyKey } from '../lead-request.ts';
import { Problem } from '../problem.ts';
import { isSameSecret } from '../same-secret.ts';
import { type AnswerHookOptions, createAnswerHook } from './answer-hook.ts';
import { FORM, isForm, readHookBody } from './hook-body.ts';
import { createHooks, type Hook, type HookSources } from './hooks.ts';

/** HubSpot's hundred events and a form with long answers are far below this. */
const HOOK_BYTES = 256 * 1024;

export interface HookRoutesOptions extends HookSources, AnswerHookOptions {
  /** What the address begins with as senders know it, without a slash at the end; `null`: nobody said. */
  publicUrl: string | null;
  /** As in the lead API: asked once the sender is known. */
  guardLoad: () => void;
}

interface HookRoute {
  Params: { source: string };
  Querystring: Record<string, unknown>;
}

export function hookRoutes(options: HookRoutesOptions): FastifyPluginAsync {
  const { guardLoad, count, publicUrl, clock } = options;
  const hooks = createHooks(options);
  const answerHook = createAnswerHook(options);

  function hookOf({ params }: FastifyRequest<HookRoute>): Hook {
    const hook = hooks.get(params.source);
    if (!hook) throw new Problem('source-not-found', { detail: 'The routing file has no source of this id.' });
    return hook;
  }

  /** Runs a check, and counts what it refuses. */
  function checked({ source }: Hook, check: () => void): void {
    try {
      check();
    } catch (error) {
      count(source.id, 'refused');
      throw error;
    }
  }

  return async (app) => {
    app.addHook<HookRoute>('onRequest', async (_request, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    });
    app.get<HookRoute>('/hooks/:source', async (request, reply) => {
      return reply.type('text/plain; charset=utf-8').send(challengeOf(hookOf(request), request.query));
    });
    await app.register(async (posts) => {
      posts.addHook<HookRoute>('onRequest', async (request) => {
        const hook = hookOf(request);
        checked(hook, () => hook.verifier.checkHeaders(request.headers));
        if (!request.headers['content-encoding']) return;
        throw new Problem('unsupported-media-type', { detail: 'Send the body without Content-Encoding.' });
      });
      posts.addHook<HookRoute>('preHandler', async (request) => {
        const hook = hookOf(request);
        const { method, headers } = request;
        const url = `${publicUrl ?? ''}${request.url}`;
        checked(hook, () => hook.verifier.checkBody({ method, url, headers, body: bytesOf(request.body) }));
        guardLoad();
      });
      posts.removeAllContentTypeParsers();
      readRaw(posts, 'application/json');
      readRaw(posts, FORM);
      const parseJson = createParseJson(posts);
      posts.post<HookRoute>('/hooks/:source', { bodyLimit: HOOK_BYTES }, async (request, reply) => {
        const hook = hookOf(request);
        const contentType = request.headers['content-type'] ?? '';
        if (isForm(contentType) && hook.source.kind !== 'json') {
          throw new Problem('unsupported-media-type', {
            detail: 'Send application/json; only sources of the kind json take forms.',
          });
        }
        const body = readHookBody(request.body, contentType, parseJson);
        return answerHook(
          { hook, body, requestKey: requestKeyOf(hook, request, clock.now()), requestId: request.id },
          reply,
        );
      });
    });
  };
}

/**
 * The sender's own id of the request where there is one, else what stands for the body on that day: senders repeat for hours, and somebody who
 * says the same another day has written again.
 */
function requestKeyOf({ source }: Hook, { headers, body }: FastifyRequest, now: Date): string {
  if (source.kind === 'standard') return checkIdempotencyKey(headers['webhook-id']);
  const own = source.kind === 'json' ? headers['idempotency-key'] : undefined;
  if (own !== undefined) return checkIdempotencyKey(own);
  const day = now.toISOString().slice(0, 10);
  return `${day}:${createHash('sha256').update(bytesOf(body)).digest('hex')}`;
}

function bytesOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

/** @returns what Facebook wants to read back. @throws Problem `not-found` for a source without a challenge, or 401 */
function challengeOf({ verifyToken }: Hook, query: Record<string, unknown>): string {
  if (verifyToken === null) throw new Problem('not-found', { detail: 'This source takes POST only.' });
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query;
  if (typeof token !== 'string' || !isSameSecret(token, verifyToken)) {
    throw new Problem('wrong-secret', {
      errors: [{ field: 'hub.verify_token', message: 'is not that of this source' }],
    });
  }
  if (mode !== 'subscribe' || typeof challenge !== 'string' || !/^[\w.-]{1,200}$/.test(challenge)) {
    throw new Problem('bad-request', { errors: [{ field: 'hub.challenge', message: 'is missing, or no challenge' }] });
  }
  return challenge;
}
