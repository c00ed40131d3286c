/**
 * Answering within Slack's three seconds. The work comes first, so that an acknowledgement means "recorded"; when it takes
 * too long Slack is acknowledged all the same, and the person hears the outcome afterwards.
 */
import type { webApi } from '@slack/bolt';
import { AppError } from '../../domain/errors.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { SlackMessage } from './block-text.ts';
import { calling } from './errors.ts';
import type { AnswerPlace } from './payloads.ts';

/** Leaves a second for the way back. */
const ACK_WITHIN_MS = 2000;

const ANSWER_TIMEOUT_MS = 10_000;

/**
 * Waits for `work`, but not beyond the time in which Slack must be acknowledged.
 * @param work never rejects (see `safely`)
 */
export async function inTime<T>(clock: Clock, work: Promise<T>): Promise<{ done: true; value: T } | { done: false }> {
  const over = new AbortController();
  const finished = work.then((value) => ({ done: true as const, value }));
  const first = await Promise.race([
    finished,
    clock.sleep(ACK_WITHIN_MS, over.signal).then(() => ({ done: false as const })),
  ]);
  over.abort();
  return first;
}

/** Does the work; what it throws is logged as a code and becomes a note to the person. */
export async function safely<T>(log: Log, work: () => Promise<T>): Promise<T | Reply> {
  try {
    return await work();
  } catch (err) {
    const code = err instanceof AppError ? err.code : 'unexpected';
    log.error('A person in Slack could not be served', { platform: 'slack', code, err });
    return failureNote(err, code);
  }
}

/** One plain line, seen by the person alone. */
export function note(text: string): Reply & { kind: 'note' } {
  return { kind: 'note', lines: [{ text }] };
}

function failureNote(error: unknown, code: string): Reply {
  const isCertain = error instanceof AppError && error.retry !== 'ambiguous';
  return note(
    isCertain
      ? `Dibs could not record this; nothing changed. Try again in a minute. (${code})`
      : `Dibs is not sure that this was recorded. Look at the card in a minute, and try again if it has not changed. (${code})`,
  );
}

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
