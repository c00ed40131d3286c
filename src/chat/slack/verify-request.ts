/**
 * Whether a request is Slack's: signed with our secret over this very body, at about this time. Bolt checks the signature;
 * what it lets through is refused here: times in the future (a stolen signature could be kept for later) and odd headers.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isValidSlackRequest } from '@slack/bolt';

/** Slack's own rule for how old a request may be; here it holds in both directions. */
const MAX_SKEW_S = 300;

/**
 * @param body exactly as it arrived
 * @param now our time; the request's must be within 5 minutes of it
 */
export function isFromSlack(signingSecret: string, headers: IncomingHttpHeaders, body: string, now: Date): boolean {
  const signature = headers['x-slack-signature'];
  const timestamp = headers['x-slack-request-timestamp'];
  if (typeof signature !== 'string' || !/^v0=[0-9a-f]{64}$/.test(signature)) return false;
  if (typeof timestamp !== 'string' || !/^[0-9]{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > MAX_SKEW_S) return false;
  return isValidSlackRequest({
    signingSecret,
    body,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) },
    nowMilliseconds: now.getTime(),
  });
}
