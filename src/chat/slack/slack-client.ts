/**
 * The Web API client, with everything that it does on its own switched off: no retries (they post cards twice) and no
 * waiting on rate limits (it would stop every call of the app). Deliveries decide what is tried again.
 */
import type { Logger, webApi } from '@slack/bolt';
import { badAnswer, calling } from './errors.ts';

const CALL_TIMEOUT_MS = 10_000;

/** Settings shared by all clients that are made here or inside Bolt. */
export function clientOptions(apiUrl: string | undefined, logger: Logger): webApi.WebClientOptions {
  return {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    logger,
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
  };
}

/** Who the bot token is. */
export interface BotIdentity {
  team: string;
  userId: string;
  botId: string;
}

/** Asks Slack whose token this is, once; a failure is not remembered. Throws `ChatError`. */
export function createIdentity(client: webApi.WebClient): () => Promise<BotIdentity> {
  let known: Promise<BotIdentity> | null = null;
  return () => {
    known ??= whoAmI(client).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

async function whoAmI(client: webApi.WebClient): Promise<BotIdentity> {
  const answer = await calling('repeatable', () => client.auth.test());
  if (!answer.team_id || !answer.user_id || !answer.bot_id) throw badAnswer('repeatable');
  return { team: answer.team_id, userId: answer.user_id, botId: answer.bot_id };
}
