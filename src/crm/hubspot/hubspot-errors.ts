/** What HubSpot says, in our words. Its messages quote what was sent, so that none is kept. */
import { z } from 'zod';
import { type FailureCode, HandOverError } from '../../domain/hand-over/failure.ts';
import { type HttpAnswer, retryAfterMs } from '../http-call.ts';

/** An answer that is no success. The SDK's own exception is not made: it reads no answer but HubSpot's, such as a proxy's. */
export class HubspotRefusal extends Error {
  readonly answer: HttpAnswer;

  constructor(answer: HttpAnswer) {
    super('HubSpot has refused a call');
    this.answer = answer;
  }
}

const problem = z.object({
  message: z.string().default(''),
  errors: z.array(z.object({ code: z.string().optional(), message: z.string().default('') })).default([]),
});

/** A limit without a word about when it ends is that of ten seconds. */
const USUAL_LIMIT_MS = 10_000;

/** @param onRefusal what a 400 means; that a value was not accepted, unless given */
export function toHandOverError(error: unknown, onRefusal: FailureCode = 'refused'): HandOverError {
  if (error instanceof HandOverError) return error;
  // An answer that the SDK cannot read is not HubSpot's.
  if (!(error instanceof HubspotRefusal)) return new HandOverError('unexpected_answer', { retry: 'ambiguous' });
  const { status, headers } = error.answer;
  if (status === 429) {
    const asked = retryAfterMs(headers, new Date(headers.date ?? 0)) ?? USUAL_LIMIT_MS;
    return new HandOverError('rate_limited', { retry: 'later', retryAfterMs: asked });
  }
  if (status >= 500) {
    return new HandOverError('unavailable', {
      retry: 'ambiguous',
      retryAfterMs: retryAfterMs(headers, new Date(headers.date ?? 0)),
    });
  }
  if (status === 400 && isMissingProperty(problemIn(error))) return new HandOverError('not_set_up', { retry: 'never' });
  if (status >= 300 && status < 400) return new HandOverError('redirected', { retry: 'never' });
  return new HandOverError(BY_STATUS.get(status) ?? onRefusal, { retry: 'never' });
}

const BY_STATUS: ReadonlyMap<number, FailureCode> = new Map([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'record_deleted'],
  [409, 'duplicate'],
]);

/** One of the errors of a batch, of which the rest went through. */
export function ofCategory(category: string): HandOverError {
  return new HandOverError(BY_CATEGORY.get(category) ?? 'refused', { retry: 'never' });
}

const BY_CATEGORY: ReadonlyMap<string, FailureCode> = new Map([
  ['OBJECT_NOT_FOUND', 'record_deleted'],
  ['CONFLICT', 'duplicate'],
  ['OBJECT_ALREADY_EXISTS', 'duplicate'],
]);

/** The record that is there already, from "Contact already exists. Existing ID: 51". */
export function existingId(error: unknown): string | null {
  if (!(error instanceof HubspotRefusal)) return null;
  return /Existing ID: (\d+)/.exec(problemIn(error).message)?.[1] ?? null;
}

function isMissingProperty({ message, errors }: z.output<typeof problem>): boolean {
  return [message, ...errors.flatMap((error) => [error.code ?? '', error.message])].some((text) =>
    /PROPERTY_DOESNT_EXIST/i.test(text),
  );
}

function problemIn({ answer }: HubspotRefusal): z.output<typeof problem> {
  const said = problem.safeParse(jsonOf(answer.text));
  return said.success ? said.data : { message: '', errors: [] };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
