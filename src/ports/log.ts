/**
 * The log. Only the fields listed here can be written, so that nothing of a lead ends in a log line by accident.
 * Messages are fixed sentences: what varies goes into a field.
 */
export const LOG_FIELDS = [
  'requestId',
  'method',
  'route',
  'status',
  'ms',
  'leadId',
  'source',
  'rep',
  'pool',
  'platform',
  'channel',
  'conversationId',
  'deliveryId',
  'jobId',
  'job',
  'ruleset',
  'code',
  'remedy',
  'count',
  'attempt',
  'mode',
  'url',
  'file',
  'signal',
] as const;
export type LogField = (typeof LOG_FIELDS)[number];

/** What a line may carry. `err` is written as its name, code and stack; its message only when it is ours (`AppError`). */
export type LogFields = { [field in LogField]?: string | number | boolean | null } & { err?: unknown };

export interface Log {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
