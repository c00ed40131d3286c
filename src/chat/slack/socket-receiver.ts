/**
 * Slack's requests over a WebSocket that we open (Socket Mode), for Bolt. The SDK's own reconnecting is off: a failure in
 * it is an unhandled rejection, which would end the process.
 */
import { type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { toChatError } from './errors.ts';
import { clientOptions } from './slack-client.ts';

/** Pauses between attempts to connect again: at once first, since Slack refreshes connections all the time. */
const PAUSES_MS = [0, 1000, 5000, 15_000, 30_000];

/** How long a polite goodbye may take before the connection is simply left. */
const CLOSE_WITHIN_MS = 2000;

/** The SDK client's event for a closed connection. */
const CLOSED = 'disconnected';

export interface SocketReceiver {
  receiver: Receiver;
  /** Connects; again and again afterwards, whenever the connection is lost. Throws `ChatError` when the first attempt fails. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  appToken: string;
  apiUrl: string | undefined;
  clock: Clock;
  log: Log;
  sdkLogger: Logger;
}

export function createSocketReceiver({ appToken, apiUrl, clock, log, sdkLogger }: Options): SocketReceiver {
  const stopping = new AbortController();
  const receiver = new SocketModeReceiver({
    appToken,
    logger: sdkLogger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(apiUrl, sdkLogger) },
    // Our handlers acknowledge by themselves; what fails in Bolt is logged by its error handler.
    processEventErrorHandler: async () => false,
  });

  async function connect(): Promise<void> {
    try {
      await receiver.start();
    } catch (error) {
      throw toChatError(error, 'repeatable');
    }
    // Told to stop while connecting: the new connection would outlive us.
    if (stopping.signal.aborted) await receiver.client.disconnect();
  }

  /** One pass of this runs at a time: a failed attempt says `disconnected` too, while the loop is at it. */
  let reconnecting = false;
  async function reconnect(): Promise<void> {
    if (reconnecting) return;
    reconnecting = true;
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      await clock.sleep(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)] ?? 0, stopping.signal);
      if (stopping.signal.aborted) break;
      try {
        await connect();
        log.info('Connected to Slack again', { platform: 'slack', attempt });
        break;
      } catch (error) {
        const { code, remedy } = toChatError(error, 'repeatable');
        log.warn('Slack cannot be reached over its socket', {
          platform: 'slack',
          code,
          remedy: remedy ?? null,
          attempt,
        });
      }
    }
    reconnecting = false;
  }

  return {
    receiver,
    async start() {
      await connect();
      receiver.client.on(CLOSED, () => void reconnect());
    },
    async stop() {
      stopping.abort();
      await Promise.race([receiver.client.disconnect(), clock.sleep(CLOSE_WITHIN_MS)]);
    },
  };
}
