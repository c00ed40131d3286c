/**
 * Exceptional outcomes. Expected ones (already claimed, not a member) are discriminated unions, not errors.
 * Messages carry ids and codes, never anything of a lead: they end in logs.
 */

/** Whether the failed call may be repeated: it did nothing (`later`), may have done its work (`ambiguous`), or is hopeless (`never`). */
export type Retry = 'never' | 'later' | 'ambiguous';

export class AppError extends Error {
  readonly code: string;
  readonly retry: Retry;

  constructor(code: string, message: string, options: { retry: Retry; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retry = options.retry;
  }
}

/** What a chat platform's refusal is about: this card, the whole conversation, or the platform as such. */
export type ChatErrorScope = 'card' | 'message' | 'conversation' | 'platform';

/** A failed call to a chat platform, in the program's own words; each platform's `errors.ts` translates into it. */
export class ChatError extends AppError {
  readonly scope: ChatErrorScope;
  /** How long to wait before any call of this kind, in ms; set by rate limits. */
  readonly retryAfterMs: number | undefined;
  /** What a person can do about it, e.g. "Invite the bot: /invite @Dibs". */
  readonly remedy: string | undefined;

  constructor(
    code: string,
    options: { retry: Retry; scope: ChatErrorScope; retryAfterMs?: number; remedy?: string; cause?: unknown },
  ) {
    super(code, `chat call failed: ${code}`, options);
    this.name = 'ChatError';
    this.scope = options.scope;
    this.retryAfterMs = options.retryAfterMs;
    this.remedy = options.remedy;
  }
}
