import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createSlack } from '../../../src/chat/slack/slack-app.ts';
import type { Card } from '../../../src/domain/card.ts';
import type { Signal } from '../../../src/domain/ruleset.ts';
import { createLog } from '../../../src/obs/log.ts';
import { BOT } from '../../../src/playground/identity.ts';
import type { SlackUser } from '../../../src/playground/workspace-state.ts';
import type { ChatPlatform } from '../../../src/ports/chat-platform.ts';
import { createTestClock } from '../../helpers/test-clock.ts';
import { type ChatHarness, chatPlatformContract } from './chat-platform-contract.ts';
import { ANA, listen, type SlackHarness, type SlackHarnessOptions, startSlack, urlOf } from './slack-harness.ts';

const DELIVERY = '0198c1d2-7a3b-7c4d-8e5f-0123456789ab';
const CARD: Card = { summary: 'A lead', title: 'Petra Probe', tone: 'open', fields: [], footer: [], actions: [] };

const silent = createLog({ level: 'silent' });

/** The platform alone, talking to any server. */
function platformAt(apiUrl: string): ChatPlatform {
  const clock = createTestClock();
  return createSlack({ botToken: 'xoxb-x', signingSecret: 'x', apiUrl, command: '/lead', log: silent, clock }).platform;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

chatPlatformContract('Slack', async (): Promise<ChatHarness> => {
  const { slack, playground, theirClock, close } = await startSlack();
  const failures = { lost: { kind: 'drop-after' }, broken: { kind: 'error-before' } } as const;
  return {
    platform: slack.platform,
    unreachable: platformAt(`http://127.0.0.1:${await freePort()}/api/`),
    channel: '#leads-iberia',
    missingChannel: '#no-such-channel',
    hasPresence: true,
    person: { id: playground.userId(ANA.email), email: ANA.email },
    messages: (conversation) =>
      playground.workspace
        .history(conversation)
        .map(({ ts, blocks }) => ({ message: ts, shown: JSON.stringify(blocks) })),
    deleteMessage: (at) => playground.workspace.remove(at.conversation, at.message),
    failPosts(how) {
      playground.failpoints.disarm();
      playground.failpoints.arm({ method: 'chat.postMessage', failure: failures[how] });
    },
    postsUntilLimit: 10,
    wait: (ms) => theirClock.advance(ms),
    close,
  };
});

describe('what is particular to Slack', () => {
  let harness: SlackHarness | null = null;
  afterEach(async () => {
    await harness?.close();
    harness = null;
  });

  async function start(options?: SlackHarnessOptions): Promise<SlackHarness> {
    harness = await startSlack(options);
    return harness;
  }

  it('keeps 1 s between posts', async () => {
    expect((await start()).slack.platform.postSpacingMs).toBe(1000);
  });

  it('hides nothing but the delivery id in a message', async () => {
    const { slack, playground } = await start();
    const { conversation } = await slack.platform.postCard(playground.channelId('leads-iberia'), CARD, DELIVERY);
    expect(playground.workspace.history(conversation)[0]?.metadata).toEqual({
      event_type: 'dibs_card',
      event_payload: { delivery: DELIVERY },
    });
  });

  it('takes no message of somebody else for its own, whatever metadata it carries', async () => {
    const { slack, playground, theirClock } = await start();
    const channel = playground.channelId('leads-iberia');
    const metadata = { event_type: 'dibs_card', event_payload: { delivery: DELIVERY } };
    playground.workspace.post(channel, { user: playground.userId(ANA.email), text: 'mine', blocks: [], metadata });
    expect(await slack.platform.findCard(channel, DELIVERY, theirClock.now())).toBe('not_found');
    playground.workspace.post(channel, { user: BOT.id, text: 'ours', blocks: [], metadata });
    expect(await slack.platform.findCard(channel, DELIVERY, theirClock.now())).toMatchObject({ conversation: channel });
  });

  it('finds a card behind 450 other messages of the same minute', async () => {
    const { slack, playground, theirClock } = await start();
    const channel = playground.channelId('leads-iberia');
    const at = await slack.platform.postCard(channel, CARD, DELIVERY);
    for (let i = 0; i < 450; i += 1) playground.workspace.post(channel, { user: BOT.id, text: `${i}`, blocks: [] });
    expect(await slack.platform.findCard(channel, DELIVERY, theirClock.now())).toEqual(at);
  });

  it('looks 60 s back and 120 s ahead of the attempt, not further', async () => {
    const { slack, playground, theirClock } = await start();
    const channel = playground.channelId('leads-iberia');
    const at = await slack.platform.postCard(channel, CARD, DELIVERY);
    const shifted = (seconds: number) =>
      slack.platform.findCard(channel, DELIVERY, new Date(theirClock.now().getTime() + seconds * 1000));
    expect(await shifted(59)).toEqual(at);
    expect(await shifted(61)).toBe('not_found');
    expect(await shifted(-119)).toEqual(at);
    expect(await shifted(-121)).toBe('not_found');
  });

  it('joins a channel again after it was removed from it', async () => {
    const { slack, playground } = await start();
    const channel = await slack.platform.openChannel('#leads-iberia');
    playground.workspace.leave(channel, BOT.id);
    await expect(slack.platform.postCard(channel, CARD, DELIVERY)).rejects.toMatchObject({
      code: 'not_in_channel',
      scope: 'conversation',
      remedy: expect.stringContaining('/invite'),
    });
    await slack.platform.openChannel('#leads-iberia');
    await slack.platform.postCard(channel, CARD, DELIVERY);
    expect(playground.workspace.history(channel)).toHaveLength(1);
  });

  it('resolves 30 channels among 2,500 at start, from one list of 3 pages', async () => {
    const channels = Array.from({ length: 2500 }, (_, index) => `channel-${index}`);
    const { slack, playground } = await start({ channels });
    const wanted = channels.slice(-30);
    const ids = await Promise.all(wanted.map((name) => slack.platform.openChannel(`#${name}`)));
    expect(ids).toEqual(wanted.map((name) => playground.channelId(name)));
    // 20 calls at once is all that the list's rate limit allows: one list each would have failed.
  });

  describe('what it shows of a person', () => {
    const ALL = ['presence', 'dnd', 'huddle', 'status'] as const;
    const seconds = (at: Date, later = 0) => Math.floor(at.getTime() / 1000) + later;

    /** Signals of Ana, after she has changed in Slack. */
    async function signals(change: Partial<SlackUser>, wanted: readonly Signal[] = ALL) {
      const { slack, playground } = harness ?? (await start());
      const ana = playground.userId(ANA.email);
      const user = playground.workspace.user(ana);
      if (user) playground.workspace.putUser({ ...user, ...change });
      return slack.platform.signals(ana, wanted);
    }

    it('is that she is there and not on a call, and nothing else, on an ordinary day', async () => {
      expect(await signals({})).toEqual({
        presence: { is: 'active', seenAt: harness?.clock.now() },
        huddle: { on: false, seenAt: harness?.clock.now() },
      });
    });

    it('is what she set: /away, a huddle, paused notifications and a holiday with their ends', async () => {
      const now = (await start()).clock.now();
      const shown = await signals({
        presence: 'away',
        inHuddle: true,
        paused: { from: seconds(now, -60), until: seconds(now, 3600) },
        status: { text: 'Out sick', emoji: ':face_with_thermometer:', expiration: seconds(now, 7200) },
      });
      expect(shown).toEqual({
        presence: { is: 'away', seenAt: now },
        huddle: { on: true, seenAt: now },
        dnd: { until: new Date(seconds(now, 3600) * 1000), seenAt: now },
        // Not what she is away for.
        status: { text: '', until: new Date(seconds(now, 7200) * 1000), seenAt: now },
      });
    });

    it('is without pauses that are to come, and without what has ended or does not count', async () => {
      const now = (await start()).clock.now();
      const paused = { from: seconds(now, 60), until: seconds(now, 3600) };
      const ended = { text: 'Vacation', emoji: '', expiration: seconds(now, -1) };
      expect(await signals({ paused, status: ended }, ['dnd', 'status'])).toEqual({});
      const meeting = { text: 'In a meeting', emoji: ':spiral_calendar_pad:', expiration: 0 };
      expect(await signals({ paused: { from: 1, until: 2 }, status: meeting }, ['dnd', 'status'])).toEqual({});
      const open = { text: 'Vacation', emoji: '', expiration: 0 };
      expect(await signals({ status: open }, ['status'])).toMatchObject({ status: { until: null } });
    });

    it('costs no call for what is not wanted', async () => {
      const { playground } = await start();
      for (const method of ['dnd.info', 'users.info']) {
        playground.failpoints.arm({ method, failure: { kind: 'error-before' } });
      }
      expect(Object.keys(await signals({}, ['presence']))).toEqual(['presence']);
      await expect(signals({}, ['dnd'])).rejects.toMatchObject({ retry: 'later' });
      await expect(signals({}, ['huddle'])).rejects.toMatchObject({ retry: 'later' });
    });
  });

  it('sees a new channel once its list is 30 s old', async () => {
    const { slack, playground, clock } = await start();
    await expect(slack.platform.openChannel('#new')).rejects.toMatchObject({ code: 'channel_not_found' });
    const { id } = playground.workspace.channel('new', []);
    await expect(slack.platform.openChannel('#new')).rejects.toMatchObject({ code: 'channel_not_found' });
    clock.advance(30_000);
    expect(await slack.platform.openChannel('#new')).toBe(id);
  });

  it('says of an archived channel that there is no open one', async () => {
    const { slack, playground } = await start();
    playground.workspace.archive(playground.channelId('leads-iberia'));
    await expect(slack.platform.openChannel('#leads-iberia')).rejects.toMatchObject({
      retry: 'never',
      scope: 'conversation',
    });
  });

  it('refuses a wrong token at start, with what to do', async () => {
    const { slackApiUrl } = await start();
    const clock = createTestClock();
    const slack = createSlack({
      botToken: 'xoxb-old',
      signingSecret: 'x',
      apiUrl: slackApiUrl,
      command: '/lead',
      log: silent,
      clock,
    });
    await expect(slack.platform.openChannel('#leads-iberia')).rejects.toMatchObject({
      code: 'invalid_auth',
      scope: 'platform',
      remedy: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
  });

  it('refuses at once to be called /away, which Slack keeps for itself', () => {
    const options = { botToken: 'x', signingSecret: 'x', log: silent, clock: createTestClock() };
    expect(() => createSlack({ ...options, command: '/away' })).toThrow(/Slack keeps "\/away"/);
  });
});

describe('answers that only a real network gives', () => {
  /** Answers every call alike. */
  async function against(status: number, headers: Record<string, string>, body: string) {
    const server = await listen((request, response) => {
      request.resume().on('end', () => response.writeHead(status, headers).end(body));
    });
    return { platform: platformAt(`${urlOf(server)}/api/`), close: () => server.close() };
  }

  it.each([
    ['429 with a time', 429, { 'retry-after': '7' }, '', { retry: 'later', retryAfterMs: 7000 }],
    ['429 without one', 429, {}, '', { retry: 'later', retryAfterMs: 30_000 }],
    ['503', 503, {}, 'down', { retry: 'ambiguous', code: 'http_503' }],
    [
      'a page instead of JSON',
      200,
      { 'content-type': 'text/html' },
      '<html>',
      { retry: 'ambiguous', code: 'bad_answer' },
    ],
    ['JSON without a ts', 200, {}, '{"ok":true}', { retry: 'ambiguous', code: 'bad_answer' }],
    ['404', 404, {}, '', { retry: 'never', scope: 'platform' }],
  ])('a post answered with %s', async (_, status, headers, body, expected) => {
    const { platform, close } = await against(status, headers, body);
    await expect(platform.postCard('C1', CARD, DELIVERY)).rejects.toMatchObject(expected);
    close();
  });

  it('a post whose answer breaks off in the middle is ambiguous', async () => {
    const server = await listen((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"ok":tr', () => response.destroy());
    });
    await expect(platformAt(`${urlOf(server)}/`).postCard('C1', CARD, DELIVERY)).rejects.toMatchObject({
      retry: 'ambiguous',
    });
    server.close();
  });

  it('a search without the scope for it cannot tell', async () => {
    const server = await listen((request, response) => {
      const me = { ok: true, team_id: 'T1', user_id: 'U1', bot_id: 'B1' };
      const denied = { ok: false, error: 'missing_scope', needed: 'channels:history' };
      request.resume().on('end', () => response.end(JSON.stringify(request.url?.endsWith('auth.test') ? me : denied)));
    });
    expect(await platformAt(`${urlOf(server)}/`).findCard('C1', DELIVERY, new Date())).toBe('cannot_tell');
    server.close();
  });
});
