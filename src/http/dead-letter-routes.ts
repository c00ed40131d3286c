/** `GET /v1/dead-letters` and `POST /v1/dead-letters/replay`: leads that could not be handed over. Described in docs/http-api.md. */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { ReplayDeadLetters } from '../app/hand-over/dead-letters.ts';
import { remedyOf } from '../domain/hand-over/remedies.ts';
import type { HandOverRepository } from '../ports/hand-overs.ts';
import type { Credentials } from './credentials.ts';
import { createParseJson, decodeBody, readRaw } from './json-body.ts';
import { Problem } from './problem.ts';

export interface DeadLetterRoutesOptions {
  credentials: Credentials;
  handOvers: Pick<HandOverRepository, 'countDead' | 'listDead'>;
  /** `null` until leads are handed over. */
  replayDeadLetters: () => ReplayDeadLetters | null;
}

const LISTED = 1_000;

/** A target's id. */
const BODY_BYTES = 1_024;

const target = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,29}$/, { error: 'is not the id of a target' })
  .exactOptional();
const wanted = z.strictObject({ target });

export function deadLetterRoutes({
  credentials,
  handOvers,
  replayDeadLetters,
}: DeadLetterRoutesOptions): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', async ({ headers }, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      credentials.checkHeaders(headers, false);
    });
    app.get('/v1/dead-letters', async (request) => {
      const asked = read(request.query, 'query').target ?? null;
      const counts = await handOvers.countDead(asked);
      const items = await handOvers.listDead(asked, LISTED);
      return {
        counts: counts.map(({ since, ...count }) => ({ ...count, since, remedy: remedyOf(count.code) })),
        items: items.map(({ leadId, ...item }) => ({ lead: leadId, ...item })),
      };
    });
    app.removeAllContentTypeParsers();
    readRaw(app, 'application/json');
    const parseJson = createParseJson(app);
    app.post('/v1/dead-letters/replay', { bodyLimit: BODY_BYTES }, async ({ body }) => {
      const replay = replayDeadLetters();
      if (!replay) throw starting();
      const text = decodeBody(body);
      const asked = read(text === '' ? {} : parseJson(text), 'body');
      return { replayed: await replay(asked.target ?? null) };
    });
  };
}

function starting(): Problem {
  return new Problem('unavailable', {
    detail: 'Dibs has just been started and is not ready yet. Nothing was replayed.',
    headers: { 'retry-after': '1' },
  });
}

function read(given: unknown, where: string): z.output<typeof wanted> {
  const parsed = wanted.safeParse(given);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.') || where, message }));
  throw new Problem('bad-request', { errors });
}
