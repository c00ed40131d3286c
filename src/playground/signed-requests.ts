/** Delivers to an app over HTTP, signed exactly as Slack signs (v0, HMAC-SHA256 over the raw body). */
import { createHmac } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import { type Acknowledgement, type AppLink, type AppRequest, withinThreeSeconds } from './app-link.ts';

export interface SignedRequestsOptions {
  clock: Clock;
  signingSecret: string;
  /** The app's request URL, one for all kinds. */
  url: () => string;
}

export function signedRequests({ clock, signingSecret, url }: SignedRequestsOptions): AppLink {
  return {
    deliver(request) {
      const body = formOf(request);
      return withinThreeSeconds(clock, (signal) =>
        post(url(), body, headersFor(signingSecret, body, clock.now()), signal),
      );
    },
  };
}

/** A command is a form of its own; everything else is a form with one field, `payload`. */
function formOf({ kind, payload }: AppRequest): string {
  const fields: [string, string][] =
    kind === 'interactive'
      ? [['payload', JSON.stringify(payload)]]
      : Object.entries(payload).map(([name, value]) => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}

/**
 * The headers of a request that the app will believe.
 * @param body exactly as it is sent
 * @param now the app refuses what is more than 5 minutes off its own time
 */
function headersFor(signingSecret: string, body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    // Without a charset: Bolt compares the whole value.
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Acknowledgement> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' });
    const text = await response.text();
    if (response.status !== 200) return { kind: 'failed', because: `http_${response.status}` };
    return { kind: 'acknowledged', body: readBody(text, response.headers.get('content-type')) };
  } catch {
    return { kind: 'failed', because: 'unreachable' };
  }
}

function readBody(text: string, contentType: string | null): unknown {
  if (text === '') return undefined;
  return contentType?.includes('json') ? JSON.parse(text) : text;
}
