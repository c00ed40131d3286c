/** Signatures as Standard Webhooks has them, and in words what is wrong with one. */
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { FieldProblem } from './problem.ts';

export const SIGNATURE_HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** What the library's refusals are about; any other one is about the signature. */
const REFUSALS: Record<string, FieldProblem> = {
  'Message timestamp too old': { field: 'webhook-timestamp', message: 'is more than 5 minutes old' },
  'Message timestamp too new': { field: 'webhook-timestamp', message: 'is more than 5 minutes ahead' },
  'Invalid Signature Headers': { field: 'webhook-timestamp', message: 'is not a time in Unix seconds' },
};
const WRONG_SIGNATURE = { field: 'webhook-signature', message: 'does not belong to this id, timestamp, body and key' };

/** @param secret `whsec_…`: the base64 after it; else the characters themselves */
export function webhookOf(secret: string): Webhook {
  return secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(secret, { format: 'raw' });
}

/** @returns what is wrong; `null` when the signature is right for one of the webhooks */
export function signatureProblem(
  webhooks: readonly Webhook[],
  headers: IncomingHttpHeaders,
  body: Buffer,
): FieldProblem | null {
  const signed = Object.fromEntries(SIGNATURE_HEADERS.map((name) => [name, String(headers[name] ?? '')]));
  const problems = webhooks.map((webhook) => {
    try {
      webhook.verify(body, signed, { jsonParse: false });
      return null;
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      return REFUSALS[error.message] ?? WRONG_SIGNATURE;
    }
  });
  return problems.includes(null) ? null : (problems[0] ?? WRONG_SIGNATURE);
}
