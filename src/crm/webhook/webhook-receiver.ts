/** Outgoing webhooks, signed as Standard Webhooks says: one POST per event, in order, each under an id that stays the same. */
import { Webhook } from 'standardwebhooks';
import { type FailureCode, HandOverError } from '../../domain/hand-over/failure.ts';
import type { WebhookMessage } from '../../domain/hand-over/webhook-message.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HandOverResult, Receiver, WebhookItem } from '../../ports/crm.ts';
import { type HttpAnswer, httpCall, keptAgent, retryAfterMs } from '../http-call.ts';
import { checkHost, guardedLookup } from './public-address.ts';

export interface WebhookReceiverOptions {
  url: URL;
  /** One or two: while one takes the place of the other, each message is signed with both. */
  secrets: readonly string[];
  /** Ranges of addresses that may be reached besides the public internet. */
  allowed: readonly string[];
  clock: Clock;
  /** Where names are looked up; the system, unless given. */
  lookup?: Parameters<typeof guardedLookup>[1];
}

/** Taken from the queue together, and sent side by side. */
const AT_ONCE = 100;
const SIDE_BY_SIDE = 10;

/** Nobody reads the answer. */
const MAX_ANSWER_BYTES = 16_384;

export function createWebhookReceiver({
  url,
  secrets,
  allowed,
  clock,
  lookup,
}: WebhookReceiverOptions): Receiver<WebhookItem> {
  const signers = secrets.map((secret) =>
    secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(secret, { format: 'raw' }),
  );
  const guarded = guardedLookup(allowed, lookup);
  const agent = keptAgent(url, SIDE_BY_SIDE);

  async function post({ id, body: content }: WebhookMessage): Promise<void> {
    checkHost(url, allowed);
    const sentAt = clock.now();
    const body = JSON.stringify(content);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Dibs',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
      'webhook-signature': signers.map((signer) => signer.sign(id, sentAt, body)).join(' '),
    };
    const call = { url, method: 'POST', headers, body, lookup: guarded, agent, maxBytes: MAX_ANSWER_BYTES };
    const failure = failureOf(await httpCall(call), clock.now());
    if (failure) throw failure;
  }

  return {
    atOnce: AT_ONCE,
    handOver: async (items, over) => {
      const results: HandOverResult[] = items.map(() => ({ kind: 'put-off' }));
      const waiting = items.entries();
      let isDown = false;
      async function workOff(): Promise<void> {
        for (const [index, item] of waiting) {
          if (over.aborted || isDown) return;
          const result = await send(item, post);
          isDown ||= result.kind === 'failed' && result.error.scope === 'target';
          results[index] = result;
        }
      }
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, workOff));
      return results;
    },
  };
}

/** In order: what comes after one that failed waits for it. */
async function send(
  { messages }: WebhookItem,
  post: (message: WebhookMessage) => Promise<void>,
): Promise<HandOverResult> {
  let sent: { sentVersion?: number } = {};
  for (const message of messages) {
    try {
      await post(message);
      sent = { sentVersion: message.version };
    } catch (error) {
      if (!(error instanceof HandOverError)) throw error;
      return { kind: 'failed', error, ...sent };
    }
  }
  return { kind: 'done', remoteId: null };
}

function failureOf(answer: HttpAnswer, now: Date): HandOverError | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return new HandOverError('redirected', { retry: 'never' });
  const known = BY_STATUS.get(status);
  if (known) return new HandOverError(known, { retry: 'never' });
  if (status === 429) {
    return new HandOverError('rate_limited', { retry: 'later', retryAfterMs: retryAfterMs(answer.headers, now) });
  }
  if (status >= 500 || status === 408 || status === 425) {
    return new HandOverError('unavailable', { retry: 'ambiguous', retryAfterMs: retryAfterMs(answer.headers, now) });
  }
  return new HandOverError('refused', { retry: 'never' });
}

const BY_STATUS: ReadonlyMap<number, FailureCode> = new Map([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [405, 'not_found'],
  [410, 'gone'],
]);
