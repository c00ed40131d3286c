/** The Web API over HTTP: forms or JSON in, JSON out, with the failures that tests have asked for. */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../ports/clock.ts';
import type { Failpoints, Failure } from '../failpoints.ts';
import { type ApiAnswer, type ApiCall, type ApiCaller, callMethod } from './call-method.ts';

export interface WebApiOptions extends ApiCaller {
  clock: Clock;
  failpoints: Failpoints;
}

const UNAVAILABLE = { status: 503, body: { ok: false, error: 'service_unavailable' } };
const BROKEN = { status: 500, body: { ok: false, error: 'internal_error' } };

/** Serves `/:method`; register it under the prefix that `SLACK_API_URL` names. */
export function webApiRoutes(options: WebApiOptions): FastifyPluginAsync {
  return async (server) => {
    server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body.toString())));
    });
    server.all<{ Params: { method: string } }>('/:method', async (request, reply) => {
      const failure = options.failpoints.strike(request.params.method);
      if (failure?.kind === 'drop-before') return drop(request, reply);
      if (failure?.kind === 'error-before') return send(reply, UNAVAILABLE);
      const answer = callMethod(readCall(request, request.params.method), options);
      return failure ? answerBadly(failure, answer, { request, reply, clock: options.clock }) : send(reply, answer);
    });
  };
}

function readCall(request: FastifyRequest, method: string): ApiCall {
  const args = { ...asRecord(request.query), ...asRecord(request.body) };
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return { method, token: bearer ?? (typeof args.token === 'string' ? args.token : null), args };
}

async function answerBadly(
  failure: Failure,
  answer: ApiAnswer,
  { request, reply, clock }: { request: FastifyRequest; reply: FastifyReply; clock: Clock },
): Promise<FastifyReply> {
  if (failure.kind === 'drop-after') return drop(request, reply);
  if (failure.kind === 'error-after') return send(reply, BROKEN);
  if (failure.kind === 'delay') await clock.sleep(failure.delayMs);
  return send(reply, answer);
}

function send(reply: FastifyReply, answer: { status: number; body: object; retryAfter?: number }): FastifyReply {
  if (answer.retryAfter !== undefined) reply.header('retry-after', answer.retryAfter);
  return reply.code(answer.status).send(answer.body);
}

/** Breaks the connection without an answer. */
function drop(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
