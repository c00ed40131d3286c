/** Whoever is not Teams, or Teams with something odd: refused or shown as text, never a 500. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BAD_TOKENS } from '../../helpers/teams/issuer.ts';
import { type ScriptedInbox, scriptedInbox } from './scripted-inbox.ts';
import { ANA } from './slack-harness.ts';
import { startTeams, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
let inbox: ScriptedInbox;

afterEach(() => harness.close());

function message(change: Record<string, unknown> = {}): Record<string, unknown> {
  const { fake } = harness;
  const { id, aadObjectId } = fake.user(ANA.email);
  return {
    type: 'message',
    id: '1700000000000',
    channelId: 'msteams',
    serviceUrl: fake.serviceUrl,
    from: { id, aadObjectId },
    recipient: { id: `28:${fake.appId}` },
    conversation: { id: fake.personalChat(ANA.email), conversationType: 'personal', tenantId: fake.tenant },
    channelData: { tenant: { id: fake.tenant } },
    text: 'queue',
    ...change,
  };
}

describe('a request to the messages endpoint', () => {
  beforeEach(async () => {
    harness = await startTeams();
    inbox = scriptedInbox();
    harness.teams.start(inbox, () => {});
  });

  it('with a good token is served', async () => {
    expect((await harness.fake.post(message())).status).toBe(200);
    expect(inbox.calls).toHaveLength(1);
  });

  it.each(Object.entries(BAD_TOKENS))('with a token %s is 401', async (_, overrides) => {
    const token = await harness.fake.token(overrides);
    expect((await harness.fake.post(message(), { token })).status).toBe(401);
    expect(inbox.calls).toEqual([]);
  });

  it.each([
    ['no token', null],
    ['an empty one', ''],
    ['no JWT', 'x'],
    ['half a JWT', 'e30.e30'],
  ])('with %s is 401', async (_, token) => {
    expect((await harness.fake.post(message(), { token })).status).toBe(401);
    expect(inbox.calls).toEqual([]);
  });

  it.each([
    ['another tenant', { channelData: { tenant: { id: '99999999-0000-4000-8000-000000000000' } } }],
    ['no tenant', { channelData: {}, conversation: { id: 'a:1', conversationType: 'personal' } }],
    ['another channel of the Bot Framework', { channelId: 'webchat' }],
  ])('from %s is refused', async (_, change) => {
    const { status } = await harness.fake.post(message(change));
    expect([401, 403]).toContain(status);
    expect(inbox.calls).toEqual([]);
  });

  it('that is signed for one service URL and names another is 401: no token goes there', async () => {
    expect((await harness.fake.post(message({ serviceUrl: 'https://evil.example/' }))).status).toBe(401);
  });

  it.each([
    ['{}', '{}', 400],
    ['[]', '[]', 400],
    ['null', 'null', 400],
    ['a number', '7', 400],
    ['no JSON', '{"type":', 400],
    ['nothing', '', 400],
    ['half an activity', '{"type":"message","channelId":"msteams"}', 400],
    ['300 KB', JSON.stringify({ text: 'x'.repeat(300_000) }), 413],
  ])('that is %s is refused with %s', async (_, body, status) => {
    const authorization = `Bearer ${await harness.fake.token()}`;
    const headers = { 'content-type': 'application/json', authorization };
    const response = await fetch(harness.messagesUrl, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
  });

  it('that is a form, as a web page could send, is 415', async () => {
    const response = await fetch(harness.messagesUrl, { method: 'POST', body: new URLSearchParams({ a: '1' }) });
    expect(response.status).toBe(415);
  });

  it.each([
    [
      'an unknown verb',
      { action: { type: 'Action.Execute', verb: 'launch', data: { action: 'launch', delivery: 'x' } } },
    ],
    ['no data', { action: { type: 'Action.Execute', verb: 'claim' } }],
    ['an array as data', { action: { type: 'Action.Execute', verb: 'claim', data: [] } }],
    ['no action', {}],
    ['nothing', null],
    ['a text', 'claim'],
  ])('with a click that carries %s is 200 with a word to the person', async (_, value) => {
    const invoke = { type: 'invoke', name: 'adaptiveCard/action', text: undefined, value };
    const answer = await harness.fake.post(message(invoke));
    expect(answer).toMatchObject({
      status: 200,
      body: { statusCode: 200, value: expect.stringContaining('another version') },
    });
    expect(inbox.calls).toEqual([]);
  });

  it.each(['task/fetch', 'signin/verifyState', 'composeExtension/query', 'made/up'])(
    'with the invoke %s, which is none of ours, is 200 and does nothing',
    async (name) => {
      expect((await harness.fake.post(message({ type: 'invoke', name, value: {} }))).status).toBe(200);
      expect(inbox.calls).toEqual([]);
    },
  );

  it.each(['typing', 'messageReaction', 'messageUpdate', 'event', 'endOfConversation', 'nonsense'])(
    'with an activity %s is 200 and does nothing',
    async (type) => {
      expect((await harness.fake.post(message({ type, text: undefined }))).status).toBe(200);
      expect(inbox.calls).toEqual([]);
    },
  );

  it('with odd extras is served: entities that are none, a name of 2,000 characters, markup in the text', async () => {
    const odd = {
      entities: [
        null,
        7,
        { type: 'mention' },
        { type: 'mention', mentioned: { id: '29:x', name: 'n'.repeat(2000) }, text: '<at>' },
      ],
      from: { ...harness.fake.user(ANA.email), name: 'N'.repeat(2000) },
      text: 'show <b>0198c1</b> &amp; <script>alert(1)</script>&nbsp;',
      membersAdded: 'nobody',
    };
    expect((await harness.fake.post(message(odd))).status).toBe(200);
    expect(inbox.calls).toMatchObject([{ method: 'command', args: [{ text: 'show 0198c1 & alert(1)' }] }]);
  });

  it('of somebody without an Entra id is of nobody', async () => {
    await harness.fake.post(message({ from: { id: '29:guest' } }));
    expect(inbox.calls).toMatchObject([{ args: [{ person: { userId: '' } }] }]);
  });

  it('leaves no text, name or token in the log', async () => {
    await harness.fake.post(message({ text: 'show Petra Probe' }));
    await harness.fake.post(message({ text: 'show Petra Probe' }), {
      token: await harness.fake.token({ expired: true }),
    });
    expect(harness.log()).not.toMatch(/Petra|Probe|Ana|eyJ/);
  });

  it('is 503 before people are served and after the stop', async () => {
    harness.teams.stop();
    expect((await harness.fake.post(message())).status).toBe(503);
  });
});

describe('without authentication', () => {
  beforeEach(async () => {
    harness = await startTeams({ auth: 'off' });
    inbox = scriptedInbox();
    harness.teams.start(inbox, () => {});
  });

  it('this machine is served', async () => {
    expect((await harness.fake.post(message())).status).toBe(200);
    expect(inbox.calls).toHaveLength(1);
  });

  it('answers go to this machine only', async () => {
    expect((await harness.fake.post(message({ serviceUrl: 'http://10.0.0.7:56150/_connector' }))).status).toBe(403);
    expect((await harness.fake.post(message({ serviceUrl: 'https://127.0.0.1.evil.example/' }))).status).toBe(403);
    expect(inbox.calls).toEqual([]);
  });

  it('a name of another machine that leads here is refused', async () => {
    const { port } = new URL(harness.messagesUrl);
    const { request } = await import('node:http');
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', host: `evil.example:${port}` };
      const sent = request({ host: '127.0.0.1', port, path: '/api/messages', method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(message()));
    });
    expect(status).toBe(403);
  });
});
