/** Whether a request comes from its source: by the vendor's signature, or by a secret that it shows. Says which header is wrong. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Source } from '../../domain/sources/source.ts';
import type { Clock } from '../../ports/clock.ts';
import { type FieldProblem, Problem, type ProblemCode } from '../problem.ts';
import { isSameSecret } from '../same-secret.ts';
import { SIGNATURE_HEADERS, signatureProblem, webhookOf } from '../standard-signature.ts';
import { type HookRequest, SIGNING, type SigningScheme, sign } from './signing.ts';

export interface Verifier {
  /** What can be said before the body is read, so that strangers send it in vain. @throws Problem 401 */
  checkHeaders(headers: IncomingHttpHeaders): void;
  /** Over the body as it came. @throws Problem 401 */
  checkBody(request: HookRequest): void;
}

const WINDOW_MS = 5 * 60_000;

/** @param secrets each of them is valid, so that one can follow the other without a gap */
export function createVerifier(source: Source, secrets: readonly string[], clock: Clock): Verifier {
  switch (source.kind) {
    case 'standard':
      return standardVerifier(secrets);
    case 'json':
      return secretVerifier(secrets);
    default:
      return signatureVerifier(SIGNING[source.kind], secrets, clock);
  }
}

function standardVerifier(secrets: readonly string[]): Verifier {
  const webhooks = secrets.map(webhookOf);
  return {
    checkHeaders: (headers) => requireHeaders(SIGNATURE_HEADERS, headers),
    checkBody: ({ headers, body }) => {
      const problem = signatureProblem(webhooks, headers, body);
      if (problem) throw refused('invalid-signature', [problem]);
    },
  };
}

function signatureVerifier(scheme: SigningScheme, secrets: readonly string[], clock: Clock): Verifier {
  const [field] = scheme.headers;
  return {
    checkHeaders: (headers) => requireHeaders(scheme.headers, headers),
    checkBody: (request) => {
      const time = scheme.time?.read(request.headers) ?? '';
      const late = scheme.time && timeProblem(time, scheme.time, clock.now().getTime());
      if (late) throw refused('invalid-signature', [late]);
      const given = scheme.signatures(request.headers);
      // Every pair is compared, so that the time tells neither which secret it was nor whether there are two.
      const matches = secrets.flatMap((secret) => {
        const expected = sign(scheme, secret, request, time);
        return given.map((signature) => isSameSecret(signature, expected));
      });
      if (matches.includes(true)) return;
      throw refused('invalid-signature', [{ field, message: 'does not belong to this body and secret' }]);
    },
  };
}

function timeProblem(
  text: string,
  { header, unitMs }: { header: string; unitMs: number },
  nowMs: number,
): FieldProblem | null {
  if (!/^\d{1,16}$/.test(text)) return { field: header, message: 'has no time in it' };
  const ageMs = nowMs - Number(text) * unitMs;
  if (ageMs > WINDOW_MS) return { field: header, message: 'is more than 5 minutes old' };
  return ageMs < -WINDOW_MS ? { field: header, message: 'is more than 5 minutes ahead' } : null;
}

/** `Authorization: Bearer …` or `Basic …` (the password; any name), or `X-Dibs-Secret`. */
function secretVerifier(secrets: readonly string[]): Verifier {
  return {
    checkHeaders: ({ authorization, 'x-dibs-secret': own }) => {
      if (authorization === undefined && own === undefined) {
        throw refused('missing-credentials', [
          { field: 'authorization', message: 'is missing: "Bearer " and the secret' },
        ]);
      }
      const given = own === undefined ? secretIn(authorization ?? '') : String(own);
      const matches = secrets.map((secret) => isSameSecret(given, secret));
      if (matches.includes(true)) return;
      const field = own === undefined ? 'authorization' : 'x-dibs-secret';
      throw refused('wrong-secret', [{ field, message: 'does not have the secret of this source' }]);
    },
    checkBody: () => undefined,
  };
}

function secretIn(authorization: string): string {
  const [, scheme = '', value = ''] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== 'basic') return value;
  const pair = Buffer.from(value, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

function requireHeaders(names: readonly string[], headers: IncomingHttpHeaders): void {
  const missing = names.filter((name) => !headers[name]);
  if (missing.length === 0) return;
  throw refused(
    missing.length === names.length ? 'missing-credentials' : 'invalid-signature',
    missing.map((field) => ({ field, message: 'is missing' })),
  );
}

function refused(code: ProblemCode, errors: FieldProblem[]): Problem {
  return new Problem(code, {
    detail: 'Check the secret of this source on both sides; docs/sources.md says where each vendor has it.',
    errors,
  });
}
