/** Instances that reach for the same conversations. */
import { expect, it } from 'vitest';
import { at, card, newId, openChannel, storeLead } from '../../helpers/store-data.ts';
import { atOnce, inTurn, openInstances } from './stores.ts';

const instances = await openInstances(4);
const store = (index: number) => inTurn(instances, index).store;
const { jobs } = inTurn(instances, 1);

/** A promise, and what resolves it. */
function gate(): [Promise<void>, () => void] {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, open];
}

it('leases a conversation to 1 of 16 holders at once, 50 times over', async () => {
  const channel = await openChannel(store(0));
  for (let round = 0; round < 50; round += 1) {
    const leases = await atOnce(16, (index) =>
      store(index).deliveries.lease(channel, `holder-${index}`, at(round * 10), 5_000),
    );
    expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
  }
});

it('makes 1 delivery and 1 job of a card that 32 want at once', async () => {
  const [lead, channel] = [await storeLead(store(0)), await openChannel(store(0))];
  const cards = Array.from({ length: 32 }, () => card(lead, channel));
  await atOnce(32, (index) =>
    store(index).deliveries.want([inTurn(cards, index)], [{ leadId: lead.id, version: 2 + index }]),
  );
  expect(await store(0).deliveries.due(channel, at(0), 99)).toMatchObject([{ wantedVersion: 33 }]);
  expect((await jobs.fetch(99)).filter((job) => job.about === channel)).toHaveLength(1);
});

it('gives each of 300 jobs to 1 of 16 workers', async () => {
  await jobs.fetch(1_000);
  const channels = Array.from({ length: 300 }, newId);
  await store(0).deliveries.enqueue(channels);
  const taken = await atOnce(16, async (index) => {
    const mine: string[] = [];
    for (;;) {
      const batch = await inTurn(instances, index).jobs.fetch(7);
      if (batch.length === 0) return mine;
      mine.push(...batch.map((job) => job.about));
    }
  });
  // A worker that finds the rest locked by others goes home early, so some may be left for the last.
  const late = (await jobs.fetch(1_000)).map((job) => job.about);
  expect([...taken.flat(), ...late].sort()).toEqual(channels.sort());
});

it.each(['a new card', 'an edit'])(
  'leaves %s not lying when its job is taken just before it is committed',
  async (what) => {
    const channel = await openChannel(store(0));
    const [first, second] = [await storeLead(store(0)), await storeLead(store(0))];
    const shown = card(second, channel);
    await store(0).deliveries.want([shown], [{ leadId: second.id, version: 1 }]);
    await store(0).deliveries.update(shown.id, { state: 'sent', message: newId(), sentVersion: 1 });
    await jobs.fetch(1_000);
    await store(0).deliveries.want([card(first, channel)], [{ leadId: first.id, version: 1 }]);

    let leased = false;
    const [written, write] = gate();
    const [mayCommit, commit] = gate();
    const more = what === 'an edit' ? [] : [card(second, channel, 'review')];
    const writing = store(1).transaction(async (tx) => {
      // A job waits already, so this adds none.
      await tx.deliveries.want(more, [{ leadId: second.id, version: 2 }]);
      write();
      await mayCommit;
      expect(leased).toBe(false);
    });
    await written;
    expect(await jobs.fetch(1)).toMatchObject([{ about: channel }]);
    const leasing = store(2)
      .deliveries.lease(channel, 'worker', at(0), 5_000)
      .then(() => {
        leased = true;
      });
    // Long enough for a lease that does not wait: it takes a millisecond.
    await new Promise((resolve) => setTimeout(resolve, 50));
    commit();
    await Promise.all([writing, leasing]);
    const due = await store(2).deliveries.due(channel, at(0), 9);
    expect(due.map((delivery) => delivery.leadId)).toContain(second.id);
  },
);

it('lets 400 changes of 40 leads in 6 conversations go through while workers lease them, without a deadlock', async () => {
  const channels = await atOnce(6, () => openChannel(store(0)));
  const leads = await atOnce(40, () => storeLead(store(0)));
  const changes = atOnce(400, async (index) => {
    const lead = inTurn(leads, index);
    const places = index % 2 ? channels : channels.toReversed();
    await store(index).transaction(async (tx) => {
      await tx.leads.lock([lead.id]);
      await tx.deliveries.want(
        places.map((place) => card(lead, place)),
        [{ leadId: lead.id, version: 2 + index }],
      );
    });
  });
  const leases = atOnce(400, (index) => store(index).deliveries.lease(inTurn(channels, index), 'worker', at(0), 5_000));
  await expect(Promise.all([changes, leases])).resolves.toBeDefined();
});

it('remembers a message once when 16 click it at once', async () => {
  const [lead, channel] = [await storeLead(store(0)), await openChannel(store(0))];
  const wanted = card(lead, channel);
  await store(0).deliveries.setAddress(channel, 'C1');
  await store(0).deliveries.want([wanted], [{ leadId: lead.id, version: 1 }]);
  await store(0).deliveries.update(wanted.id, { state: 'sent', message: 'm-known', sentVersion: 1 });
  const copies = Array.from({ length: 16 }, newId);
  await atOnce(16, (index) =>
    store(index).deliveries.adopt(wanted.id, { conversation: 'C1', message: 'm-copy' }, inTurn(copies, index)),
  );
  const found = await Promise.all(copies.map((id) => store(0).deliveries.find(id)));
  expect(found.filter((delivery) => delivery !== null)).toHaveLength(1);
});
