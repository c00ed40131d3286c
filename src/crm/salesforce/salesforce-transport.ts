/** How jsforce reaches Salesforce: through our own calls, since its own try again by themselves and follow redirects. */
import { PassThrough } from 'node:stream';
import { Transport } from 'jsforce/lib/transport.js';
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/common.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import { httpCall } from '../http-call.ts';
import { SalesforceRefusal } from './salesforce-errors.ts';

const MAX_ANSWER_BYTES = 20_000_000;

/** Throws `SalesforceRefusal` for an answer that is no success, and `HandOverError` where there is none. */
export class GuardedTransport extends Transport {
  override httpRequest({ url, method, headers, body }: HttpRequest): StreamPromise<HttpResponse> {
    return StreamPromise.create(() => ({
      // For callers that read answers bit by bit, of which there are none here.
      stream: new PassThrough(),
      promise: call(url, method, headers ?? {}, body),
    }));
  }
}

async function call(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: HttpRequest['body'],
): Promise<HttpResponse> {
  const answer = await httpCall({
    url: new URL(url),
    method,
    headers: { 'user-agent': 'Dibs', ...headers },
    ...(typeof body === 'string' ? { body } : {}),
    maxBytes: MAX_ANSWER_BYTES,
  });
  if (answer.status >= 300) throw new SalesforceRefusal(answer);
  return { statusCode: answer.status, headers: answer.headers, body: answer.text };
}
