/** The fake Teams' server is what the tests of the Teams edge stand on: driven here with Microsoft's own SDK, and held to Teams' rules. */
import { type Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { PasswordServiceClientCredentialFactory } from 'botframework-connector';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeTeamsOptions } from '../../helpers/teams/fake-teams.ts';
import { BAD_TOKENS } from '../../helpers/teams/issuer.ts';
import { ADAPTIVE_CARD } from '../../helpers/teams/message-rules.ts';
import { createRateLimits } from '../../helpers/teams/rate-limits.ts';
import { ANA, activitiesOf, BOB, card, EVA, type FakeTeamsHarness, refused, startTeams } from './fake-teams-harness.ts';

const DAY_MS = 24 * 3_600_000;
const TARGETED = '?isTargetedActivity=true';

let harness: FakeTeamsHarness;
let teams: FakeTeamsHarness['teams'];
let channel: string;
let chat: string;
let call: FakeTeamsHarness['call'];
let post: FakeTeamsHarness['post'];
let sdk: FakeTeamsHarness['sdk'];

async function start(options?: Partial<FakeTeamsOptions>): Promise<void> {
  harness = await startTeams(options);
  ({ teams, channel, chat, call, post, sdk } = harness);
}

const text = (words: string) => ({ type: 'TextBlock', text: words });

beforeEach(() => start());
afterEach(() => harness.stop());

describe('what the bot must be', () => {
  function authenticate(token: string, channelId = 'msteams'): Promise<unknown> {
    const api = 'https://api.botframework.com';
    const authentication = new ConfigurationBotFrameworkAuthentication(
      {
        ToBotFromChannelOpenIdMetadataUrl: teams.openIdUrl,
        ToBotFromEmulatorOpenIdMetadataUrl: teams.openIdUrl,
        ToBotFromChannelTokenIssuer: teams.issuer,
        ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
        ToChannelFromBotOAuthScope: api,
        OAuthUrl: api,
        CallerId: '',
        ValidateAuthority: true,
      },
      new PasswordServiceClientCredentialFactory(teams.appId, 'an-invented-password'),
    );
    const activity: Partial<Activity> = { type: 'message', channelId, serviceUrl: teams.serviceUrl };
    // The SDK's check reads no more of an activity than this.
    return authentication.authenticateRequest(Object.assign(Object.create(null), activity), `Bearer ${token}`);
  }

  it("sends tokens that the SDK's own validation takes, for its own channel", async () => {
    await expect(authenticate(await teams.token())).resolves.toBeDefined();
    vi.spyOn(console, 'error').mockReturnValue();
    await expect(authenticate(await teams.token(), 'webchat')).rejects.toThrow();
  });

  it.each(Object.entries(BAD_TOKENS))("makes a token %s, which the SDK's own validation refuses", async (_, flaw) => {
    vi.spyOn(console, 'error').mockReturnValue();
    await expect(authenticate(await teams.token(flaw))).rejects.toThrow();
  });

  it('answers 401 to calls without the token of the bot, whatever they ask for', async () => {
    for (const wrong of [sdk('').sendToConversation(channel, card('x')), sdk('y').createConversation({})]) {
      await expect(wrong).rejects.toMatchObject({ statusCode: 401 });
    }
    expect(teams.messages(channel)).toEqual([]);
  });

  it('needs no token and sends none with authentication off', async () => {
    await harness.stop();
    await start({ auth: 'off' });
    expect(await sdk('').sendToConversation(channel, card('x'))).toHaveProperty('id');
    await teams.say(ANA.email, chat, 'help');
    expect(harness.bot.heard[0]?.authorization).toBeUndefined();
  });
});

describe('messages', () => {
  it('are there once, newest last, and edits happen in place', async () => {
    const first = await sdk().sendToConversation(channel, card('first'));
    const second = await sdk().sendToConversation(channel, card('second'));
    expect(await sdk().updateActivity(channel, `${first.id}`, card('edited'))).toEqual({ id: first.id });
    const verb = (name: string) => ({ attachments: [{ content: { actions: [{ verb: name }] } }] });
    expect(teams.messages(channel)).toMatchObject([
      { id: first.id, activity: verb('edited') },
      { id: second.id, activity: verb('second') },
    ]);
    expect(first.id).toMatch(/^\d{13}$/);
    await sdk().deleteActivity(channel, `${first.id}`);
    expect(teams.messages(channel)).toHaveLength(1);
  });

  it('start threads in channels, and only in channels', async () => {
    const thread = await sdk().createConversation({
      isGroup: true,
      channelData: { channel: { id: channel } },
      activity: card('root'),
    });
    expect(thread.id).toBe(`${channel};messageid=${thread.activityId}`);
    const answer = await sdk().sendToConversation(`${thread.id}`, card('answer'));
    await sdk().replyToActivity(channel, `${answer.id}`, card('another'));
    expect(teams.messages(channel)).toHaveLength(1);
    expect(teams.messages(`${thread.id}`)).toHaveLength(3);
    const said = await sdk().sendToConversation(chat, card('said'));
    await sdk().replyToActivity(chat, `${said.id}`, card('answer'));
    expect(teams.messages(chat)).toHaveLength(2);
  });

  it('open one chat with a person, by the id that is for this bot, and only where they can have met it', async () => {
    const open = (id: string, tenantId = teams.tenant) =>
      call('POST', 'v3/conversations', { isGroup: false, members: [{ id }], tenantId });
    const bob = teams.user(BOB.email);
    expect(await post(teams.personalChat(BOB.email))).toMatchObject(refused(404, 'ConversationNotFound'));
    await teams.uninstall({ team: 'Sales' });
    expect(await open(bob.id)).toMatchObject(refused(403, 'ForbiddenOperationException'));
    await teams.install({ team: 'Sales' });
    expect(await open(bob.id)).toMatchObject({ status: 201, body: { id: teams.personalChat(BOB.email) } });
    expect((await open(bob.id)).body).toEqual((await open(bob.id)).body);
    expect(await post(teams.personalChat(BOB.email))).toMatchObject({ status: 201 });
    expect(await open(bob.aadObjectId)).toMatchObject(refused(400, 'BadSyntax'));
    expect(await open(bob.id, 'another-tenant')).toMatchObject(refused(400, 'BadSyntax'));
    expect(await open(teams.user(EVA.email).id)).toMatchObject(refused(403, 'ForbiddenOperationException'));
  });

  it('are refused where nothing is, or where the bot is not', async () => {
    await teams.uninstall({ team: 'Sales' });
    await teams.uninstall({ user: ANA.email });
    expect(await post('19:nothing@thread.tacv2')).toMatchObject(refused(404, 'ConversationNotFound'));
    expect(await post(channel)).toMatchObject(refused(403, 'BotNotInConversationRoster'));
    expect(await post(chat)).toMatchObject({
      status: 403,
      body: { errorCode: 209, message: expect.stringContaining('"subCode": "MessageWritesBlocked"') },
    });
    await teams.install({ user: ANA.email });
    expect(await post(chat)).toMatchObject({ status: 201 });
  });

  it('that are gone, or not the bot’s, cannot be edited', async () => {
    const { body } = await post(channel);
    teams.deleteMessage(channel, body.id);
    const edit = (id: string) => call('PUT', `${activitiesOf(channel)}/${id}`, card('x'));
    expect(await edit(body.id)).toMatchObject(refused(404, 'ActivityNotFoundInConversation'));
    const { conversation } = await teams.say(ANA.email, channel, 'away');
    expect(await edit(`${conversation.split('=')[1]}`)).toMatchObject(refused(403, 'NotEnoughPermissions'));
    expect(await post(`${channel};messageid=1`)).toMatchObject(refused(404, 'ActivityNotFoundInConversation'));
  });

  it('of several parts have no id, and no edit makes them', async () => {
    const { body } = await post(channel);
    const both = { ...card('x'), text: 'and a text' };
    expect(await post(channel, both)).toMatchObject({ status: 202, body: {} });
    const edit = await call('PUT', `${activitiesOf(channel)}/${body.id}`, both);
    expect(edit).toMatchObject(refused(400, 'BadSyntax'));
    expect(edit.body.error.message).toContain('multiple skype activities');
  });

  it('over 28 KB are refused, and remembered', async () => {
    expect(await post(channel, card('x', [text('y'.repeat(13_900))]))).toMatchObject({ status: 201 });
    expect(await post(channel, card('x', [text('y'.repeat(14_336))]))).toMatchObject(refused(413, 'MessageSizeTooBig'));
    expect(teams.tooBig).toEqual([{ conversation: channel, bytes: expect.any(Number) }]);
    expect(teams.messages(channel)).toHaveLength(1);
  });

  it.each([
    ['an element that nobody knows', { type: 'Bogus' }],
    ['a size that is none', { ...text('x'), size: 'enormous' }],
    ['an input without an id', { type: 'Input.Text' }],
  ])('with a card with %s are refused', async (_, element) => {
    expect(await post(channel, card('x', [element]))).toMatchObject(refused(400, 'BadSyntax'));
  });

  it('with a card of a later version, or with none at all, are refused; one with a chart is not', async () => {
    const content = { type: 'AdaptiveCard', version: '1.6', body: [] };
    const later = { type: 'message', attachments: [{ contentType: ADAPTIVE_CARD, content }] };
    expect(await post(channel, later)).toMatchObject(refused(400, 'BadSyntax'));
    expect(await post(channel, { type: 'message' })).toMatchObject(refused(400, 'BadSyntax'));
    const chart = { type: 'Chart.Donut', data: [], fallback: text('x') };
    expect(await post(channel, card('x', [chart]))).toMatchObject({ status: 201 });
  });

  it('for one member are hers alone, cannot become public, and live for a day', async () => {
    const recipient = { id: teams.user(ANA.email).id };
    const { body } = await call('POST', `${activitiesOf(channel)}${TARGETED}`, { ...card('why'), recipient });
    expect(teams.messages(channel)).toMatchObject([{ id: body.id, targetedTo: recipient.id }]);
    await expect(teams.click(BOB.email, channel, body.id, 'why')).rejects.toThrow('sees no message');
    const edit = (query: string) => call('PUT', `${activitiesOf(channel)}/${body.id}${query}`, card('x'));
    expect(await edit('')).toMatchObject(refused(404, 'ActivityNotFoundInConversation'));
    expect(await edit(TARGETED)).toMatchObject({ status: 200 });
    harness.clock.advance(DAY_MS + 1);
    expect(await edit(TARGETED)).toMatchObject(refused(404, 'ActivityNotFoundInConversation'));
  });

  it('for one person are for members of channels that the bot is in', async () => {
    const target = (conversation: string, email: string) =>
      call('POST', `${activitiesOf(conversation)}${TARGETED}`, {
        ...card('x'),
        recipient: { id: teams.user(email).id },
      });
    expect(await target(channel, EVA.email)).toMatchObject(refused(404, 'MemberNotFoundInConversation'));
    expect(await target(chat, ANA.email)).toMatchObject(refused(400, 'BadSyntax'));
    await teams.uninstall({ team: 'Sales' });
    expect(await target(channel, ANA.email)).toMatchObject(refused(404, 'BotNotInConversationRoster'));
  });
});

describe('limits', () => {
  it('refuse the 8th message within a second and the 9th within 2, post nothing, and say how long to wait', async () => {
    for (let sent = 0; sent < 7; sent += 1) expect((await post(channel)).status).toBe(201);
    expect(await post(channel)).toMatchObject({ ...refused(429, 'Throttled'), retryAfter: '1' });
    harness.clock.advance(1_000);
    expect((await post(channel)).status).toBe(201);
    expect(await post(channel)).toMatchObject({ status: 429, retryAfter: '1' });
    expect(teams.messages(channel)).toHaveLength(8);
    expect((await post(teams.channelId('Sales/Leads World'))).status).toBe(201);
  });

  it('refuse the 61st message within 30 seconds and the 1,801st within an hour', () => {
    const limits = createRateLimits(harness.clock);
    for (let sent = 0; sent < 1_800; sent += 1) {
      if (sent === 60) expect(limits.take('send', channel)).toBe(16);
      if (sent % 60 === 0) harness.clock.advance(15_000);
      harness.clock.advance(250);
      expect(limits.take('send', channel)).toBeNull();
    }
    harness.clock.advance(30_000);
    expect(limits.take('send', channel)).toBeGreaterThan(2_000);
    harness.clock.advance(3_600_000);
    expect(limits.take('send', channel)).toBeNull();
  });
});

describe('rosters', () => {
  it('come in pages of at least 50 with a token for the rest, and know people by both ids', async () => {
    await harness.stop();
    const users = Array.from({ length: 120 }, (_, n) => ({ name: `Rep ${n}`, email: `rep${n}@acme.example` }));
    await start({ users: [ANA, ...users], teams: [{ name: 'Sales', channels: ['Leads Iberia'] }] });
    const emails: string[] = [];
    let query = '?pageSize=10';
    for (let pages = 1; query; pages += 1) {
      const { body } = await call('GET', `v3/conversations/${encodeURIComponent(channel)}/pagedmembers${query}`);
      emails.push(...body.members.map(({ email }) => email));
      expect(body.members.length).toBe(pages < 3 ? 50 : 21);
      query = body.continuationToken ? `?pageSize=10&continuationToken=${body.continuationToken}` : '';
    }
    expect(emails).toEqual([ANA.email, ...users.map(({ email }) => email)]);
  });

  it('hold members only, with what Teams says of a person', async () => {
    const bob = teams.user(BOB.email);
    const account = { id: bob.id, name: BOB.name, email: BOB.email, userPrincipalName: BOB.upn, userRole: 'user' };
    const inTenant = { objectId: bob.aadObjectId, aadObjectId: bob.aadObjectId, tenantId: teams.tenant };
    for (const id of [bob.id, bob.aadObjectId]) {
      expect(await sdk().getConversationMember(channel, id)).toMatchObject({ ...account, ...inTenant });
    }
    for (const id of [BOB.email, teams.user(EVA.email).id]) {
      await expect(sdk().getConversationMember(channel, id)).rejects.toMatchObject({
        statusCode: 404,
        code: 'MemberNotFoundInConversation',
      });
    }
  });

  it('of teams list the channels, General without its name', async () => {
    const { id, aadGroupId } = teams.team('Sales');
    const api = harness.teamsSdk();
    expect(await api.fetchTeamDetails(id)).toMatchObject({ id, name: 'Sales', aadGroupId });
    expect(await api.fetchChannelList(id)).toMatchObject({
      conversations: [
        { id, name: null },
        { id: channel, name: 'Leads Iberia' },
        { id: teams.channelId('Sales/Leads World'), name: 'Leads World' },
      ],
    });
    expect(teams.channelId('Sales/General')).toBe(id);
  });
});

describe('failures', () => {
  it('lose the answer to what was done', async () => {
    teams.failNext({ path: /activities$/, method: 'POST', how: 'lost' });
    await expect(post(channel)).rejects.toThrow();
    expect(teams.messages(channel)).toHaveLength(1);
    expect(await post(channel)).toMatchObject({ status: 201 });
  });

  it('answer in place of what was not done, as often as told', async () => {
    teams.failNext({ how: { status: 503, retryAfter: 9 }, times: 2 });
    for (let n = 0; n < 2; n += 1) expect(await post(channel)).toMatchObject({ status: 503, retryAfter: '9' });
    expect(teams.messages(channel)).toEqual([]);
    expect(await post(channel)).toMatchObject({ status: 201 });
  });
});
