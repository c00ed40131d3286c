/**
 * Every way a call to Teams fails, in the program's words: what the failure is about, whether the call may be repeated, and
 * what a person can do. Codes only: Teams' texts and bodies never get into an error or a log.
 */
import { z } from 'zod';
import { ChatError, type ChatErrorScope, type Retry } from '../../domain/errors.ts';
import { neverConnected } from '../never-connected.ts';

/** `post`: made twice, it leaves two messages. `edit`: about one message. `repeatable`: everything else. */
export type CallKind = 'post' | 'edit' | 'repeatable';

interface Verdict {
  /** `unknown`: Teams may have done it. For a post that means ambiguous; what is repeatable is simply tried later. */
  retry: Retry | 'unknown';
  scope: ChatErrorScope;
  remedy?: string;
}

const CREDENTIALS: Verdict = {
  retry: 'never',
  scope: 'platform',
  remedy:
    'Teams refuses the app: check TEAMS_APP_ID, TEAMS_APP_PASSWORD (has the secret expired?) and TEAMS_TENANT_ID. `npm run dibs -- doctor` says which.',
};
const NOT_LET_IN: Verdict = {
  retry: 'never',
  scope: 'conversation',
  remedy: 'The app is not installed there, or was blocked: add Dibs to the team, or for the person, again.',
};
const NOT_THERE: Verdict = {
  retry: 'never',
  scope: 'conversation',
  remedy: 'Check that the channel or chat still exists, and that Dibs is installed there.',
};
const MESSAGE_GONE: Verdict = { retry: 'never', scope: 'message' };
const CARD_REFUSED: Verdict = { retry: 'never', scope: 'card' };
const BUSY: Verdict = { retry: 'later', scope: 'conversation' };
const NOT_REACHED: Verdict = { retry: 'later', scope: 'platform' };
const NO_ANSWER: Verdict = { retry: 'unknown', scope: 'platform' };
const NEW_STATUS: Verdict = {
  retry: 'never',
  scope: 'conversation',
  remedy: 'Look this code up in the Bot Connector reference at learn.microsoft.com; Dibs goes on trying.',
};

/** What the REST client throws. Its message may quote the request, and is not read. */
const restError = z.object({
  name: z.literal('RestError'),
  code: z.string().optional(),
  statusCode: z.number().optional(),
  response: z.object({ headers: z.custom<{ get(name: string): string | undefined }>() }).optional(),
});

/** Microsoft's login says no. A network error on the way there is none of these. */
const loginError = z.object({
  errorCode: z.string(),
  name: z.enum(['ServerError', 'ClientAuthError', 'ClientConfigurationError']),
});

/** Translates whatever a call to Teams threw. */
export function toChatError(error: unknown, kind: CallKind): ChatError {
  if (error instanceof ChatError) return error;
  const login = loginError.safeParse(error);
  // Without a token nothing was sent.
  if (login.success) {
    const isRefusal = login.data.name === 'ServerError' && login.data.errorCode !== 'temporarily_unavailable';
    return chatError(`login_${word(login.data.errorCode)}`, isRefusal ? CREDENTIALS : NOT_REACHED, kind);
  }
  const rest = restError.safeParse(error);
  if (rest.data?.statusCode !== undefined) {
    const { statusCode, code, response } = rest.data;
    const named = code && code !== String(statusCode) ? word(code) : `http_${statusCode}`;
    return chatError(
      named,
      verdictOf(statusCode, named, kind),
      kind,
      retryAfterMs(response?.headers.get('retry-after')),
    );
  }
  return neverConnected(error) ? chatError('not_reached', NOT_REACHED, kind) : chatError('no_answer', NO_ANSWER, kind);
}

/** Makes a call and translates what it throws. Throws `ChatError` only. */
export async function calling<T>(kind: CallKind, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toChatError(error, kind);
  }
}

/** An answer that lacks what the reference promises. */
export function badAnswer(kind: CallKind): ChatError {
  return chatError('bad_answer', NO_ANSWER, kind);
}

/** By status, as the rate-limit and proactive-message pages of the Teams documentation say what each means. */
function verdictOf(status: number, code: string, kind: CallKind): Verdict {
  switch (status) {
    case 400:
    case 413:
      return CARD_REFUSED;
    case 401:
      return CREDENTIALS;
    case 403:
      return NOT_LET_IN;
    case 404:
    case 410:
      return kind === 'edit' && !/^(Conversation|Bot)/.test(code) ? MESSAGE_GONE : NOT_THERE;
    case 412: // Two writers met in one conversation; Teams asks to try again.
    case 429:
      return BUSY;
    default:
      return status >= 500 ? NO_ANSWER : NEW_STATUS;
  }
}

function chatError(code: string, { retry, scope, remedy }: Verdict, kind: CallKind, wait?: number): ChatError {
  const settled = retry === 'unknown' ? (kind === 'post' ? 'ambiguous' : 'later') : retry;
  return new ChatError(code, {
    retry: settled,
    scope,
    ...(remedy ? { remedy } : {}),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** Only what looks like a code: a proxy's error page is none. */
function word(code: string): string {
  return /^[\w.-]{1,64}$/.test(code) ? code : 'unknown';
}

/** Teams sends whole seconds; the header may be a date, too. */
function retryAfterMs(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}
