/** A playground with a real, unmodified Bolt app on it: over HTTP with signatures, or over Socket Mode. */
import type { AddressInfo } from 'node:net';
import { App, LogLevel } from '@slack/bolt';
import type { PlaygroundOptions } from '../../src/playground/create-playground.ts';
import { type RunningPlayground, startPlayground } from '../../src/playground/start-playground.ts';
import { createTestClock, type TestClock } from '../helpers/test-clock.ts';

export const SECRETS = { signingSecret: 'a-signing-secret', botToken: 'xoxb-playground', appToken: 'xapp-playground' };

export const ANA = 'ana@acme.example';
export const BOB = 'bob@acme.example';

export interface Bench extends RunningPlayground {
  app: App;
  clock: TestClock;
  ana: string;
  bob: string;
  channel: string;
  stop(): Promise<void>;
}

/** Starts a playground alone, with two reps and two channels, and a clock that stands still. */
export function startBarePlayground(changes: Partial<PlaygroundOptions> = {}): Promise<RunningPlayground> {
  return startPlayground({
    users: [
      { name: 'Ana Ruiz', email: ANA },
      { name: 'Bob Stone', email: BOB, isAdmin: true },
    ],
    channels: ['#leads-iberia', '#leads-world'],
    dataFile: null,
    ...SECRETS,
    requestUrl: null,
    commands: ['/lead'],
    leadsUrl: '/v1/leads',
    apiKey: 'key',
    clock: createTestClock(),
    ...changes,
  });
}

/** Starts a playground and a Bolt app that talk to each other. */
export async function startBench(mode: 'http' | 'socket', changes: Partial<PlaygroundOptions> = {}): Promise<Bench> {
  const clock = createTestClock();
  const running = await startBarePlayground({ clock, ...changes });
  const { playground } = running;
  const client = { slackApiUrl: running.slackApiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  // Its first call asks who the token is; a test that ends before the answer would leave it hanging.
  const shared = {
    deferInitialization: true,
    token: SECRETS.botToken,
    logLevel: LogLevel.ERROR,
    clientOptions: client,
  };
  const app =
    mode === 'http'
      ? new App({ ...shared, signingSecret: SECRETS.signingSecret })
      : new App({ ...shared, socketMode: true, appToken: SECRETS.appToken });
  await app.init();
  if (mode === 'http') {
    const server = await app.start({ port: 0, host: '127.0.0.1' });
    playground.requestUrl = `http://127.0.0.1:${portOf(server)}/slack/events`;
  } else {
    await app.start();
  }
  return {
    ...running,
    app,
    clock,
    ana: playground.userId(ANA),
    bob: playground.userId(BOB),
    channel: playground.channelId('#leads-iberia'),
    async stop() {
      await app.stop();
      await running.close();
    },
  };
}

function portOf(server: unknown): number {
  const address = (server as { address(): AddressInfo }).address();
  return address.port;
}

/** A card with one button, as an app would post it. */
export function card(actionId = 'claim', value = 'delivery-1') {
  return [
    { type: 'section', text: { type: 'mrkdwn', text: '*A lead*' } },
    {
      type: 'actions',
      block_id: 'lead',
      elements: [{ type: 'button', action_id: actionId, value, text: { type: 'plain_text', text: 'Claim' } }],
    },
  ];
}
