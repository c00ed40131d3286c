/** Requests as Slack signs them, and as others would try to. */
import { createHmac } from 'node:crypto';
import { SIGNING_SECRET } from './slack-harness.ts';

export interface SignedRequest {
  body: string;
  headers: Record<string, string>;
}

export const FORM = 'application/x-www-form-urlencoded';

/** @param at the request's time; @param secret what it is signed with */
export function signed(body: string, { at = new Date(), secret = SIGNING_SECRET, type = FORM } = {}): SignedRequest {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    body,
    headers: { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` },
  };
}

/** An interaction as Slack packs it. */
export function interaction(payload: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

export function post(url: string, { body, headers }: SignedRequest): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers });
}
