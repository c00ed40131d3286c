/** What a refused or failed call means for a whole conversation: wait, and tell the admins when only a person can help. */
import { ChatError } from '../../domain/errors.ts';
import type { LeasedConversation } from '../../ports/deliveries.ts';
import type { DeliverContext } from './deliver-context.ts';

/** Said once of a rep, who has a conversation in each chat. */
export const REP_NOT_FOUND = 'rep_not_found';

/** How often a conversation that only a person can repair is tried again. */
const REPAIR_CHECK_MS = 60_000;

/** How long a platform that does not answer is left alone. */
const OUTAGE_PAUSE_MS = 5_000;

/**
 * Holds the conversation back as long as the error asks for. Cards wait in it; none is given up.
 * @returns until when
 * @throws whatever is not a `ChatError`: that is our own fault and must be seen
 */
export async function settleFailure(
  context: DeliverContext,
  conversation: LeasedConversation,
  error: unknown,
): Promise<Date> {
  if (!(error instanceof ChatError)) throw error;
  if (error.retry !== 'never') {
    return holdFor(context, conversation, null, error.retryAfterMs ?? OUTAGE_PAUSE_MS);
  }
  const where = conversation.kind === 'channel' ? conversation.target : `direct messages with ${conversation.target}`;
  await context.notifyAdmins({
    key:
      error.code === REP_NOT_FOUND
        ? `${REP_NOT_FOUND}:${conversation.target}`
        : `undeliverable:${conversation.id}:${error.code}`,
    title: `Cards cannot be posted to ${where}`,
    lines: [
      `${conversation.platform} answers "${error.code}".`,
      error.remedy ?? 'Check that the conversation exists and that the app may post there.',
      'Nothing is lost: the cards wait, and are posted within a minute once this is repaired.',
    ],
  });
  return holdFor(context, conversation, error.code, REPAIR_CHECK_MS);
}

/** Holds a conversation back. @returns until when */
export async function holdFor(
  context: DeliverContext,
  conversation: LeasedConversation,
  problem: string | null,
  ms: number,
): Promise<Date> {
  const until = new Date(context.clock.now().getTime() + ms);
  await context.store.deliveries.holdConversation(conversation.id, until, problem);
  return until;
}
