/**
 * Answering a person within the time a chat platform waits. The work comes first, so that an acknowledgement means
 * "recorded"; when it takes too long the platform is acknowledged all the same, and the person hears the outcome afterwards.
 */
import { AppError } from '../domain/errors.ts';
import type { PlatformName } from '../domain/ruleset.ts';
import type { FormProblems, Reply } from '../ports/chat-inbox.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

/** Slack waits 3 s, Teams a few more: this leaves a second for the way back. */
const ACKNOWLEDGE_WITHIN_MS = 2000;

/**
 * Waits for `work`, but not beyond the time in which the platform must be acknowledged.
 * @param work never rejects (see `safely`)
 */
export async function inTime<T>(clock: Clock, work: Promise<T>): Promise<{ done: true; value: T } | { done: false }> {
  const over = new AbortController();
  const finished = work.then((value) => ({ done: true as const, value }));
  const first = await Promise.race([
    finished,
    clock.sleep(ACKNOWLEDGE_WITHIN_MS, over.signal).then(() => ({ done: false as const })),
  ]);
  over.abort();
  return first;
}

/** Does the work; what it throws is logged as a code and becomes a note to the person. */
export async function safely<T>(log: Log, platform: PlatformName, work: () => Promise<T>): Promise<T | Reply> {
  try {
    return await work();
  } catch (err) {
    const code = err instanceof AppError ? err.code : 'unexpected';
    log.error('A person in chat could not be served', { platform, code, err });
    return failureNote(err, code);
  }
}

/** What is wrong with a form, where it cannot be said beside its fields. */
export function problemLines({ problems }: FormProblems): { text: string }[] {
  return problems.map(({ label, text }) => ({ text: label === undefined ? text : `${label}: ${text}` }));
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
