/**
 * What Slack's SDK says, in our log. Its lines are free text and can hold whole payloads, so that only known lines pass, as
 * a code of ours; the rest is counted as `unlisted` without a word of it.
 */
import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../ports/log.ts';

/** How the lines worth knowing begin (read in web-api 8.2, socket-mode 3.1 and bolt 5.1). */
const KNOWN: readonly [beginning: string, code: string][] = [
  ['http request failed', 'http_request_failed'],
  ['WebSocket error', 'socket_error'],
  ["A ping wasn't received", 'socket_silent'],
  ["A pong wasn't received", 'socket_silent'],
  ['Failed to retrieve a new WSS URL', 'socket_url_refused'],
  ['Failed to send a', 'socket_send_failed'],
  ['Peer did not complete', 'socket_close_forced'],
  ['Could not determine the type', 'unknown_request_type'],
  ['An unhandled error occurred', 'handler_failed'],
];

/** A logger for Bolt and its parts. Debug and info lines are dropped: they are where payloads stand. */
export function createSdkLogger(log: Log): Logger {
  const codeOf = (parts: unknown[]) => {
    const line = typeof parts[0] === 'string' ? parts[0] : '';
    return KNOWN.find(([beginning]) => line.startsWith(beginning))?.[1] ?? 'unlisted';
  };
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => log.warn('Slack SDK warning', { platform: 'slack', code: codeOf(parts) }),
    error: (...parts) => log.error('Slack SDK error', { platform: 'slack', code: codeOf(parts) }),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
