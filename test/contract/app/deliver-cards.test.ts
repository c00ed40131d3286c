import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliverCards } from '../../../src/app/delivery/deliver-cards.ts';
import { openChannels } from '../../../src/app/delivery/open-channels.ts';
import type { Pool } from '../../../src/domain/ruleset.ts';
import { openTestStore } from '../../helpers/database.ts';
import { type Delivering, startDelivering } from '../../helpers/delivering.ts';
import { testRuleset } from '../../helpers/leads.ts';
import { silentLog } from '../../helpers/silent-log.ts';

const { store } = await openTestStore();
let dibs: Delivering;
let sent = 0;

beforeAll(async () => {
  dibs = await startDelivering(store, testRuleset(), silentLog);
});
afterAll(() => dibs.close());
beforeEach(() => {
  dibs.playground.failpoints.disarm();
  dibs.proxy.forget();
  dibs.steps();
});

/** A lead of its own for each test, told apart by its company. */
function arrive() {
  sent += 1;
  return dibs.arrive({ email: `buyer${sent}@quarry.example`, company: `Quarry ${sent}.`, custom: {} });
}

/** The messages in a channel that speak of the newest lead. */
function cards(place = '#leads-iberia') {
  return dibs.messages(place).filter((message) => JSON.stringify(message.blocks).includes(`Quarry ${sent}.`));
}

const open = (message: { blocks: unknown[] }) => JSON.stringify(message.blocks).includes('"action_id":"claim"');

describe('delivering cards', () => {
  it('posts one claimable card, and turns it into who has it after the claim', async () => {
    const leadId = await arrive();
    await dibs.settle();
    expect(cards().map(open)).toEqual([true]);
    expect(await dibs.claim({ leadId, rep: 'ana', round: 1 })).toEqual({ kind: 'claimed' });
    await dibs.settle();
    expect(cards().map(open)).toEqual([false]);
    expect(JSON.stringify(cards()[0])).toContain('Ana Ruiz');
    expect(cards('ana@acme.example')).toHaveLength(1);
    expect(cards('bob@acme.example')).toEqual([]);
  });

  it('leaves a conversation to the pass that is at it, when one process takes 2 jobs for it', async () => {
    await arrive();
    const [conversation = ''] = await store.deliveries.conversationsWithWork(dibs.clock.now(), 1);
    const pass = () => deliverCards(dibs.delivery, conversation, new AbortController().signal);
    await Promise.all([pass(), pass()]);
    expect(dibs.steps()).toEqual(['posted']);
    expect(cards()).toHaveLength(1);
  });

  it('folds three changes of a lead into one edit', async () => {
    const leadId = await arrive();
    await dibs.claim({ leadId, rep: 'ana', round: 1 });
    await dibs.settle();
    dibs.proxy.forget();
    await dibs.work.setStage(leadId, 'ana', 'working');
    await dibs.work.setStage(leadId, 'ana', 'meeting');
    await dibs.work.setStage(leadId, 'ana', 'proposal');
    await dibs.settle();
    expect(dibs.proxy.calls('chat.update')).toBe(1);
    expect(JSON.stringify(cards('ana@acme.example'))).toContain('Proposal sent');
  });

  it('does not post a card that nobody can act on any more', async () => {
    const leadId = await arrive();
    await dibs.claim({ leadId, rep: 'ana', round: 1 });
    await dibs.settle();
    expect(cards()).toEqual([]);
    expect(dibs.steps()).toContain('skipped');
  });

  it('finds a card whose answer was lost, instead of posting it again', async () => {
    dibs.playground.failpoints.arm({ method: 'chat.postMessage', failure: { kind: 'drop-after' } });
    const leadId = await arrive();
    await deliverOnce();
    dibs.playground.failpoints.disarm();
    await dibs.settle();
    expect(cards()).toHaveLength(1);
    expect(dibs.steps()).toContain('found');
    await dibs.claim({ leadId, rep: 'ana', round: 1 });
    await dibs.settle();
    expect(cards().map(open)).toEqual([false]);
  });

  it('posts again only after two looks found nothing', async () => {
    dibs.playground.failpoints.arm({ method: 'chat.postMessage', failure: { kind: 'drop-before' } });
    await arrive();
    await deliverOnce();
    expect(cards()).toEqual([]);
    dibs.playground.failpoints.disarm();
    await dibs.settle();
    expect(cards().map(open)).toEqual([true]);
    expect(dibs.proxy.calls('conversations.history')).toBe(2);
  });

  it('posts an open card anew when somebody deleted its message', async () => {
    const leadId = await arrive();
    await dibs.settle();
    await dibs.claim({ leadId, rep: 'ana', round: 1 });
    await dibs.work.release(leadId, 'ana', 'no-time', null);
    await dibs.settle();
    for (const { ts } of cards()) dibs.playground.workspace.remove(dibs.playground.channelId('#leads-iberia'), ts);
    await dibs.claim({ leadId, rep: 'bob', round: 2 });
    await dibs.work.release(leadId, 'bob', 'no-time', null);
    await dibs.settle();
    expect(cards().filter(open)).toHaveLength(1);
  });

  it('keeps cards while a channel is archived, tells the admins once, and posts them when it is back', async () => {
    const channel = dibs.playground.channelId('#leads-iberia');
    dibs.playground.workspace.archive(channel);
    await arrive();
    await dibs.settle();
    expect(cards()).toEqual([]);
    const notices = dibs.messages('#dibs-admins').filter((message) => message.text.includes('#leads-iberia'));
    expect(notices).toHaveLength(1);
    dibs.playground.workspace.archive(channel, false);
    await dibs.settle();
    expect(cards().map(open)).toEqual([true]);
  });

  it('leaves one claimable card after a release: the old one is dead, the new one open', async () => {
    const leadId = await arrive();
    await dibs.settle();
    await dibs.claim({ leadId, rep: 'ana', round: 1 });
    await dibs.settle();
    await dibs.work.release(leadId, 'ana', 'wrong-territory', 'Try Lisbon.');
    await dibs.settle();
    const own = dibs.messages('#leads-iberia').filter((message) => JSON.stringify(message.blocks).includes(leadId));
    expect(own.map(open)).toEqual([false, true]);
    expect(JSON.stringify(own[1])).toContain('Not my territory');
    expect(JSON.stringify(dibs.messages('ana@acme.example'))).not.toContain(`Quarry ${sent}.`);
  });

  it('paces posts in a channel a second apart', async () => {
    const before = dibs.messages('#leads-iberia').length;
    for (let lead = 0; lead < 5; lead += 1) await arrive();
    await dibs.settle();
    const times = dibs
      .messages('#leads-iberia')
      .slice(before)
      .map(({ ts }) => Number(ts));
    expect(times).toHaveLength(5);
    for (const [index, time] of times.entries()) {
      if (index > 0) expect(time - Number(times[index - 1])).toBeGreaterThanOrEqual(0.999);
    }
  });

  it('changes a copy that a lost answer left behind, once a click has shown it', async () => {
    const leadId = await arrive();
    await dibs.settle();
    const channel = dibs.playground.channelId('#leads-iberia');
    const [original] = cards();
    const copy = dibs.playground.workspace.post(channel, { ...original, user: original?.user ?? '' } as never);
    const delivery = /"value":"([0-9a-f-]{36})"/.exec(JSON.stringify(original?.blocks))?.[1] ?? '';
    await store.deliveries.adopt(delivery, { conversation: channel, message: copy.ts }, dibs.ids.next());
    await dibs.claim({ leadId, rep: 'ana', round: 1 });
    await dibs.settle();
    expect(cards().map(open)).toEqual([false, false]);
  });
});

describe('the channels of the routing file', () => {
  it('are looked for at the start: one that is not there is named, with what to do', async () => {
    const [iberia] = testRuleset().pools;
    const pool = { ...iberia, channels: { slack: ['#leads-iberia', '#leads-iberai'], teams: [] } } as Pool;
    const start = openChannels(testRuleset({ pools: [pool] }), dibs.delivery.platforms.values());
    await expect(start).rejects.toThrow(/#leads-iberai in Slack: .*Create it/);
    expect(await openChannels(testRuleset(), dibs.delivery.platforms.values())).toEqual({
      unknown: 0,
      notInstalled: [],
    });
  });
});

/** One worker's pass, with no time for a second look. */
async function deliverOnce(): Promise<void> {
  for (const id of await store.deliveries.conversationsWithWork(dibs.clock.now(), 100)) {
    await deliverCards(dibs.delivery, id, new AbortController().signal);
  }
}
