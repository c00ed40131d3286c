/** Answers that one person alone sees: beside the card where the tenant has targeted messages, else in their chat with the app. */
import { AppError } from '../../domain/errors.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { Log } from '../../ports/log.ts';
import type { TeamsActivity } from './activity.ts';
import type { TeamsMessage } from './adaptive-card.ts';
import { type Connectors, callOptions } from './connectors.ts';
import { calling } from './errors.ts';
import { cardActivity } from './message.ts';
import { renderReply } from './render-reply.ts';

const TARGETED_TIMEOUT_MS = 5_000;

interface Parts {
  connectors: Connectors;
  openDirect: ChatPlatform['openDirect'];
  /** Whether the tenant has targeted messages: one that ignored the mark would show the answer to everybody. */
  targeted: boolean;
  log: Log;
}

/** @returns whether the person got the answer; never throws */
export type SendPrivately = (activity: TeamsActivity, reply: Reply) => Promise<boolean>;

export function createSendPrivately({ connectors, openDirect, targeted, log }: Parts): SendPrivately {
  async function post(activity: TeamsActivity, conversation: string, message: TeamsMessage): Promise<void> {
    const { conversations } = await connectors(activity.serviceUrl);
    await calling('post', () => conversations.sendToConversation(conversation, cardActivity(message), callOptions()));
  }

  async function beside(activity: TeamsActivity, message: TeamsMessage): Promise<boolean> {
    if (!targeted || activity.isPersonal) return false;
    try {
      const { authorization } = await connectors(activity.serviceUrl);
      await postTargeted(activity, message, await authorization());
      return true;
    } catch (err) {
      log.debug('No targeted message', { platform: 'teams', code: err instanceof AppError ? err.code : 'no_answer' });
      return false;
    }
  }

  return async (activity, reply) => {
    const message = renderReply(reply);
    if (!message) return true;
    if (await beside(activity, message)) return true;
    try {
      const userId = activity.from.aadObjectId ?? '';
      const chat = activity.isPersonal ? activity.conversation.id : await openDirect(userId);
      await post(activity, chat, message);
      return true;
    } catch (err) {
      const code = err instanceof AppError ? err.code : 'unexpected';
      log.warn('An answer did not reach the person in Teams', { platform: 'teams', code, err });
      return false;
    }
  };
}

/** A message in a channel that one member sees, for a day. The SDK is older than these, so that this call is made by hand. */
async function postTargeted(
  { serviceUrl, conversation, from }: TeamsActivity,
  message: TeamsMessage,
  authorization: string,
): Promise<void> {
  const base = serviceUrl.replace(/\/+$/, '');
  const url = `${base}/v3/conversations/${encodeURIComponent(conversation.id)}/activities?isTargetedActivity=true`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
    body: JSON.stringify({ ...cardActivity(message), recipient: { id: from.id } }),
    redirect: 'error',
    signal: AbortSignal.timeout(TARGETED_TIMEOUT_MS),
  });
  if (!answer.ok) throw new AppError(`targeted_${answer.status}`, 'targeted message refused', { retry: 'never' });
}
