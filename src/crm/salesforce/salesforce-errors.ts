/** What Salesforce says, in our words. Its messages quote what was sent, so that none is kept. */
import { z } from 'zod';
import { type FailureCode, HandOverError } from '../../domain/hand-over/failure.ts';
import { type HttpAnswer, retryAfterMs } from '../http-call.ts';

/** An answer that is no success. */
export class SalesforceRefusal extends Error {
  readonly answer: HttpAnswer;
  /** Salesforce's own code, e.g. `INVALID_SESSION_ID`; that of OAuth where it is about a token. */
  readonly code: string;

  constructor(answer: HttpAnswer) {
    super('Salesforce has refused a call');
    this.answer = answer;
    this.code = codeIn(answer.text);
  }
}

const problems = z.union([
  z
    .array(z.object({ errorCode: z.string() }))
    .min(1)
    .transform(([first]) => first?.errorCode ?? ''),
  z.object({ error: z.string() }).transform(({ error }) => error),
]);

function codeIn(text: string): string {
  try {
    return problems.safeParse(JSON.parse(text)).data ?? '';
  } catch {
    return '';
  }
}

/** The daily limit of calls is counted back from now: some of it comes back all the time. */
const LIMIT_PAUSE_MS = 5 * 60_000;

export function toHandOverError(error: unknown): HandOverError {
  if (error instanceof HandOverError) return error;
  // An answer that jsforce or we cannot read is not Salesforce's.
  if (!(error instanceof SalesforceRefusal)) return new HandOverError('unexpected_answer', { retry: 'ambiguous' });
  const { status, headers } = error.answer;
  const asked = retryAfterMs(headers, new Date(headers.date ?? 0));
  if (status === 429 || error.code === 'REQUEST_LIMIT_EXCEEDED') {
    return new HandOverError('rate_limited', { retry: 'later', retryAfterMs: asked ?? LIMIT_PAUSE_MS });
  }
  if (status >= 500) return new HandOverError('unavailable', { retry: 'ambiguous', retryAfterMs: asked });
  if (status < 400) return new HandOverError('redirected', { retry: 'never' });
  return new HandOverError(BY_CODE.get(error.code) ?? BY_STATUS.get(status) ?? 'refused', { retry: 'never' });
}

const BY_CODE: ReadonlyMap<string, FailureCode> = new Map([
  ['invalid_client', 'unauthorized'],
  ['invalid_client_id', 'unauthorized'],
  ['invalid_grant', 'unauthorized'],
  ['INVALID_FIELD', 'not_set_up'],
  ['INVALID_TYPE', 'forbidden'],
  // The external id field is not there.
  ['NOT_FOUND', 'not_set_up'],
]);

const BY_STATUS: ReadonlyMap<number, FailureCode> = new Map([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_set_up'],
]);

/** Of one record among several, of which the others may have gone through. */
export function ofStatusCode(statusCode: string): HandOverError {
  if (statusCode === 'UNABLE_TO_LOCK_ROW') return new HandOverError('busy', { retry: 'later' });
  if (statusCode === 'REQUEST_LIMIT_EXCEEDED') {
    return new HandOverError('rate_limited', { retry: 'later', retryAfterMs: LIMIT_PAUSE_MS });
  }
  return new HandOverError(BY_STATUS_CODE.get(statusCode) ?? 'refused', { retry: 'never' });
}

const BY_STATUS_CODE: ReadonlyMap<string, FailureCode> = new Map([
  ['DUPLICATES_DETECTED', 'duplicate'],
  ['DUPLICATE_VALUE', 'duplicate'],
  ['ENTITY_IS_DELETED', 'record_deleted'],
  ['NOT_FOUND', 'record_deleted'],
  ['INVALID_FIELD', 'not_set_up'],
  ['INVALID_FIELD_FOR_INSERT_UPDATE', 'not_set_up'],
  ['INSUFFICIENT_ACCESS_OR_READONLY', 'forbidden'],
]);
