/** From submissions to stored leads. Nothing is answered before it is committed. */
import { createHash } from 'node:crypto';
import type { Batcher } from '../../app/batcher.ts';
import type { IntakeOutcome, IntakeRequest } from '../../app/receive-leads.ts';
import type { InputProblem } from '../../domain/lead-input.ts';
import { assembleLead } from '../../domain/sources/assemble-lead.ts';
import type { Submission } from '../../domain/sources/delivery.ts';
import { keepLead } from '../../domain/sources/keep-lead.ts';
import type { Source } from '../../domain/sources/source.ts';

export type Taken =
  /** `moved`: fields that were not understood and stand under `custom`. */
  | { kind: 'stored' | 'repeat'; id: string; moved: readonly string[] }
  /** Nobody could be reached or recognised by it. */
  | { kind: 'invalid'; problems: readonly InputProblem[] };

/**
 * @param requestKey tells this request from all others of the source, for submissions without an id of the vendor's
 * @returns an outcome per submission, in order, once all are committed
 * @throws AppError from the store, after all have been tried: those that were stored are repeats when the vendor sends them again
 */
export type TakeIn = (source: Source, submissions: readonly Submission[], requestKey: string) => Promise<Taken[]>;

export function createTakeIn({ intake }: { intake: Batcher<IntakeRequest, IntakeOutcome> }): TakeIn {
  async function takeOne(source: Source, submission: Submission, key: string): Promise<Taken> {
    const { defaultCountry } = source;
    const kept = keepLead(assembleLead(source, submission), defaultCountry === undefined ? {} : { defaultCountry });
    if (!kept.ok) return { kind: 'invalid', problems: kept.problems };
    const outcome = await intake.add({
      attributes: kept.attributes,
      receivedAt: kept.receivedAt,
      caller: `hook:${source.id}`,
      idempotencyKey: keyOf(submission.eventId ?? key),
      // What the vendor calls one event is one, even if it is read or mapped in another way by now.
      requestHash: null,
    });
    // Keys are compared by content only with a hash.
    if (outcome.kind === 'key_reused') throw new Error('a key without a hash cannot be reused');
    return { ...outcome, moved: kept.moved };
  }

  return async (source, submissions, requestKey) => {
    const results = await Promise.allSettled(
      submissions.map((submission, index) =>
        takeOne(source, submission, submissions.length === 1 ? requestKey : `${requestKey}#${index}`),
      ),
    );
    return results.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  };
}

/** Ids of vendors may be of any length; a key may not. */
const MAX_KEY = 255;

function keyOf(id: string): string {
  return /^[\x21-\x7e]+$/.test(id) && id.length <= MAX_KEY ? id : createHash('sha256').update(id).digest('hex');
}
