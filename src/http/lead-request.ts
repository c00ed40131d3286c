/** From a lead as sent to the sender's answer; the same for single leads and batches. */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Batcher } from '../app/batcher.ts';
import type { IntakeOutcome, IntakeRequest } from '../app/receive-leads.ts';
import { parseLeadInput } from '../domain/lead-input.ts';
import { Problem } from './problem.ts';

/** There is one API key, so all who use the API are one sender. */
const API = 'api';

/** What the sender is told about an accepted lead. Repeats get the same again, whatever became of the lead since. */
export interface Acceptance {
  id: string;
  status: 'received';
  /** Whether this is the answer to an earlier request. */
  replayed: boolean;
}

/**
 * Checks a lead, stores it, and resolves once it is committed.
 * @param lead the JSON value as sent
 * @param caller whose keys the idempotency key is one of: `api` unless given, else e.g. `form:demo`, `hook:website`
 * @throws Problem `invalid-lead`, naming each field, or `idempotency-key-reused`; AppError from the store
 */
export type AcceptLead = (lead: unknown, idempotencyKey: string | undefined, caller?: string) => Promise<Acceptance>;

/**
 * @param deps.intake group commit in front of the intake
 * @param deps.count counts a lead by its outcome: `stored`, `repeat`, `key_reused` or `invalid`
 */
export function createAcceptLead(deps: {
  intake: Batcher<IntakeRequest, IntakeOutcome>;
  count: (outcome: string) => void;
}): AcceptLead {
  return async (lead, idempotencyKey, caller = API) => {
    const parsed = parseLeadInput(lead);
    if (!parsed.ok) {
      deps.count('invalid');
      throw new Problem('invalid-lead', { errors: parsed.problems });
    }
    const { attributes, receivedAt } = parsed;
    const outcome = await deps.intake.add({
      attributes,
      receivedAt,
      caller,
      // Nobody looks at the hash of a request without a key.
      ...(idempotencyKey === undefined ? { requestHash: null } : { requestHash: hashOf(lead), idempotencyKey }),
    });
    deps.count(outcome.kind);
    if (outcome.kind === 'key_reused') throw keyReused();
    return { id: outcome.id, status: 'received', replayed: outcome.kind === 'repeat' };
  };
}

/** Of the parsed value, so that neither white space nor the way of sending (alone, in a batch) makes a difference. */
function hashOf(lead: unknown): string {
  return createHash('sha256').update(JSON.stringify(lead)).digest('hex');
}

export function keyReused(): Problem {
  return new Problem('idempotency-key-reused', {
    detail: 'An earlier request with this key had another body. Nothing was stored. Use a new key for a new lead.',
  });
}

/**
 * The idempotency key of a request: the signed `webhook-id` where the request is signed, else the header of that name.
 * @throws Problem `invalid-idempotency-key`
 */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string | undefined {
  const isSigned = headers.authorization === undefined && headers['webhook-signature'] !== undefined;
  const key = headers[isSigned ? 'webhook-id' : 'idempotency-key'];
  return key === undefined ? undefined : checkIdempotencyKey(key);
}

/** @throws Problem `invalid-idempotency-key` */
export function checkIdempotencyKey(key: unknown): string {
  if (typeof key === 'string' && /^[\x20-\x7e]{1,255}$/.test(key)) return key;
  const message = 'must be 1 to 255 printable ASCII characters';
  throw new Problem('invalid-idempotency-key', { errors: [{ field: 'Idempotency-Key', message }] });
}
