/** What the store promises to those who bring conversations up to date. Runs on PGlite and on PostgreSQL. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryUpdate } from '../../../src/ports/deliveries.ts';
import { openTestStore } from '../../helpers/database.ts';
import { at, card, newId, openChannel, storeLead } from '../../helpers/store-data.ts';

const { store } = await openTestStore();
const { deliveries } = store;

let channel: string;

beforeEach(async () => {
  channel = await openChannel(store);
});

/** A card of a new lead, wanted at version 3, as a step left it. @returns its delivery's id */
async function delivery(change: DeliveryUpdate = {}): Promise<string> {
  const lead = await storeLead(store);
  const wanted = card(lead, channel);
  await deliveries.want([wanted], [{ leadId: lead.id, version: 3 }]);
  await deliveries.update(wanted.id, change);
  return wanted.id;
}

const dueIds = async (when: Date, limit = 99) => (await deliveries.due(channel, when, limit)).map(({ id }) => id);

describe('conversations', () => {
  it('exist once per platform, kind and target, and keep what is known of them', async () => {
    const target = `#${newId()}`;
    const wanted = { id: newId(), platform: 'slack', kind: 'channel', target } as const;
    await deliveries.ensureConversations([wanted]);
    await deliveries.setAddress(wanted.id, 'C042');
    const known = await deliveries.ensureConversations([
      { ...wanted, id: newId() },
      { ...wanted, id: newId(), kind: 'direct' },
      { ...wanted, id: newId(), platform: 'teams' },
    ]);
    const same = known.filter((conversation) => conversation.target === target);
    expect(same).toHaveLength(3);
    expect(same).toContainEqual({ ...wanted, address: 'C042' });
  });
});

describe('lease', () => {
  it('has one holder until it is given back', async () => {
    expect(await deliveries.lease(channel, 'one', at(0), 30_000)).toMatchObject({
      id: channel,
      address: null,
      lastPostedAt: null,
    });
    expect(await deliveries.lease(channel, 'two', at(1), 30_000)).toBeNull();
    await deliveries.release(channel, 'two');
    expect(await deliveries.lease(channel, 'two', at(2), 30_000)).toBeNull();
    await deliveries.release(channel, 'one');
    expect(await deliveries.lease(channel, 'two', at(3), 30_000)).not.toBeNull();
  });

  it('is renewed by its holder, and goes to another once it has run out', async () => {
    await deliveries.lease(channel, 'one', at(0), 10_000);
    expect(await deliveries.lease(channel, 'one', at(9), 10_000)).not.toBeNull();
    expect(await deliveries.lease(channel, 'two', at(18), 10_000)).toBeNull();
    expect(await deliveries.lease(channel, 'two', at(19), 10_000)).not.toBeNull();
    expect(await deliveries.lease(channel, 'one', at(20), 10_000)).toBeNull();
  });

  it('is not given for a conversation that is not there', async () => {
    expect(await deliveries.lease(newId(), 'one', at(0), 10_000)).toBeNull();
  });
});

describe('due', () => {
  it('has edits first, then lost answers, then posts, each oldest first', async () => {
    const post = await delivery();
    const lost = await delivery({ state: 'ambiguous' });
    const crashed = await delivery({ state: 'sending' });
    const edit = await delivery({ state: 'sent', message: newId(), sentVersion: 2 });
    const laterPost = await delivery();
    const laterEdit = await delivery({ state: 'sent', message: newId(), sentVersion: 1 });
    expect(await dueIds(at(0))).toEqual([edit, laterEdit, lost, crashed, post, laterPost]);
    expect(await dueIds(at(0), 3)).toEqual([edit, laterEdit, lost]);
  });

  it('has nothing that is up to date, refused, not needed, or to be left alone for a while', async () => {
    await delivery({ state: 'sent', message: newId(), sentVersion: 3 });
    await delivery({ state: 'failed' });
    await delivery({ state: 'skipped' });
    const later = await delivery({ state: 'ambiguous', notBefore: at(60) });
    expect(await dueIds(at(59))).toEqual([]);
    expect(await deliveries.nextDue(channel)).toEqual(at(60));
    expect(await dueIds(at(60))).toEqual([later]);
  });

  it('has nothing while the conversation is held back', async () => {
    const id = await delivery();
    await deliveries.holdConversation(channel, at(60), 'not_in_channel');
    expect(await dueIds(at(59))).toEqual([]);
    expect(await deliveries.nextDue(channel)).toEqual(at(60));
    expect(await deliveries.conversationsWithWork(at(59), 1_000)).not.toContain(channel);
    expect(await deliveries.lease(channel, 'one', at(59), 1_000)).toMatchObject({
      heldUntil: at(60),
      problem: 'not_in_channel',
    });
    expect(await deliveries.conversationsWithWork(at(60), 1_000)).toContain(channel);
    await deliveries.holdConversation(channel, null, null);
    expect(await dueIds(at(0))).toEqual([id]);
  });

  it('is next long ago when something is due, and never when nothing is left', async () => {
    expect(await deliveries.nextDue(channel)).toBeNull();
    await deliveries.holdConversation(channel, at(60), null);
    expect(await deliveries.nextDue(channel)).toBeNull();
    await deliveries.holdConversation(channel, null, null);
    await delivery({ state: 'ambiguous', notBefore: at(60) });
    const id = await delivery();
    expect(await deliveries.nextDue(channel)).toEqual(new Date(0));
    await deliveries.update(id, { state: 'skipped' });
    expect(await deliveries.nextDue(channel)).toEqual(at(60));
  });

  it('is found by the sweep, conversation by conversation', async () => {
    const idle = channel;
    channel = await openChannel(store);
    await delivery({ notBefore: at(60) });
    await delivery({ notBefore: at(120) });
    expect(await deliveries.conversationsWithWork(at(59), 1_000)).not.toContain(channel);
    const found = await deliveries.conversationsWithWork(at(60), 1_000);
    expect(found.filter((id) => id === channel || id === idle)).toEqual([channel]);
    expect(await deliveries.conversationsWithWork(at(60), 1)).toHaveLength(1);
  });
});

describe('startPost', () => {
  it('writes sending and counts the attempt, while the lease is held', async () => {
    const id = await delivery({ looks: 2 });
    expect(await deliveries.startPost(id, 'one', at(0))).toBe(false);
    await deliveries.lease(channel, 'one', at(0), 10_000);
    expect(await deliveries.startPost(id, 'two', at(1))).toBe(false);
    expect(await deliveries.find(id)).toMatchObject({ state: 'pending', attempts: 0, attemptedAt: null });
    expect(await deliveries.startPost(id, 'one', at(1))).toBe(true);
    expect(await deliveries.find(id)).toMatchObject({ state: 'sending', attempts: 1, attemptedAt: at(1), looks: 0 });
  });

  it('changes nothing for a holder that slept past its lease', async () => {
    const id = await delivery();
    await deliveries.lease(channel, 'one', at(0), 10_000);
    expect(await deliveries.startPost(id, 'one', at(10))).toBe(false);
    await deliveries.lease(channel, 'two', at(10), 10_000);
    expect(await deliveries.startPost(id, 'one', at(9))).toBe(false);
    expect(await deliveries.find(id)).toMatchObject({ state: 'pending', attempts: 0 });
  });

  it.each(['sending', 'ambiguous', 'sent', 'skipped', 'failed'] as const)(
    'does not start on a card that is %s',
    async (state) => {
      const id = await delivery({ state });
      await deliveries.lease(channel, 'one', at(0), 10_000);
      expect(await deliveries.startPost(id, 'one', at(1))).toBe(false);
    },
  );

  it('does not start on a card whose message was found meanwhile', async () => {
    const id = await delivery({ message: newId() });
    await deliveries.lease(channel, 'one', at(0), 10_000);
    expect(await deliveries.startPost(id, 'one', at(1))).toBe(false);
  });
});

describe('update', () => {
  it('writes the given fields and leaves the others', async () => {
    const id = await delivery({ state: 'sent', message: 'm-1', sentVersion: 2, looks: 1 });
    await deliveries.update(id, { looks: 2 });
    expect(await deliveries.find(id)).toMatchObject({ state: 'sent', message: 'm-1', sentVersion: 2, looks: 2 });
    await deliveries.update(id, {});
    expect(await deliveries.find(id)).toMatchObject({ state: 'sent', message: 'm-1', sentVersion: 2, looks: 2 });
  });

  it('makes a card whose message was deleted due again, as a post', async () => {
    const id = await delivery({ state: 'sent', message: newId(), sentVersion: 3 });
    expect(await dueIds(at(0))).toEqual([]);
    await deliveries.update(id, { state: 'pending', message: null });
    expect(await deliveries.due(channel, at(0), 9)).toMatchObject([{ id, message: null, sentVersion: 0 }]);
  });

  it('remembers when something was last posted, and never an earlier time', async () => {
    const id = await delivery();
    await deliveries.update(id, { state: 'sent', message: newId() }, at(5));
    await deliveries.update(id, { state: 'sent' }, at(3));
    await deliveries.update(id, { state: 'sent' });
    expect(await deliveries.lease(channel, 'one', at(6), 1_000)).toMatchObject({ lastPostedAt: at(5) });
  });

  it('does nothing for a delivery that is not there', async () => {
    await deliveries.update(newId(), { state: 'sent' }, at(1));
    expect(await deliveries.find(newId())).toBeNull();
  });
});

describe('countOpen', () => {
  it('counts what is not up to date, by state', async () => {
    const before = await deliveries.countOpen();
    await delivery();
    await delivery({ state: 'failed' });
    await delivery({ state: 'skipped' });
    await delivery({ state: 'sent', message: newId(), sentVersion: 2 });
    await delivery({ state: 'sent', message: newId(), sentVersion: 3 });
    const after = await deliveries.countOpen();
    const grew = (['pending', 'failed', 'skipped', 'sent'] as const).map(
      (state) => (after[state] ?? 0) - (before[state] ?? 0),
    );
    expect(grew).toEqual([1, 1, 0, 1]);
  });
});
