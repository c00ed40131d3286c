/** One pool whose reps are in Slack, in Teams, in both, and one in neither. */
import { afterAll, describe, expect, it } from 'vitest';
import { deliverCards } from '../../../src/app/delivery/deliver-cards.ts';
import { openChannels } from '../../../src/app/delivery/open-channels.ts';
import { retryProblems } from '../../../src/app/delivery/retry-problems.ts';
import { unconnectedChannels } from '../../../src/app/delivery/unconnected-channels.ts';
import type { Pool, Rep } from '../../../src/domain/ruleset.ts';
import { openTestStore } from '../../helpers/database.ts';
import { startDelivering } from '../../helpers/delivering.ts';
import { FULL_ATTRIBUTES, testPool, testRuleset } from '../../helpers/leads.ts';
import { silentLog } from '../../helpers/silent-log.ts';
import { scriptedInbox } from '../chat/scripted-inbox.ts';
import { startTeams } from '../chat/teams-harness.ts';

const people = ['sam', 'tess', 'bo', 'nemo'];
const reps: Rep[] = people.map((id) => ({ id, name: id.toUpperCase(), email: `${id}@acme.example` }));
const in_ = (...ids: string[]) => reps.filter(({ id }) => ids.includes(id));
const pool: Pool = testPool({
  id: 'both',
  channels: { slack: ['#leads-iberia'], teams: ['Sales/Leads Iberia'] },
  members: people.map((rep) => ({ rep, weight: 1 })),
  owner: 'sam',
});
const ruleset = testRuleset({
  reps,
  pools: [pool],
  rules: [{ name: 'Everyone', when: null, then: { kind: 'pool', pool: 'both' } }],
  adminChannels: { slack: ['#dibs-admins'], teams: [] },
});

const { store, database } = await openTestStore();
const { teams, fake, clock, close } = await startTeams({ users: in_('tess', 'bo'), limits: 'off' });
teams.start(scriptedInbox(), () => {});
await fake.install({ team: 'Sales' });
const dibs = await startDelivering(store, ruleset, silentLog, {
  others: [teams.platform],
  slackUsers: in_('sam', 'bo'),
});
afterAll(async () => {
  await dibs.close();
  await close();
});

async function claimedBy(rep: string): Promise<string> {
  const leadId = await dibs.arrive(FULL_ATTRIBUTES);
  await dibs.settle();
  await dibs.claim({ leadId, rep, round: 1 });
  await dibs.settle();
  return leadId;
}

/** How many cards of a lead somebody has in their own chat, by its id on the card. */
function ownCards(rep: string, leadId: string): { slack: number; teams: number } {
  const email = `${rep}@acme.example`;
  const inSlack = in_('sam', 'bo').some((one) => one.id === rep) ? dibs.messages(email) : [];
  const inTeams = in_('tess', 'bo').some((one) => one.id === rep) ? fake.messages(fake.personalChat(email)) : [];
  const count = (messages: readonly unknown[]) =>
    messages.filter((message) => JSON.stringify(message).includes(leadId)).length;
  return { slack: count(inSlack), teams: count(inTeams) };
}

/** Ids of the pool cards of a lead. */
async function deliveriesOf(leadId: string, platform: string): Promise<string[]> {
  const rows = await database.prisma.delivery.findMany({
    where: { leadId, kind: 'pool', conversation: { platform } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

const notices = () => dibs.messages('#dibs-admins').map((message) => message.text);

describe('a lead of a pool in both chats', () => {
  it.each([
    ['sam', { slack: 1, teams: 0 }],
    ['tess', { slack: 0, teams: 1 }],
    ['bo', { slack: 1, teams: 1 }],
  ])('claimed by %s is in their own chat wherever they are, and both channels say who has it', async (rep, cards) => {
    const leadId = await claimedBy(rep);
    expect(ownCards(rep, leadId)).toEqual(cards);
    const channels = [
      ...dibs.messages('#leads-iberia').map((message) => JSON.stringify(message)),
      ...fake.messages(fake.channelId('Sales/Leads Iberia')).map((message) => JSON.stringify(message)),
    ].filter((shown) => shown.includes(leadId));
    expect(channels).toHaveLength(2);
    for (const shown of channels) expect(shown).toContain(`Taken by ${rep.toUpperCase()}`);
    expect(notices()).toEqual([]);
  });

  it('whose owner is in neither chat is told to the admins once, with what to do', async () => {
    await claimedBy('nemo');
    expect(notices()).toEqual([expect.stringMatching(/direct messages with nemo.*Slack or Microsoft Teams/s)]);
  });
});

describe('a post to Teams whose answer is lost', () => {
  it('is made again, since Teams shows apps nothing of what they posted; the first click on the lost copy brings its id', async () => {
    fake.failNext({ method: 'POST', path: /activities/, how: 'lost' });
    const leadId = await dibs.arrive(FULL_ATTRIBUTES);
    await dibs.settle();
    const channel = fake.channelId('Sales/Leads Iberia');
    const copies = () => fake.messages(channel).filter((message) => JSON.stringify(message).includes(leadId));
    expect(copies()).toHaveLength(2);
    const [lost] = copies();
    const [delivery] = await deliveriesOf(leadId, 'teams');
    await store.deliveries.adopt(delivery ?? '', { conversation: channel, message: lost?.id ?? '' }, dibs.ids.next());
    await dibs.claim({ leadId, rep: 'tess', round: 1 });
    await dibs.settle();
    for (const copy of copies()) expect(JSON.stringify(copy)).toContain('Taken by TESS');
  });
});

describe('a card that waits until somebody solves a problem', () => {
  it('is posted as soon as the problem may be solved, and not before', async () => {
    const wake = { ...dibs.wake, deliveries: () => {} };
    await fake.uninstall({ team: 'Sales' });
    const leadId = await dibs.arrive(FULL_ATTRIBUTES);
    const work = async () => {
      for (const id of await store.deliveries.conversationsWithWork(dibs.clock.now(), 100)) {
        await deliverCards(dibs.delivery, id, new AbortController().signal);
      }
    };
    const channel = fake.channelId('Sales/Leads Iberia');
    const shown = () => fake.messages(channel).filter((message) => JSON.stringify(message).includes(leadId)).length;
    await work();
    await fake.install({ team: 'Sales' });
    await work();
    expect(shown()).toBe(0);
    await retryProblems({ store, wake }, 'teams');
    await work();
    expect(shown()).toBe(1);
  });
});

describe('channels at the start', () => {
  it('of a team without the app are told once for all of them, and are no reason not to start', async () => {
    const waiting = { ...pool, channels: { slack: [], teams: ['Support/A', 'Support/B'] } };
    const opened = await openChannels(testRuleset({ pools: [waiting] }), dibs.delivery.platforms.values());
    expect(opened.unknown).toBe(0);
    expect(opened.notInstalled).toEqual([expect.stringMatching(/Microsoft Teams: .*"Support".* It is in: Sales/)]);
  });

  it('of a team with the app that are not there are named, as in Slack', async () => {
    clock.advance(60_000);
    const wrong = { ...pool, channels: { slack: [], teams: ['Sales/Leads Iberai'] } };
    const start = openChannels(testRuleset({ pools: [wrong] }), dibs.delivery.platforms.values());
    await expect(start).rejects.toThrow(/Sales\/Leads Iberai in Microsoft Teams: .*"Leads Iberai".*Create it/);
  });

  it('on a platform that is not connected are told, and what that means for their pool', () => {
    expect(unconnectedChannels(ruleset, new Set(['slack', 'teams']))).toEqual([]);
    expect(unconnectedChannels(ruleset, new Set(['slack']))).toEqual([
      expect.stringMatching(/^channels\.teams:.*TEAMS_APP_ID/),
    ]);
    const alone = testRuleset({ pools: [{ ...pool, channels: { slack: [], teams: ['Sales/A'] } }] });
    expect(unconnectedChannels(alone, new Set(['slack']))).toContainEqual(
      expect.stringMatching(/^Pool both .*nobody sees/),
    );
  });
});
