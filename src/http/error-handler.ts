/** Turns every error that reaches the edge into a problem, in one place, so that nothing else of it gets out. */
import type { FastifyError, FastifyReply } from 'fastify';
import { AppError } from '../domain/errors.ts';
import type { Log } from '../ports/log.ts';
import { Problem, type ProblemCode } from './problem.ts';

/** Errors that Fastify itself raises on bad requests. */
const FASTIFY_PROBLEMS: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad-request',
  FST_ERR_BAD_URL: 'bad-request',
};

/** A second is about what a restarted or overloaded database needs, and long enough not to be a burden. */
const RETRY_SOON = { 'retry-after': '1' };

/** The problem that an error amounts to. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof AppError) return fromAppError(error);
  if (!(error instanceof Error)) return new Problem('internal-error');
  const { code, statusCode = 500 } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : FASTIFY_PROBLEMS[code];
  if (known) return new Problem(known);
  return new Problem(statusCode < 500 ? 'bad-request' : 'internal-error');
}

function fromAppError(error: AppError): Problem {
  switch (error.retry) {
    case 'later':
      return new Problem('unavailable', { detail: 'Send the request again.', headers: RETRY_SOON });
    case 'ambiguous':
      return new Problem('outcome-unknown', {
        detail:
          'Send the request again with the same Idempotency-Key: a lead that is stored already is not stored twice.',
        headers: RETRY_SOON,
      });
    case 'never':
      return new Problem('internal-error');
  }
}

/** Logs an error when it is our fault, not the sender's. */
export type ReportError = (error: unknown, requestId: string) => void;

export function createReportError(log: Log): ReportError {
  return (error, requestId) => {
    const { code, body } = toProblem(error);
    if (body.status >= 500 && code !== 'overloaded') log.error('Request failed', { err: error, requestId });
  };
}

/** Answers with a problem, so that the sender gets to read it. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  // Fastify closes the connection when a body is too large, which resets it under a client that is still sending: it would
  // see a broken pipe instead of this answer. Left open, the rest is read and dropped, within the server's request timeout.
  reply.removeHeader('connection');
  return reply.code(problem.body.status).headers(problem.headers).type('application/problem+json').send(problem.body);
}
