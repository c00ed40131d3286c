/**
 * Who may use the lead API: whoever shows the key, or signs with it as Standard Webhooks does. In both cases the answer says
 * which header is missing or wrong, and takes the same time for every wrong key.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { type FieldProblem, Problem, type ProblemCode } from './problem.ts';

const SIGNATURE_HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** What the library's refusals are about; any other one is about the signature. */
const REFUSALS: Record<string, FieldProblem> = {
  'Message timestamp too old': { field: 'webhook-timestamp', message: 'is more than 5 minutes old' },
  'Message timestamp too new': { field: 'webhook-timestamp', message: 'is more than 5 minutes ahead' },
  'Invalid Signature Headers': { field: 'webhook-timestamp', message: 'is not a time in Unix seconds' },
};
const WRONG_SIGNATURE = { field: 'webhook-signature', message: 'does not belong to this id, timestamp, body and key' };

export interface Credentials {
  /**
   * Checks the headers, before the body is read.
   * @param mayBeSigned a signature may stand in for the key; `checkSignature` must follow once the body is there
   * @throws Problem 401
   */
  checkHeaders(headers: IncomingHttpHeaders, mayBeSigned: boolean): void;
  /** Checks the signature of a request that shows no key. @throws Problem 401 */
  checkSignature(headers: IncomingHttpHeaders, body: Buffer): void;
}

/** @param apiKey `null`: everybody may (the playground on loopback). A key `whsec_…` is also a webhook secret as it stands */
export function createCredentials(apiKey: string | null): Credentials {
  if (apiKey === null) return { checkHeaders: () => undefined, checkSignature: () => undefined };
  const webhook = apiKey.startsWith('whsec_') ? new Webhook(apiKey) : new Webhook(apiKey, { format: 'raw' });
  const expected = digest(apiKey);
  return {
    checkHeaders: ({ authorization, ...headers }, mayBeSigned) => {
      if (authorization === undefined) return requireSignature(headers, mayBeSigned);
      const [, key = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
      if (!timingSafeEqual(digest(key), expected)) {
        throw unauthorized('wrong-api-key', [
          { field: 'authorization', message: 'is not "Bearer " and the right key' },
        ]);
      }
    },
    checkSignature: (headers, body) => {
      if (headers.authorization === undefined) verify(webhook, headers, body);
    },
  };
}

function requireSignature(headers: IncomingHttpHeaders, mayBeSigned: boolean): void {
  const missing = SIGNATURE_HEADERS.filter((name) => !headers[name]);
  if (!mayBeSigned || missing.length === SIGNATURE_HEADERS.length) {
    throw unauthorized('missing-credentials', [
      { field: 'authorization', message: 'is missing: "Bearer " and the API key' },
    ]);
  }
  if (missing.length > 0) {
    throw unauthorized(
      'invalid-signature',
      missing.map((field) => ({ field, message: 'is missing' })),
    );
  }
}

function verify(webhook: Webhook, headers: IncomingHttpHeaders, body: Buffer): void {
  const signed = Object.fromEntries(SIGNATURE_HEADERS.map((name) => [name, String(headers[name] ?? '')]));
  try {
    webhook.verify(body, signed, { jsonParse: false });
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    throw unauthorized('invalid-signature', [REFUSALS[error.message] ?? WRONG_SIGNATURE]);
  }
}

function unauthorized(code: ProblemCode, errors: FieldProblem[]): Problem {
  const detail =
    'Send "Authorization: Bearer" with the key in DIBS_API_KEY, or sign the request with it (Standard Webhooks).';
  return new Problem(code, { detail, errors, headers: { 'www-authenticate': 'Bearer realm="dibs"' } });
}

/** Hashes make both sides equally long, which `timingSafeEqual` needs, and hide the key's length. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
