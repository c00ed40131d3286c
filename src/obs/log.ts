/**
 * The log, through pino. An allow-list, not a deny-list: what is not a known field with a plain value is not written, so a
 * lead's data cannot end here by accident. Errors lose their message unless it is ours: others quote what they choked on.
 */
import { type DestinationStream, pino } from 'pino';
import { AppError } from '../domain/errors.ts';
import { LOG_FIELDS, type Log, type LogFields } from '../ports/log.ts';
import { prettyStream } from './pretty-stream.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Longer values are cut: no id or code is this long, a pasted text is. */
const MAX_VALUE_CHARACTERS = 200;

/** How deep a chain of causes is followed. */
const MAX_CAUSES = 3;

interface LoggedError {
  type: string;
  code?: string;
  retry?: string;
  message?: string;
  stack?: string;
  cause?: LoggedError;
}

/**
 * @param options.level the least severe level to write
 * @param options.pretty one readable line each, for a person at a terminal; else JSON, for machines
 * @param options.destination where lines go; standard output unless given
 */
export function createLog(options: { level: LogLevel; pretty?: boolean; destination?: DestinationStream }): Log {
  const out = options.destination ?? pino.destination(1);
  const lines = pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    options.pretty ? prettyStream(out) : out,
  );
  const writer =
    (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}): void => {
      if (lines.isLevelEnabled(level)) lines[level](allowed(fields), message);
    };
  return {
    trace: writer('trace'),
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
  };
}

function allowed(fields: LogFields): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const field of LOG_FIELDS) {
    const value: unknown = fields[field];
    if (typeof value === 'string') line[field] = value.slice(0, MAX_VALUE_CHARACTERS);
    else if (typeof value === 'number' || typeof value === 'boolean') line[field] = value;
  }
  if (fields.err !== undefined) line.error = loggedError(fields.err, MAX_CAUSES);
  return line;
}

function loggedError(error: unknown, causesLeft: number): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error ? codeOf(error.code) : undefined;
  const stack = stackFrames(error);
  return {
    type: codeOf(error.name) ?? 'Error',
    ...(code && { code }),
    ...(error instanceof AppError && { retry: error.retry, message: error.message }),
    ...(stack && { stack }),
    ...(error.cause !== undefined && causesLeft > 0 && { cause: loggedError(error.cause, causesLeft - 1) }),
  };
}

/** Codes of Node, PostgreSQL, Slack and Prisma all look like this; a sentence does not. */
function codeOf(code: unknown): string | undefined {
  return typeof code === 'string' && /^[\w.-]{1,64}$/.test(code) ? code : undefined;
}

/** The stack without its head, which is the message. A message may have line breaks, and lines that look like frames. */
function stackFrames(error: Error): string | undefined {
  const stack = error.stack ?? '';
  const end = stack.indexOf(error.message) + error.message.length;
  const frames = stack.slice(end).match(/^ {4}at .+:\d+:\d+\)?$/gm);
  return frames?.map((frame) => frame.trim()).join('\n');
}
