/** Slack, put together: the Web API on one side, people's clicks and commands on the other. Nothing else here is imported elsewhere. */
import type { RequestListener } from 'node:http';
import { App, webApi } from '@slack/bolt';
import { AppError } from '../../domain/errors.ts';
import type { ChatInbox } from '../../ports/chat-inbox.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { registerHandlers } from './handlers.ts';
import { createHttpReceiver, type RequestsSeen } from './http-receiver.ts';
import { commandNameProblem } from './reserved-commands.ts';
import { createSdkLogger } from './sdk-log.ts';
import { clientOptions, createIdentity } from './slack-client.ts';
import { createSlackPlatform } from './slack-platform.ts';
import { createSocketReceiver } from './socket-receiver.ts';

export interface SlackOptions {
  botToken: string;
  /** Checks requests over HTTP; not used in Socket Mode. */
  signingSecret: string;
  /** Turns on Socket Mode. */
  appToken?: string;
  /** Another server than slack.com, with the path: `http://127.0.0.1:3000/api/`. */
  apiUrl?: string;
  /** The slash command's name, with its slash. */
  command: string;
  log: Log;
  clock: Clock;
}

export interface Slack {
  platform: ChatPlatform;
  /** Answers what Slack sends to `/slack/events`, with 503 until started. `null` in Socket Mode. */
  listener: RequestListener | null;
  /**
   * Starts serving people. Throws `ChatError` when Slack does not know the token or cannot be reached.
   * @param inbox what is called for each click, form and command
   */
  start(inbox: ChatInbox): Promise<void>;
  /** Takes no more requests; those under way are finished by their handlers. */
  stop(): Promise<void>;
  /** Over HTTP, since the start; zeros in Socket Mode. */
  requestsSeen(): RequestsSeen;
}

/** Throws `AppError` `reserved_command` when Slack would never deliver the command. */
export function createSlack(options: SlackOptions): Slack {
  const { clock, log, botToken, appToken, apiUrl } = options;
  const problem = commandNameProblem(options.command);
  if (problem) throw new AppError('reserved_command', problem, { retry: 'never' });

  const sdkLogger = createSdkLogger(log);
  const client = new webApi.WebClient(botToken, clientOptions(apiUrl, sdkLogger));
  const identity = createIdentity(client);
  const socket = appToken ? createSocketReceiver({ appToken, apiUrl, clock, log, sdkLogger }) : null;
  const http = socket ? null : createHttpReceiver({ signingSecret: options.signingSecret, clock, log });

  return {
    platform: createSlackPlatform({ client, identity, clock, log }),
    listener: http?.listener ?? null,
    async start(inbox) {
      const me = await identity();
      const receiver = socket?.receiver ?? http;
      if (!receiver) return;
      const app = new App({
        receiver,
        authorize: async () => ({ botToken, botId: me.botId, botUserId: me.userId, teamId: me.team }),
        logger: sdkLogger,
        clientOptions: clientOptions(apiUrl, sdkLogger),
        convoStore: false,
      });
      registerHandlers(app, { inbox, client, me, command: options.command, clock, log });
      await socket?.start();
    },
    async stop() {
      await socket?.stop();
      await http?.stop();
    },
    requestsSeen: () => http?.requestsSeen() ?? { accepted: 0, refused: 0 },
  };
}
