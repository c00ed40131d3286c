/** Our Slack room against the playground's strict Slack: real Bolt, real HTTP, both ways. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSlack, type Slack } from '../../../src/chat/slack/slack-app.ts';
import { createLog } from '../../../src/obs/log.ts';
import type { Playground } from '../../../src/playground/create-playground.ts';
import { startPlayground } from '../../../src/playground/start-playground.ts';
import { createTestClock, type TestClock } from '../../helpers/test-clock.ts';

export const SIGNING_SECRET = 'an-invented-signing-secret';
export const ANA = { name: 'Ana Ruiz', email: 'ana@acme.example' };
export const BOB = { name: 'Bob Bold', email: 'bob@acme.example' };

export interface SlackHarness {
  slack: Slack;
  playground: Playground;
  /** Where our own listener answers; empty in Socket Mode. */
  eventsUrl: string;
  slackApiUrl: string;
  /** Slack's time, and ours. They are not the same clock in life either. */
  theirClock: TestClock;
  clock: TestClock;
  /** Everything logged so far, at trace level. */
  log(): string;
  close(): Promise<void>;
}

export interface SlackHarnessOptions {
  mode?: 'http' | 'socket';
  channels?: readonly string[];
  rateLimits?: 'strict' | 'off';
}

export async function startSlack(options: SlackHarnessOptions = {}): Promise<SlackHarness> {
  const lines: string[] = [];
  const log = createLog({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } });
  const theirClock = createTestClock();
  const clock = createTestClock();
  const socket = options.mode === 'socket';
  const { playground, slackApiUrl, close } = await startPlayground({
    users: [ANA, BOB],
    channels: options.channels ?? ['#leads-iberia'],
    dataFile: null,
    signingSecret: SIGNING_SECRET,
    botToken: 'xoxb-invented',
    appToken: 'xapp-invented',
    requestUrl: null,
    commands: ['/lead'],
    leadsUrl: '/v1/leads',
    apiKey: 'an-invented-key',
    clock: theirClock,
    rateLimits: options.rateLimits ?? 'strict',
  });
  const slack = createSlack({
    botToken: 'xoxb-invented',
    signingSecret: SIGNING_SECRET,
    ...(socket ? { appToken: 'xapp-invented' } : {}),
    apiUrl: slackApiUrl,
    command: '/lead',
    log,
    clock,
  });
  const server = slack.listener ? await listen(slack.listener) : null;
  const eventsUrl = server ? `${urlOf(server)}/slack/events` : '';
  if (server) playground.requestUrl = eventsUrl;
  return {
    slack,
    playground,
    eventsUrl,
    slackApiUrl,
    theirClock,
    clock,
    log: () => lines.join(''),
    async close() {
      await slack.stop();
      server?.closeAllConnections();
      server?.close();
      await close();
    },
  };
}

/** A server on a free port of 127.0.0.1. */
export function listen(listener: RequestListener): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer(listener);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

export function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
