/**
 * Who may use the lead API: whoever shows the key, or signs with it as Standard Webhooks does. In both cases the answer says
 * which header is missing or wrong, and takes the same time for every wrong key.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { type FieldProblem, Problem, type ProblemCode } from './problem.ts';
import { isSameSecret } from './same-secret.ts';
import { SIGNATURE_HEADERS, signatureProblem, webhookOf } from './standard-signature.ts';

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
  const webhook = webhookOf(apiKey);
  return {
    checkHeaders: ({ authorization, ...headers }, mayBeSigned) => {
      if (authorization === undefined) return requireSignature(headers, mayBeSigned);
      const [, key = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
      if (!isSameSecret(key, apiKey)) {
        throw unauthorized('wrong-api-key', [
          { field: 'authorization', message: 'is not "Bearer " and the right key' },
        ]);
      }
    },
    checkSignature: (headers, body) => {
      if (headers.authorization !== undefined) return;
      const problem = signatureProblem([webhook], headers, body);
      if (problem) throw unauthorized('invalid-signature', [problem]);
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

function unauthorized(code: ProblemCode, errors: FieldProblem[]): Problem {
  const detail =
    'Send "Authorization: Bearer" with the key in DIBS_API_KEY, or sign the request with it (Standard Webhooks).';
  return new Problem(code, { detail, errors, headers: { 'www-authenticate': 'Bearer realm="dibs"' } });
}
