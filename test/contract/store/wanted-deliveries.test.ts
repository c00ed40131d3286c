/** What the store promises of cards that are wanted. Runs on PGlite and on PostgreSQL. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../src/domain/card.ts';
import type { Lead } from '../../../src/domain/lead.ts';
import type { Delivery } from '../../../src/ports/deliveries.ts';
import { openTestStore } from '../../helpers/database.ts';
import { at, card, newId, openChannel, storeLead } from '../../helpers/store-data.ts';

const { store, jobs } = await openTestStore();
const { deliveries } = store;

let lead: Lead;
let channel: string;

beforeEach(async () => {
  lead = await storeLead(store);
  channel = await openChannel(store);
});

/** The lead at a version: enough to want cards of it. */
const versionOf = (version: number) => [{ leadId: lead.id, version }];

async function mustFind(id: string): Promise<Delivery> {
  const delivery = await deliveries.find(id);
  if (!delivery) throw new Error(`no delivery ${id}`);
  return delivery;
}

/** A card that was posted at a version. */
async function sent(version = 1, round = lead.round): Promise<Delivery> {
  const wanted = card({ id: lead.id, round }, channel);
  await deliveries.want([wanted], versionOf(version));
  await deliveries.update(wanted.id, { state: 'sent', message: newId(), sentVersion: version });
  return mustFind(wanted.id);
}

async function takeJobs(): Promise<string[]> {
  const taken = await jobs.fetch(1_000);
  await jobs.complete(taken);
  return taken.map((job) => job.about);
}

describe('want', () => {
  it('makes a pending delivery per card, and one job per conversation', async () => {
    await takeJobs();
    const other = await openChannel(store);
    const cards = [card(lead, channel), card(lead, other), card(lead, channel, 'owner')];
    expect((await deliveries.want(cards, versionOf(2))).sort()).toEqual([channel, other].sort());
    expect(await mustFind(cards[0]?.id ?? '')).toEqual({
      id: cards[0]?.id,
      conversationId: channel,
      leadId: lead.id,
      kind: 'pool',
      round: 1,
      state: 'pending',
      wantedVersion: 2,
      sentVersion: 0,
      message: null,
      attempts: 0,
      looks: 0,
      attemptedAt: null,
      notice: null,
    });
    expect((await takeJobs()).sort()).toEqual([channel, other].sort());
  });

  it('makes one delivery of a card that is wanted twice, in one call or in two', async () => {
    const [first, again, later] = [card(lead, channel), card(lead, channel), card(lead, channel)];
    await deliveries.want([first, again], versionOf(2));
    await deliveries.want([later], versionOf(3));
    const made = await Promise.all([first, again, later].map(({ id }) => deliveries.find(id)));
    expect(made.filter((delivery) => delivery !== null)).toMatchObject([{ wantedVersion: 3 }]);
  });

  it('marks every other card of the lead as out of date, also of older rounds and other conversations', async () => {
    const old = await sent(2, 1);
    channel = await openChannel(store);
    const current = await sent(3, 2);
    expect((await deliveries.want([], versionOf(5))).sort()).toEqual(
      [old.conversationId, current.conversationId].sort(),
    );
    expect(await mustFind(old.id)).toMatchObject({ wantedVersion: 5, sentVersion: 2 });
    expect(await mustFind(current.id)).toMatchObject({ wantedVersion: 5, sentVersion: 3 });
  });

  it('takes the highest version when a lead changed twice at once', async () => {
    const delivery = await sent(2);
    await deliveries.want([], [...versionOf(4), ...versionOf(3)]);
    expect(await mustFind(delivery.id)).toMatchObject({ wantedVersion: 4 });
  });

  it('leaves cards of other leads alone', async () => {
    const mine = await sent(2);
    lead = await storeLead(store);
    await deliveries.want([], versionOf(9));
    expect(await mustFind(mine.id)).toMatchObject({ wantedVersion: 2 });
  });

  it.each(['sending', 'ambiguous'] as const)(
    'tells a card that is %s of the change, so that it is edited after',
    async (state) => {
      const wanted = card(lead, channel);
      await deliveries.want([wanted], versionOf(2));
      await deliveries.update(wanted.id, { state });
      expect(await deliveries.want([], versionOf(3))).toEqual([channel]);
      expect(await mustFind(wanted.id)).toMatchObject({ state, wantedVersion: 3 });
    },
  );

  it.each(['skipped', 'failed'] as const)('leaves a %s card alone until it is wanted itself', async (state) => {
    const wanted = card(lead, channel);
    await deliveries.want([wanted], versionOf(2));
    await deliveries.update(wanted.id, { state, notBefore: at(9_999) });
    expect(await deliveries.want([], versionOf(3))).toEqual([]);
    expect(await mustFind(wanted.id)).toMatchObject({ state, wantedVersion: 2 });

    expect(await deliveries.want([card(lead, channel)], versionOf(4))).toEqual([channel]);
    expect(await mustFind(wanted.id)).toMatchObject({ state: 'pending', wantedVersion: 4 });
    expect(await deliveries.due(channel, at(0), 9)).toHaveLength(1);
  });

  it('edits a failed card whose message is known when it is wanted again, instead of posting it twice', async () => {
    const delivery = await sent(2);
    await deliveries.update(delivery.id, { state: 'failed' });
    await deliveries.want([card(lead, channel)], versionOf(3));
    expect(await mustFind(delivery.id)).toMatchObject({
      state: 'sent',
      sentVersion: 2,
      wantedVersion: 3,
      message: delivery.message,
    });
  });

  it('has no work in a conversation whose card is up to date', async () => {
    await sent(2);
    expect(await deliveries.want([card(lead, channel)], versionOf(2))).toEqual([]);
  });

  it('refuses a card of a lead whose version is not given', async () => {
    const wanted = deliveries.want([card({ id: newId(), round: 1 }, channel)], versionOf(2));
    await expect(wanted).rejects.toMatchObject({ code: 'card_without_version' });
  });

  it('takes deliveries and jobs back with the transaction', async () => {
    await takeJobs();
    const wanted = card(lead, channel);
    const rolledBack = store.transaction(async (tx) => {
      await tx.deliveries.want([wanted], versionOf(2));
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    expect(await deliveries.find(wanted.id)).toBeNull();
    expect(await takeJobs()).toEqual([]);
  });
});

describe('wantNotice', () => {
  const notice: Card = { summary: 'Look', title: 'Look', tone: 'attention', fields: [], footer: [], actions: [] };

  it('puts a notice into a conversation once per key', async () => {
    await takeJobs();
    const [id, key] = [newId(), newId()];
    expect(await deliveries.wantNotice({ id, key, conversationId: channel, card: notice })).toBe(true);
    expect(await deliveries.wantNotice({ id: newId(), key, conversationId: channel, card: notice })).toBe(false);
    expect(await deliveries.due(channel, at(0), 9)).toMatchObject([
      { id, kind: 'notice', leadId: null, notice, state: 'pending' },
    ]);
    expect(await takeJobs()).toEqual([channel]);
  });
});

describe('adopt', () => {
  const inChannel = (message: string) => ({ conversation: `C-${channel}`, message });

  beforeEach(() => deliveries.setAddress(channel, `C-${channel}`));

  async function ambiguous(): Promise<string> {
    const wanted = card(lead, channel);
    await deliveries.want([wanted], versionOf(2));
    await deliveries.update(wanted.id, { state: 'ambiguous', notBefore: at(9_999) });
    return wanted.id;
  }

  it('gives its message to a delivery that has none, and draws it anew at once', async () => {
    const id = await ambiguous();
    await takeJobs();
    await deliveries.adopt(id, inChannel('m-1'), newId());
    expect(await mustFind(id)).toMatchObject({ state: 'sent', message: 'm-1', sentVersion: 0 });
    expect(await deliveries.due(channel, at(0), 9)).toMatchObject([{ id }]);
    expect(await takeJobs()).toEqual([channel]);
  });

  it('keeps a second message as a copy that changes with the lead', async () => {
    const first = await sent(2);
    const copies = [newId(), newId()] as const;
    await deliveries.adopt(first.id, inChannel('m-2'), copies[0]);
    await deliveries.adopt(first.id, inChannel('m-3'), copies[1]);
    expect(await mustFind(copies[0])).toMatchObject({
      state: 'sent',
      message: 'm-2',
      leadId: lead.id,
      wantedVersion: 2,
    });
    await deliveries.want([card(lead, channel)], versionOf(3));
    const due = await deliveries.due(channel, at(0), 9);
    expect(due.map((delivery) => [delivery.message, delivery.wantedVersion]).sort()).toEqual(
      [
        [first.message, 3],
        ['m-2', 3],
        ['m-3', 3],
      ].sort(),
    );
  });

  it('remembers a message once, however often it is clicked', async () => {
    const first = await sent(2);
    const copies = [newId(), newId(), newId()];
    for (const copy of copies) await deliveries.adopt(first.id, inChannel('m-4'), copy);
    await deliveries.adopt(first.id, inChannel(first.message ?? ''), newId());
    const found = await Promise.all(copies.map((copy) => deliveries.find(copy)));
    expect(found.filter((delivery) => delivery !== null)).toHaveLength(1);
  });

  it('makes a copy while a post is under way, and lets the answer name either message', async () => {
    for (const answer of ['m-answer', 'm-clicked']) {
      channel = await openChannel(store);
      await deliveries.setAddress(channel, `C-${channel}`);
      const [wanted, copy] = [card(lead, channel), newId()];
      await deliveries.want([wanted], versionOf(2));
      await deliveries.update(wanted.id, { state: 'sending' });
      await deliveries.adopt(wanted.id, inChannel('m-clicked'), copy);
      await deliveries.update(wanted.id, { state: 'sent', message: answer, sentVersion: 2 });
      expect(await mustFind(wanted.id)).toMatchObject({ state: 'sent', message: answer });
      expect((await deliveries.find(copy)) !== null).toBe(answer !== 'm-clicked');
    }
  });

  it('ignores a message of another conversation, and one that is another card', async () => {
    const [one, other] = [await sent(2), await storeLead(store)];
    const wanted = card(other, channel);
    await deliveries.want([wanted], [{ leadId: other.id, version: 2 }]);
    await deliveries.adopt(wanted.id, { conversation: 'C-elsewhere', message: 'm-5' }, newId());
    await deliveries.adopt(wanted.id, inChannel(one.message ?? ''), newId());
    expect(await mustFind(wanted.id)).toMatchObject({ state: 'pending', message: null });
    await deliveries.adopt(newId(), inChannel('m-6'), newId());
  });
});
