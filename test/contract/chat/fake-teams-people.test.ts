/** The people of the fake Teams: what they type, click and install reaches the bot as from Teams' own clients. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, BOB, card, EVA, type FakeTeamsHarness, startTeams } from './fake-teams-harness.ts';

let harness: FakeTeamsHarness;
let teams: FakeTeamsHarness['teams'];
let bot: FakeTeamsHarness['bot'];
let channel: string;
let chat: string;
let post: FakeTeamsHarness['post'];

beforeEach(async () => {
  harness = await startTeams();
  ({ teams, bot, channel, chat, post } = harness);
});
afterEach(() => harness.stop());

describe('people', () => {
  const ana = () => ({ id: teams.user(ANA.email).id, aadObjectId: teams.user(ANA.email).aadObjectId });
  const inChannel = (root: string) => ({
    serviceUrl: teams.serviceUrl,
    channelId: 'msteams',
    recipient: { id: `28:${teams.appId}`, name: 'Dibs' },
    conversation: {
      id: `${channel};messageid=${root}`,
      conversationType: 'channel',
      isGroup: true,
      tenantId: teams.tenant,
    },
    channelData: { tenant: { id: teams.tenant }, team: { id: teams.team('Sales').id }, channel: { id: channel } },
  });
  const last = () => bot.heard.at(-1)?.activity;

  it('type in a chat, without a mention', async () => {
    bot.answer = { fine: true };
    const said = await teams.say(ANA.email, chat, 'away');
    expect(said).toEqual({ status: 200, body: { fine: true }, conversation: chat });
    expect(last()).toMatchObject({
      type: 'message',
      text: 'away',
      from: { ...ana(), name: ANA.name },
      conversation: { id: chat, conversationType: 'personal', tenantId: teams.tenant },
      entities: [{ type: 'clientInfo' }],
    });
  });

  it('are heard in a channel when they mention the bot, which can answer in their thread', async () => {
    const said = await teams.say(ANA.email, channel, 'away', {});
    const root = String(last()?.id);
    expect(last()).toMatchObject({
      ...inChannel(root),
      text: '<at>Dibs</at>&nbsp;away\n',
      entities: [
        { type: 'mention', mentioned: { id: `28:${teams.appId}`, name: 'Dibs' }, text: '<at>Dibs</at>' },
        { type: 'clientInfo' },
      ],
    });
    expect((await post(said.conversation)).status).toBe(201);
    expect(teams.messages(said.conversation)).toHaveLength(1);
    expect(teams.messages(channel)).toEqual([]);
    expect(await teams.say(ANA.email, channel, 'lunch?', { mention: false })).toMatchObject({ status: 0 });
    expect(bot.heard).toHaveLength(1);
  });

  it('mention others, and type commands for the bot alone', async () => {
    await teams.say(ANA.email, channel, `away @${BOB.email}`, { mentions: [BOB.email], targeted: true });
    expect(last()).toMatchObject({
      text: `away <at>${BOB.name}</at>`,
      recipient: { isTargeted: true },
      entities: [{ type: 'mention', mentioned: { id: teams.user(BOB.email).id } }, { type: 'clientInfo' }],
    });
  });

  it('click buttons, and send what they filled in with the button’s own data', async () => {
    const choices = [{ title: 'No time', value: 'no_time' }];
    const form = {
      type: 'AdaptiveCard',
      body: [{ type: 'Input.ChoiceSet', id: 'reason', choices, isRequired: true, label: 'Why?', errorMessage: '!' }],
      actions: [{ type: 'Action.Execute', title: 'Send', verb: 'release', data: { delivery: 'd2' } }],
    };
    const offered = card('claim', [
      { type: 'Input.Text', id: 'note', value: 'kept' },
      { type: 'ActionSet', actions: [{ type: 'Action.ShowCard', title: 'Give back', card: form }] },
    ]);
    const { body } = await post(channel, offered);
    await teams.click(ANA.email, channel, body.id, 'release', { reason: 'no_time' });
    const data = { delivery: 'd2', note: 'kept', reason: 'no_time' };
    expect(last()).toMatchObject({
      ...inChannel(body.id),
      type: 'invoke',
      name: 'adaptiveCard/action',
      from: ana(),
      replyToId: body.id,
      value: { action: { type: 'Action.Execute', verb: 'release', data }, trigger: 'manual' },
    });
    await teams.submit(ANA.email, channel, body.id, 'claim');
    const { text: typed, ...submitted } = last() ?? {};
    expect(typed).toBeUndefined();
    expect(submitted).toMatchObject({ type: 'message', replyToId: body.id, value: { delivery: 'd1', verb: 'claim' } });
  });

  it('cannot click what is not there, not theirs to see, or not filled in', async () => {
    const asking = { type: 'Input.Text', id: 'note', isRequired: true, label: 'Note', errorMessage: '!' };
    const { body } = await post(channel, card('claim', [asking]));
    const click = (email: string, verb: string, inputs = {}) => teams.click(email, channel, body.id, verb, inputs);
    await expect(click(ANA.email, 'why')).rejects.toThrow('no button for why; there are: claim');
    await expect(click(ANA.email, 'claim')).rejects.toThrow('note is required');
    await expect(click(ANA.email, 'claim', { note: 'x', other: 'y' })).rejects.toThrow('no input other');
    await expect(click(EVA.email, 'claim', { note: 'x' })).rejects.toThrow('not a member');
    expect(bot.heard).toEqual([]);
  });

  it('click 500 times at once over few connections, each with a token that was made once', async () => {
    const { body } = await post(channel);
    const clicks = Array.from({ length: 500 }, () => teams.click(ANA.email, channel, body.id, 'claim'));
    expect(new Set((await Promise.all(clicks)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(bot.heard).toHaveLength(500);
    expect(new Set(bot.heard.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${await teams.token()}`]),
    );
    expect(bot.connections).toBeLessThanOrEqual(128);
    const opened = bot.connections;
    await teams.click(ANA.email, channel, body.id, 'claim');
    expect(bot.connections).toBe(opened);
  });

  it('install the bot as often as they like, and take it away', async () => {
    const me = { id: `28:${teams.appId}` };
    await teams.install({ team: 'Sales' });
    await teams.install({ user: ANA.email });
    await teams.uninstall({ team: 'Sales' });
    await teams.uninstall({ user: ANA.email });
    const { id, name, aadGroupId } = teams.team('Sales');
    const team = { conversation: { id }, channelData: { team: { id, name, aadGroupId } }, from: ana() };
    expect(bot.heard.map(({ activity }) => activity)).toMatchObject([
      { type: 'installationUpdate', action: 'add', ...team },
      { type: 'conversationUpdate', membersAdded: [me], ...team },
      { type: 'installationUpdate', action: 'add', conversation: { id: chat, conversationType: 'personal' } },
      { type: 'conversationUpdate', membersAdded: [me, ana()], conversation: { id: chat } },
      { type: 'installationUpdate', action: 'remove', ...team },
      { type: 'conversationUpdate', membersRemoved: [me], ...team },
      { type: 'installationUpdate', action: 'remove', conversation: { id: chat } },
    ]);
    expect(await teams.say(ANA.email, chat, 'away')).toMatchObject({ status: 0 });
  });

  it('find out when nobody is at the bot’s address', async () => {
    await bot.close();
    expect(await teams.say(ANA.email, chat, 'away')).toMatchObject({ status: 0, body: null });
  });
});

it('keeps every byte that left the bot, also as it reads once decoded, until it is told to forget', async () => {
  await post(channel, { type: 'message', text: 'Petra%20Probe, "José"' });
  bot.answer = { value: 'from an answer' };
  await teams.post({ type: 'message' }, { token: null });
  expect(bot.heard[0]?.authorization).toBeUndefined();
  for (const sent of [channel, 'Petra Probe, "José"', 'from an answer']) expect(teams.sent()).toContain(sent);
  expect(teams.calls()).toEqual([{ method: 'POST', path: `/emea/v3/conversations/${channel}/activities` }]);
  teams.forget();
  expect([teams.sent(), teams.calls()]).toEqual(['', []]);
});
