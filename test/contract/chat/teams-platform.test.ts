import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../src/domain/card.ts';
import type { TeamsPlaces } from '../../../src/ports/teams-places.ts';
import { type ChatHarness, chatPlatformContract } from './chat-platform-contract.ts';
import { scriptedInbox } from './scripted-inbox.ts';
import { ANA, BOB } from './slack-harness.ts';
import { startTeams, type TeamsHarness, type TeamsHarnessOptions } from './teams-harness.ts';

const DELIVERY = '0198c1d2-7a3b-7c4d-8e5f-0123456789ab';
const CARD: Card = { summary: 'A lead', title: 'Petra Probe', tone: 'open', fields: [], footer: [], actions: [] };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Everything known, at an address where nobody listens. */
function movedTo(serviceUrl: string): (places: TeamsPlaces) => TeamsPlaces {
  return (places) => ({
    ...places,
    listTeams: async () => (await places.listTeams()).map((team) => ({ ...team, serviceUrl })),
    findContact: async (userId) => {
      const contact = await places.findContact(userId);
      return contact && { ...contact, serviceUrl, chat: null };
    },
    listContacts: async () => (await places.listContacts()).map((contact) => ({ ...contact, serviceUrl, chat: null })),
  });
}

chatPlatformContract('Microsoft Teams', async (): Promise<ChatHarness> => {
  const unreachable = await startTeams({ places: movedTo(`http://127.0.0.1:${await freePort()}/`) });
  const { teams, fake, theirClock, close } = await startTeams();
  teams.start(scriptedInbox(), () => {});
  await fake.install({ team: 'Sales' });
  return {
    platform: teams.platform,
    unreachable: unreachable.teams.platform,
    channel: 'Sales/Leads Iberia',
    missingChannel: 'Sales/no-such-channel',
    hasPresence: false,
    person: { id: fake.user(ANA.email).aadObjectId, email: ANA.email },
    messages: (conversation) =>
      fake.messages(conversation).map(({ id, activity }) => ({ message: id, shown: JSON.stringify(activity) })),
    deleteMessage: (at) => fake.deleteMessage(at.conversation, at.message),
    failPosts: (how) =>
      fake.failNext({ method: 'POST', path: /activities/, how: how === 'lost' ? 'lost' : { status: 500 } }),
    postsUntilLimit: 10,
    wait: (ms) => theirClock.advance(ms),
    close: async () => {
      await close();
      await unreachable.close();
    },
  };
});

describe('what is particular to Teams', () => {
  let harness: TeamsHarness | null = null;
  afterEach(async () => {
    await harness?.close();
    harness = null;
  });

  async function start(options?: TeamsHarnessOptions): Promise<TeamsHarness> {
    harness = await startTeams(options);
    harness.teams.start(scriptedInbox(), () => {});
    return harness;
  }

  async function installed(options?: TeamsHarnessOptions): Promise<TeamsHarness> {
    const started = await start(options);
    await started.fake.install({ team: 'Sales' });
    return started;
  }

  it('says that a person must add the app to the team, as long as nobody has', async () => {
    const { teams, fake } = await start();
    const open = () => teams.platform.openChannel('Sales/Leads Iberia');
    await expect(open()).rejects.toMatchObject({ code: 'not_installed', remedy: expect.stringContaining('"Sales"') });
    await fake.install({ team: 'Sales' });
    expect(await open()).toBe(fake.channelId('Sales/Leads Iberia'));
  });

  it('finds teams and channels whatever the case, and General, which Teams gives no name', async () => {
    const { teams, fake } = await installed();
    expect(await teams.platform.openChannel('sales/ leads  IBERIA')).toBe(fake.channelId('Sales/Leads Iberia'));
    expect(await teams.platform.openChannel('Sales/General')).toBe(fake.team('Sales').id);
  });

  it('knows where it is installed after a restart, and that it is not after it was removed', async () => {
    const { teams, fake, places } = await installed();
    const sales = { name: 'Sales', tenant: fake.tenant, serviceUrl: fake.serviceUrl };
    expect(await places.listTeams()).toMatchObject([{ ...sales, installed: true }]);
    await fake.install({ team: 'Sales' });
    await fake.uninstall({ team: 'Sales' });
    expect(await places.listTeams()).toMatchObject([{ ...sales, installed: false }]);
    await expect(teams.platform.openChannel('Sales/Leads Iberia')).rejects.toMatchObject({ code: 'not_installed' });
    await fake.install({ team: 'Sales' });
    expect(await teams.platform.openChannel('Sales/Leads Iberia')).toBe(fake.channelId('Sales/Leads Iberia'));
  });

  it('posts nothing in a chat whose owner has removed the app, and writes again once it is back', async () => {
    const { teams, fake } = await installed();
    const ana = fake.user(ANA.email).aadObjectId;
    await fake.install({ user: ANA.email });
    const chat = await teams.platform.openDirect(ana);
    await fake.uninstall({ user: ANA.email });
    await expect(teams.platform.postCard(chat, CARD, DELIVERY)).rejects.toMatchObject({
      scope: 'conversation',
      retry: 'never',
      remedy: expect.stringContaining('not installed'),
    });
    await fake.install({ user: ANA.email });
    const again = await teams.platform.openDirect(ana);
    expect(await teams.platform.postCard(again, CARD, DELIVERY)).toMatchObject({ conversation: chat });
  });

  it('opens a chat with somebody who is only in the team, and never wrote to it', async () => {
    const { teams, fake } = await installed();
    const chat = await teams.platform.openDirect(fake.user(BOB.email).aadObjectId);
    expect(chat).toBe(fake.personalChat(BOB.email));
  });

  it('finds people by user principal name too, and somebody who only has the app for themselves', async () => {
    const upn = { name: 'Uma Pn', email: 'uma.pn@mail.example', upn: 'uma@acme.example' };
    const alone = { name: 'Al One', email: 'al@acme.example' };
    const { teams, fake } = await start({
      users: [ANA, upn, alone],
      teams: [{ name: 'Sales', channels: [], members: [ANA.email, upn.email] }],
    });
    await fake.install({ team: 'Sales' });
    await fake.install({ user: alone.email });
    expect(await teams.platform.findUserByEmail('uma@acme.example')).toMatchObject({
      emails: ['uma.pn@mail.example', 'uma@acme.example'],
    });
    expect(await teams.platform.findUserByEmail(alone.email)).toMatchObject({ id: fake.user(alone.email).aadObjectId });
  });

  it('takes no guest for a rep, whatever address the guest was invited by', async () => {
    const { teams, fake } = await start({ users: [ANA, { ...BOB, guest: true }] });
    await fake.install({ team: 'Sales' });
    expect(await teams.platform.findUserByEmail(BOB.email)).toBeNull();
    await fake.say(BOB.email, fake.channelId('Sales/Leads Iberia'), 'help');
    expect(await teams.platform.findUser(fake.user(BOB.email).aadObjectId)).toBeNull();
  });

  it('reads a team of 1,300 members in pages, once for all of them', async () => {
    const users = Array.from({ length: 1300 }, (_, n) => ({ name: `Rep ${n}`, email: `rep${n}@acme.example` }));
    const { teams, fake } = await start({ users, teams: [{ name: 'Sales', channels: [] }] });
    await fake.install({ team: 'Sales' });
    for (const n of [0, 700, 1299]) {
      expect(await teams.platform.findUserByEmail(`rep${n}@acme.example`)).toMatchObject({
        id: fake.user(`rep${n}@acme.example`).aadObjectId,
      });
    }
    expect(fake.calls().filter(({ path }) => path.includes('pagedmembers'))).toHaveLength(3);
  });

  it('reads the lists again for somebody who is not in them, but not within 30 s', async () => {
    const { teams, clock, fake } = await installed();
    const lists = () => fake.calls().filter(({ path }) => path.includes('pagedmembers')).length;
    await teams.platform.findUserByEmail('new@acme.example');
    const first = lists();
    await teams.platform.findUserByEmail('new@acme.example');
    expect(lists()).toBe(first);
    clock.advance(31_000);
    await teams.platform.findUserByEmail('new@acme.example');
    expect(lists()).toBe(first + 1);
  });

  it.each([
    [412, 'later', 'conversation'],
    [429, 'later', 'conversation'],
    [500, 'ambiguous', 'platform'],
    [502, 'ambiguous', 'platform'],
    [504, 'ambiguous', 'platform'],
    [404, 'never', 'conversation'],
    [403, 'never', 'conversation'],
    [413, 'never', 'card'],
    [401, 'never', 'platform'],
  ])(
    'a post answered with %i is tried %s, about the %s, without a call of the SDK’s own',
    async (status, retry, scope) => {
      const { teams, fake } = await installed();
      const channel = await teams.platform.openChannel('Sales/Leads Iberia');
      fake.failNext({ method: 'POST', path: /activities/, how: { status } });
      await expect(teams.platform.postCard(channel, CARD, DELIVERY)).rejects.toMatchObject({ retry, scope });
      expect(fake.messages(channel)).toHaveLength(0);
    },
  );

  it('waits longer each time Teams is too busy, and as long as Teams says where it does', async () => {
    const { teams, fake } = await installed();
    const channel = await teams.platform.openChannel('Sales/Leads Iberia');
    const wait = async (how: { status: number; retryAfter?: number }) => {
      fake.failNext({ method: 'POST', path: /activities/, how });
      const error = await teams.platform.postCard(channel, CARD, DELIVERY).catch((thrown: unknown) => thrown);
      return (error as { retryAfterMs?: number }).retryAfterMs;
    };
    expect(await wait({ status: 412 })).toBe(750);
    expect(await wait({ status: 412 })).toBe(1500);
    expect(await wait({ status: 412 })).toBe(3000);
    expect(await wait({ status: 429, retryAfter: 7 })).toBe(7000);
    await teams.platform.postCard(channel, CARD, DELIVERY);
    expect(await wait({ status: 412 })).toBe(750);
  });
});
