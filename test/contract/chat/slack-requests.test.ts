/** Who may speak to our Slack endpoint. Each refusal is of a request that differs from a good one in one thing. */
import { createServer, request as httpRequest } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSdkLogger } from '../../../src/chat/slack/sdk-log.ts';
import { createSlack } from '../../../src/chat/slack/slack-app.ts';
import { createLog } from '../../../src/obs/log.ts';
import { TEAM } from '../../../src/playground/identity.ts';
import { createTestClock } from '../../helpers/test-clock.ts';
import { type ScriptedInbox, scriptedInbox } from './scripted-inbox.ts';
import { FORM, interaction, post, type SignedRequest, signed } from './signed.ts';
import { ANA, listen, SIGNING_SECRET, type SlackHarness, startSlack, urlOf } from './slack-harness.ts';

let harness: SlackHarness;
let inbox: ScriptedInbox;

beforeAll(async () => {
  harness = await startSlack();
  inbox = scriptedInbox();
  await harness.slack.start(inbox);
});
afterAll(() => harness.close());

/** A click on Claim, as Slack sends it. */
function click(): Record<string, unknown> {
  return {
    type: 'block_actions',
    team: { id: TEAM.id },
    user: { id: harness.playground.userId(ANA.email), team_id: TEAM.id },
    trigger_id: '1.2.abc',
    container: { type: 'message', channel_id: 'C1', message_ts: '1.1' },
    actions: [{ type: 'button', action_id: 'claim', block_id: 'actions:d1', value: 'd1', action_ts: '1.1' }],
  };
}

function seconds(offset: number): Date {
  return new Date(Date.now() + offset * 1000);
}

/** @returns the status, and how many clicks came through to the app */
async function send(request: SignedRequest): Promise<{ status: number; clicks: number }> {
  const before = inbox.calls.length;
  const { status } = await post(harness.eventsUrl, request);
  return { status, clicks: inbox.calls.length - before };
}

function withHeaders(headers: Record<string, string | undefined>): SignedRequest {
  const good = signed(interaction(click()));
  const merged = Object.entries({ ...good.headers, ...headers }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return { body: good.body, headers: Object.fromEntries(merged) };
}

describe('a request that Slack signed', () => {
  it('comes through', async () => {
    expect(await send(signed(interaction(click())))).toEqual({ status: 200, clicks: 1 });
  });

  it('comes through up to 5 minutes early or late', async () => {
    for (const at of [seconds(-298), seconds(298)]) {
      expect(await send(signed(interaction(click()), { at }))).toEqual({ status: 200, clicks: 1 });
    }
  });

  it('comes through with a charset in its content type', async () => {
    expect(await send(signed(interaction(click()), { type: `${FORM}; charset=utf-8` }))).toEqual({
      status: 200,
      clicks: 1,
    });
  });

  it('answers the challenge that Slack sends when the URL is set up', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    const answer = await post(harness.eventsUrl, signed(body, { type: 'application/json' }));
    expect(await answer.json()).toEqual({ challenge: 'abc' });
  });
});

describe('a request that is refused', () => {
  const version1 = () =>
    withHeaders({
      'x-slack-signature': signed(interaction(click())).headers['x-slack-signature']?.replace('v0', 'v1'),
    });

  it.each<[string, () => SignedRequest]>([
    ['has no signature', () => withHeaders({ 'x-slack-signature': undefined })],
    ['has no timestamp', () => withHeaders({ 'x-slack-request-timestamp': undefined })],
    ['has a timestamp that is no number', () => withHeaders({ 'x-slack-request-timestamp': 'NaN' })],
    ['has an empty timestamp', () => withHeaders({ 'x-slack-request-timestamp': '' })],
    ['is 302 s old', () => signed(interaction(click()), { at: seconds(-302) })],
    ['is 302 s in the future', () => signed(interaction(click()), { at: seconds(302) })],
    ['is an hour in the future', () => signed(interaction(click()), { at: seconds(3600) })],
    ['has another signature version', version1],
    ['has a signature that is not hexadecimal', () => withHeaders({ 'x-slack-signature': `v0=${'z'.repeat(64)}` })],
    ['has half a signature', () => withHeaders({ 'x-slack-signature': 'v0=abc' })],
    ['has an empty signature', () => withHeaders({ 'x-slack-signature': 'v0=' })],
    ['is signed with another secret', () => signed(interaction(click()), { secret: 'guessed' })],
    ['has another body than the signed one', () => ({ ...signed(interaction({})), body: interaction(click()) })],
    [
      'has another time than the signed one',
      () => withHeaders({ 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000) - 1) }),
    ],
    ['smuggles a click beside an unsigned ssl_check', () => unsigned(`ssl_check=1&${interaction(click())}`)],
    ['smuggles a command beside an unsigned ssl_check', () => unsigned('ssl_check=1&command=%2Flead&text=mine')],
    [
      'is a plain unsigned event',
      () => unsigned(JSON.stringify({ type: 'url_verification', challenge: 'abc' }), 'application/json'),
    ],
  ])('%s: 401', async (_, make) => {
    expect(await send(make())).toEqual({ status: 401, clicks: 0 });
  });

  it('is over 1 MB: 413, announced or not', async () => {
    const large = signed(interaction({ ...click(), filler: 'x'.repeat(1024 * 1024) }));
    expect(await send(large)).toEqual({ status: 413, clicks: 0 });
    expect(await sendChunked(large)).toBe(413);
  });

  it('is not a POST: 405', async () => {
    expect((await fetch(harness.eventsUrl)).status).toBe(405);
  });

  it.each(['null', '[]', '"text"', '7', '{"a":', ''])('is signed and says %s: 400', async (body) => {
    expect((await post(harness.eventsUrl, signed(body, { type: 'application/json' }))).status).toBe(400);
    expect((await post(harness.eventsUrl, signed(`payload=${encodeURIComponent(body)}`))).status).toBe(400);
  });

  it('is counted and logged without anything of its content', async () => {
    const before = harness.slack.requestsSeen().refused;
    await post(harness.eventsUrl, unsigned(interaction({ ...click(), note: 'petra.probe@sample.example' })));
    expect(harness.slack.requestsSeen().refused).toBe(before + 1);
    expect(harness.log()).toContain('"status":401');
    expect(harness.log()).not.toContain('petra');
  });

  function unsigned(body: string, type = FORM): SignedRequest {
    return { body, headers: { 'content-type': type } };
  }

  /** Without a content-length, so that only counting can stop it. */
  function sendChunked({ body, headers }: SignedRequest): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(harness.eventsUrl, { method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      request.on('error', reject);
      request.write(body);
      request.end();
    });
  }
});

describe('the certificate check, which Slack does not sign', () => {
  it('is answered and nothing more', async () => {
    expect(await send({ body: 'ssl_check=1&token=legacy', headers: { 'content-type': FORM } })).toEqual({
      status: 200,
      clicks: 0,
    });
  });
});

describe('a signed request of a shape that nobody expects', () => {
  it.each<object>([
    {},
    { type: 'block_actions' },
    { type: 'block_actions', actions: [] },
    { type: 'block_actions', actions: [null], user: null, team: null },
    { type: 'block_actions', actions: [{ action_id: 'claim' }] },
    { type: 'view_submission' },
    { type: 'view_submission', view: { callback_id: 'release' }, user: { id: 'U1' } },
    { type: 'event_callback' },
    { type: 'event_callback', event: null },
    { type: 'unknown_thing', user: {} },
    { __proto__: null, constructor: 1, type: 'block_actions', actions: 'x' },
  ])('%j is acknowledged and goes no further', async (payload) => {
    expect(await send(signed(interaction(payload)))).toEqual({ status: 200, clicks: 0 });
  });
});

describe('before the start', () => {
  it('nobody is served: 503', async () => {
    const log = createLog({ level: 'silent' });
    const options = { botToken: 'x', signingSecret: SIGNING_SECRET, command: '/lead', log, clock: createTestClock() };
    const { listener } = createSlack(options);
    const server = await listen(listener ?? (() => {}));
    expect((await post(urlOf(server), signed(interaction(click())))).status).toBe(503);
    server.close();
  });
});

describe("Bolt's own receiver, for comparison", () => {
  it('would have taken a request from an hour in the future', async () => {
    const seen: unknown[] = [];
    const receiver = new HTTPReceiver({
      signingSecret: SIGNING_SECRET,
      logger: createSdkLogger(createLog({ level: 'silent' })),
    });
    const app = {
      processEvent: async ({ body, ack }: { body: unknown; ack: () => Promise<void> }) =>
        void seen.push(body, await ack()),
    };
    Object.assign(receiver, { app });
    const server = createServer((request, response) => receiver.requestListener(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const answer = await post(`${urlOf(server)}/slack/events`, signed(interaction(click()), { at: seconds(3600) }));
    expect([answer.status, seen[0]]).toEqual([200, click()]);
    server.close();
  });
});
