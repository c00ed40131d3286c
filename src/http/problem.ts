/**
 * Every error answer comes from here, as problem details (RFC 9457). The codes are part of the contract: `docs/http-api.md`
 * lists each of them, and a test keeps the two equal. A problem names fields, never repeats their values.
 */

/** Code → HTTP status and title. The code is the last part of the problem's `type`. */
export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request could not be understood' },
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  'forbidden-key': { status: 400, title: 'The body has a key that is not allowed' },
  'invalid-idempotency-key': { status: 400, title: 'The idempotency key is not valid' },
  'missing-credentials': { status: 401, title: 'The request shows no credentials' },
  'wrong-api-key': { status: 401, title: 'The API key is not right' },
  'wrong-secret': { status: 401, title: 'The secret is not right' },
  'invalid-signature': { status: 401, title: 'The signature is not right' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'source-not-found': { status: 404, title: 'There is no such source' },
  'lead-not-found': { status: 404, title: 'There is no such lead' },
  'lead-not-owned': { status: 409, title: 'The lead is not in these hands' },
  'lead-closed': { status: 409, title: 'The lead is closed' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'too-many-items': { status: 413, title: 'The batch has too many items' },
  'unsupported-media-type': { status: 415, title: 'The body is not in a format that is read here' },
  'other-shape': { status: 422, title: 'The body is not what this kind of source sends' },
  'invalid-lead': { status: 422, title: 'The lead is not valid' },
  'invalid-touch': { status: 422, title: 'The touch is not valid' },
  'invalid-person': { status: 422, title: 'The person is not named in a way that is understood' },
  'invalid-batch': { status: 422, title: 'The body is not a batch' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key belongs to another request' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'internal-error': { status: 500, title: 'Something went wrong here' },
  overloaded: { status: 503, title: 'More requests wait than can be stored now' },
  unavailable: { status: 503, title: 'The database cannot be reached; nothing was stored' },
  'vendor-unavailable': { status: 503, title: 'The lead could not be read from its vendor' },
  'outcome-unknown': { status: 503, title: 'The database went away; the lead may be stored' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What is wrong with one field; `field` is its path, e.g. `custom.size`, or a header's name. */
export interface FieldProblem {
  field: string;
  message: string;
}

/** The JSON of a problem. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: readonly FieldProblem[];
}

export interface ProblemOptions {
  /** What is wrong this time, and what to do about it. */
  detail?: string;
  errors?: readonly FieldProblem[];
  /** Headers for the answer, e.g. `retry-after`. */
  headers?: Record<string, string>;
}

/** An error answer; routes throw it. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly headers: Record<string, string>;
  readonly body: ProblemBody;

  constructor(code: ProblemCode, { detail, errors, headers = {} }: ProblemOptions = {}) {
    const { status, title } = PROBLEMS[code];
    super(title);
    this.name = 'Problem';
    this.code = code;
    this.headers = headers;
    this.body = {
      type: `urn:dibs:problem:${code}`,
      title,
      status,
      ...(detail && { detail }),
      ...(errors && errors.length > 0 && { errors }),
    };
  }
}
