/** The Bot Connector's refusals, in its own shapes and words (docs of Teams, "Status codes from bot conversational APIs"). */

export interface ConnectorAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Thrown by whoever answers a call; the server sends its answer. */
export class Refusal extends Error {
  readonly answer: ConnectorAnswer;

  constructor(answer: ConnectorAnswer, message: string) {
    super(message);
    this.answer = answer;
  }
}

export function refusal(status: number, code: string, message: string, headers?: Record<string, string>): Refusal {
  const answer = { status, body: { error: { code, message } }, ...(headers ? { headers } : {}) };
  return new Refusal(answer, message);
}

export const badSyntax = (message: string) => refusal(400, 'BadSyntax', message);
export const conversationNotFound = () => refusal(404, 'ConversationNotFound', 'Conversation not found.');
export const activityNotFound = () => refusal(404, 'ActivityNotFoundInConversation', 'Conversation not found.');
export const memberNotFound = () => refusal(404, 'MemberNotFoundInConversation', 'Member not found in conversation.');

/** @param status 403; targeted messages answer the same with 404 */
export const notInRoster = (status: 403 | 404 = 403) =>
  refusal(status, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');

export const throttled = (seconds: number) =>
  refusal(429, 'Throttled', 'Too many requests.', { 'retry-after': String(seconds) });

/** What a person gets who uninstalled the bot: another shape than all others, with JSON inside of JSON. */
export function writesBlocked(): Refusal {
  const details = { subCode: 'MessageWritesBlocked', details: 'Thread is blocked from message writes.' };
  const message = JSON.stringify({ ...details, errorCode: null, errorSubCode: null }, null, 2);
  return new Refusal({ status: 403, body: { errorCode: 209, message } }, message);
}
