/** What a checked body becomes, and what its sender is told: so that a vendor sends again what is not stored, and nothing else. */
import type { FastifyReply } from 'fastify';
import type { Batcher } from '../../app/batcher.ts';
import type { IntakeOutcome, IntakeRequest } from '../../app/receive-leads.ts';
import type { Delivery, Lookup, Submission } from '../../domain/sources/delivery.ts';
import type { JsonValue } from '../../domain/sources/json-value.ts';
import { lookedUp, readDelivery } from '../../domain/sources/read-delivery.ts';
import type { Log } from '../../ports/log.ts';
import { Problem } from '../problem.ts';
import type { Hook } from './hooks.ts';
import { createTakeIn, type Taken } from './take-in.ts';

export interface AnswerHookOptions {
  intake: Batcher<IntakeRequest, IntakeOutcome>;
  /** Counts what became of a delivery or of an item of it. */
  count: (source: string, outcome: string) => void;
  /** Counts leads as the lead API does. */
  received: (outcome: string) => void;
  log: Log;
}

export interface CheckedHook {
  hook: Hook;
  body: JsonValue;
  /** Tells the request from all others of its source. */
  requestKey: string;
  requestId: string;
}

/** @throws Problem; AppError from the store */
export type AnswerHook = (request: CheckedHook, reply: FastifyReply) => Promise<FastifyReply>;

/** Vendors send again in their own time; this is for those who ask. */
const RETRY_SOON = { 'retry-after': '60' };

export function createAnswerHook(options: AnswerHookOptions): AnswerHook {
  const { count, received, log } = options;
  const takeIn = createTakeIn(options);

  async function take({ hook, requestKey, requestId }: CheckedHook, submissions: readonly Submission[]) {
    const { source } = hook;
    const taken = await takeIn(source, submissions, requestKey);
    for (const one of taken) {
      count(source.id, one.kind);
      received(one.kind);
    }
    const invalid = taken.filter(({ kind }) => kind === 'invalid').length;
    if (invalid > 0) log.warn('What a source sent is no lead', { source: source.id, count: invalid, requestId });
    const moved = [...new Set(taken.flatMap((one) => (one.kind === 'invalid' ? [] : one.moved)))];
    for (const code of moved)
      log.warn('A field was not understood and is kept as given', { source: source.id, code, requestId });
    return taken;
  }

  /** Takes in what can be read now, before it asks for the rest again. */
  async function takeNamed(request: CheckedHook, lookups: readonly Lookup[]): Promise<Taken[]> {
    const { source, lookUp } = request.hook;
    const found = await lookUp?.(lookups.map(({ id }) => id));
    const submissions = lookups.flatMap((lookup) => {
      const lead = found?.get(lookup.id);
      if (lead === null) count(source.id, 'gone');
      return lead === undefined ? [] : [lookedUp(source, lookup, lead)];
    });
    const taken = await take(request, submissions);
    const unread = lookups.length - submissions.length;
    if (unread === 0) return taken;
    for (let index = 0; index < unread; index += 1) count(source.id, 'unread');
    const code = lookUp ? 'vendor_away' : 'no_access_token';
    log.warn('Leads could not be read from their vendor', {
      source: source.id,
      code,
      count: unread,
      requestId: request.requestId,
    });
    throw new Problem('vendor-unavailable', { detail: UNREAD[code], headers: RETRY_SOON });
  }

  return async (request, reply) => {
    const { source } = request.hook;
    const delivery = readDelivery(source, request.body);
    switch (delivery.kind) {
      case 'submissions': {
        const taken = await take(request, delivery.submissions);
        const [only] = taken;
        return only && !delivery.isBatch ? answerOne(reply, only) : answerItems(reply, taken);
      }
      case 'lookups':
        return answerItems(reply, await takeNamed(request, delivery.lookups));
      case 'ignored':
        count(source.id, 'ignored');
        return reply.code(200).send({ status: 'ignored', because: delivery.why });
      case 'other-shape':
        count(source.id, 'other_shape');
        throw otherShape(source.kind, delivery);
    }
  };
}

const UNREAD = {
  vendor_away: 'What could be read is stored. Send the request again for the rest.',
  no_access_token: 'The body only names leads, and DIBS_ACCESS_TOKEN of this source is not set to read them with.',
} as const;

function answerOne(reply: FastifyReply, taken: Taken): FastifyReply {
  if (taken.kind === 'invalid') throw new Problem('invalid-lead', { errors: taken.problems });
  if (taken.kind === 'repeat') reply.header('idempotency-replayed', 'true');
  return reply.code(202).header('location', `/v1/leads/${taken.id}`).send({ id: taken.id, status: 'received' });
}

/** As the lead API answers a batch. 200 even where an item is no lead: nothing would mend it but its vendor's next one. */
function answerItems(reply: FastifyReply, taken: readonly Taken[]): FastifyReply {
  const items = taken.map((one, index) => {
    if (one.kind !== 'invalid') {
      return { index, status: 202, id: one.id, leadStatus: 'received', replayed: one.kind === 'repeat' };
    }
    const problem = new Problem('invalid-lead', { errors: one.problems }).body;
    return { index, status: problem.status, problem };
  });
  return reply.code(200).send({ items });
}

function otherShape(kind: string, { problems }: Extract<Delivery, { kind: 'other-shape' }>): Problem {
  const detail = `The source is of the kind ${kind}. Check that the webhook was set up for this address.`;
  return new Problem('other-shape', { detail, errors: problems });
}
