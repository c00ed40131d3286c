/**
 * Answers one Web API call the way Slack does: token, rate limit, arguments, and only then the work.
 */
import type { RateLimits } from '../rate-limits.ts';
import { appMethods } from './app.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { type ApiContext, type Method, SlackApiError } from './method.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

const METHODS = new Map<string, Method>(
  Object.entries({ ...appMethods, ...chatMethods, ...conversationMethods, ...userMethods, ...viewMethods }),
);

export interface ApiCall {
  method: string;
  /** From the Authorization header, else from the `token` argument; `null` when there is none. */
  token: string | null;
  args: Record<string, unknown>;
}

export interface ApiAnswer {
  status: 200 | 429;
  body: { ok: boolean; error?: string } & Record<string, unknown>;
  /** Seconds, with status 429. */
  retryAfter?: number;
}

export interface ApiCaller {
  context: ApiContext;
  tokens: { bot: string; app: string | null };
  /** `null`: no limits. */
  rateLimits: RateLimits | null;
}

export function callMethod(call: ApiCall, { context, tokens, rateLimits }: ApiCaller): ApiAnswer {
  const method = METHODS.get(call.method);
  if (!method) return refusal('unknown_method');
  const denied = checkToken(call.token, method, tokens);
  if (denied) return refusal(denied);
  const retryAfter = rateLimits?.take(method.tier, limitedBy(method, call)) ?? null;
  if (retryAfter !== null) return { status: 429, body: { ok: false, error: 'ratelimited' }, retryAfter };
  try {
    return { status: 200, body: { ok: true, ...method.run(call.args, context) } };
  } catch (error) {
    if (error instanceof SlackApiError) return refusal(error.code, error.messages);
    throw error;
  }
}

function checkToken(token: string | null, method: Method, tokens: ApiCaller['tokens']): string | null {
  if (!token) return 'not_authed';
  const wanted = method.token === 'app' ? tokens.app : tokens.bot;
  if (token === wanted) return null;
  return token === tokens.bot || token === tokens.app ? 'not_allowed_token_type' : 'invalid_auth';
}

function limitedBy(method: Method, call: ApiCall): string {
  return method.tier === 'per-channel' ? `channel:${String(call.args.channel)}` : call.method;
}

function refusal(error: string, messages: readonly string[] = []): ApiAnswer {
  const metadata = messages.length > 0 ? { response_metadata: { messages } } : {};
  return { status: 200, body: { ok: false, error, ...metadata } };
}
