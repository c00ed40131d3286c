/**
 * Every way a call to Slack fails, in the program's words. One table: what the failure is about, whether the call may be
 * repeated, and what a person can do. Codes only: Slack's texts and bodies never get into an error or a log.
 */
import { webApi } from '@slack/bolt';
import { ChatError, type ChatErrorScope, type Retry } from '../../domain/errors.ts';
import { neverConnected } from '../never-connected.ts';

/** `post`: made twice, it leaves two messages. `repeatable`: reads, edits, and what Slack answers with "already done". */
export type CallKind = 'post' | 'repeatable';

interface Verdict {
  /** `unknown`: Slack may have done it. For a post that means ambiguous; what is repeatable is simply tried later. */
  retry: Retry | 'unknown';
  scope: ChatErrorScope;
  remedy?: string;
}

const REINSTALL = 'Reinstall the app in Slack from its manifest, and set SLACK_BOT_TOKEN to the new token.';

/** Slack's error codes (docs.slack.dev, each method's page), by what follows from them. */
const TABLE: readonly (Verdict & { codes: string })[] = [
  {
    retry: 'never',
    scope: 'card',
    codes:
      'invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text block_mismatch invalid_arguments ' +
      'invalid_metadata_format invalid_metadata_schema metadata_too_large metadata_must_be_sent_from_app ' +
      'invalid_arg_name invalid_array_arg invalid_form_data invalid_charset',
  },
  { retry: 'never', scope: 'message', codes: 'message_not_found cant_update_message edit_window_closed' },
  {
    retry: 'never',
    scope: 'conversation',
    remedy: 'Invite the app into the channel: /invite @Dibs.',
    codes: 'not_in_channel',
  },
  {
    retry: 'never',
    scope: 'conversation',
    remedy: 'Check that the channel exists; if it is private, invite the app: /invite @Dibs.',
    codes: 'channel_not_found method_not_supported_for_channel_type channel_type_not_supported',
  },
  {
    retry: 'never',
    scope: 'conversation',
    remedy: 'The channel is archived: unarchive it, or name another one in the routing file.',
    codes: 'is_archived is_inactive',
  },
  {
    retry: 'never',
    scope: 'conversation',
    remedy: 'The channel lets only some people post: allow the app in its posting permissions.',
    codes:
      'restricted_action restricted_action_read_only_channel restricted_action_thread_only_channel ' +
      'restricted_action_non_threadable_channel ekm_access_denied posting_to_general_channel_denied',
  },
  {
    retry: 'never',
    scope: 'conversation',
    remedy: 'Switch on the Messages tab of the app (App Home in its settings), so that it may write to people.',
    codes: 'messages_tab_disabled',
  },
  {
    retry: 'never',
    scope: 'conversation',
    remedy: 'This person cannot be written to: the account is deactivated, hidden, or a bot.',
    codes: 'user_disabled user_not_found users_not_found user_not_visible cannot_dm_bot',
  },
  {
    retry: 'never',
    scope: 'platform',
    remedy: REINSTALL,
    codes:
      'invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type missing_scope ' +
      'invalid_scopes no_permission access_denied user_removed_from_team',
  },
  {
    retry: 'never',
    scope: 'platform',
    remedy: 'Slack refuses the app in this workspace: ask a Slack admin to allow it.',
    codes:
      'org_login_required team_disabled team_access_not_granted enterprise_is_restricted accesslimited app_restricted ' +
      'two_factor_setup_required',
  },
  {
    retry: 'never',
    scope: 'message',
    codes: 'expired_trigger_id trigger_expired exchanged_trigger_id trigger_exchanged invalid_trigger_id',
  },
  { retry: 'later', scope: 'conversation', codes: 'ratelimited rate_limited message_limit_exceeded' },
  { retry: 'later', scope: 'platform', codes: 'request_timeout team_added_to_org update_failed' },
  // Slack says of the first two that part of the work may have been done before the error.
  { retry: 'unknown', scope: 'platform', codes: 'internal_error fatal_error service_unavailable' },
];

const VERDICTS = new Map(
  TABLE.flatMap(({ codes, ...verdict }) => codes.split(' ').map((code) => [code, verdict] as const)),
);

/** A code that Slack has added since: it did refuse, so nothing was posted; admins hear of it and calls go on being tried. */
const NEW_CODE: Verdict = {
  retry: 'never',
  scope: 'conversation',
  remedy: 'Look this code up at docs.slack.dev; Dibs goes on trying.',
};

const NOT_REACHED: Verdict = { retry: 'later', scope: 'platform' };
const NO_ANSWER: Verdict = { retry: 'unknown', scope: 'platform' };
const WRONG_SERVER: Verdict = {
  retry: 'never',
  scope: 'platform',
  remedy: 'What answered was not Slack: check SLACK_API_URL and any proxy in between.',
};

/** How long to wait after a 429 that does not say. */
const RATE_LIMIT_PAUSE_MS = 30_000;

/** The SDK's wording for a 429 without a usable Retry-After header; it has no class of its own. */
const UNTIMED_RATE_LIMIT = /^Retry header did not contain a valid timeout/;

/**
 * Translates whatever a Slack call threw.
 * @param kind whether making the call again could do its work twice
 */
export function toChatError(error: unknown, kind: CallKind): ChatError {
  if (error instanceof ChatError) return error;
  if (error instanceof webApi.WebAPIRateLimitedError) return rateLimited(kind, error.retryAfter * 1000);
  if (error instanceof Error && UNTIMED_RATE_LIMIT.test(error.message)) return rateLimited(kind, RATE_LIMIT_PAUSE_MS);
  if (error instanceof webApi.WebAPIPlatformError) return refusal(error.data, kind);
  if (error instanceof webApi.WebAPIHTTPError) {
    return chatError(`http_${error.statusCode}`, error.statusCode >= 500 ? NO_ANSWER : WRONG_SERVER, kind);
  }
  const [code, verdict] = neverConnected(error)
    ? (['not_reached', NOT_REACHED] as const)
    : (['no_answer', NO_ANSWER] as const);
  return chatError(code, verdict, kind, error);
}

/** Makes a call and translates what it throws. Throws `ChatError` only. */
export async function calling<T>(kind: CallKind, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toChatError(error, kind);
  }
}

/** An answer of Slack's that lacks what its documentation promises. */
export function badAnswer(kind: CallKind): ChatError {
  return chatError('bad_answer', NO_ANSWER, kind);
}

function refusal(data: webApi.WebAPIPlatformError['data'], kind: CallKind): ChatError {
  const code = data.error;
  // The SDK puts the whole body here when it is not JSON: an error page of something in between.
  if (!/^[a-z0-9_.-]{1,64}$/.test(code)) return badAnswer(kind);
  const verdict = VERDICTS.get(code) ?? NEW_CODE;
  const needed = code === 'missing_scope' ? neededScope(data) : null;
  return chatError(
    code,
    needed ? { ...verdict, remedy: `The scope ${needed} is missing. ${REINSTALL}` } : verdict,
    kind,
  );
}

function neededScope(data: object): string | null {
  return 'needed' in data && typeof data.needed === 'string' && /^[a-z:._,]{1,200}$/.test(data.needed)
    ? data.needed
    : null;
}

function rateLimited(kind: CallKind, retryAfterMs: number): ChatError {
  return new ChatError('rate_limited', {
    retry: 'later',
    scope: kind === 'post' ? 'conversation' : 'platform',
    retryAfterMs,
  });
}

function chatError(code: string, { retry, scope, remedy }: Verdict, kind: CallKind, cause?: unknown): ChatError {
  const settled = retry === 'unknown' ? (kind === 'post' ? 'ambiguous' : 'later') : retry;
  return new ChatError(code, { retry: settled, scope, cause, ...(remedy ? { remedy } : {}) });
}
