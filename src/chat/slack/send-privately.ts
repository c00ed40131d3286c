/** Answers that one person alone sees. */
import type { webApi } from '@slack/bolt';
import { AppError } from '../../domain/errors.ts';
import type { Log } from '../../ports/log.ts';
import type { SlackMessage } from './block-text.ts';
import { calling } from './errors.ts';
import type { AnswerPlace } from './payloads.ts';

const ANSWER_TIMEOUT_MS = 10_000;

/** Sends something to one person alone: beside the message they clicked, else as a direct message. Never throws. */
export async function sendPrivately(
  client: webApi.WebClient,
  log: Log,
  { userId, responseUrl }: AnswerPlace,
  message: SlackMessage,
): Promise<void> {
  try {
    if (responseUrl) await respond(responseUrl, message);
    else await calling('post', () => client.chat.postMessage({ channel: userId, ...message, parse: 'none' }));
  } catch (err) {
    const code = err instanceof AppError ? err.code : 'response_url_failed';
    log.warn('An answer did not reach the person in Slack', { platform: 'slack', code, err });
  }
}

async function respond(url: string, message: SlackMessage): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  if (!answer.ok) throw new AppError(`response_url_${answer.status}`, 'response URL refused', { retry: 'never' });
}
