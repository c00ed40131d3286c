/** Instances that reach for the same leads. */
import { expect, it } from 'vitest';
import { changed, keyed, newLead, storeLead, toPool } from '../../helpers/store-data.ts';
import { atOnce, inTurn, openInstances } from './stores.ts';

const instances = await openInstances(4);
const store = (index: number) => inTurn(instances, index).store;

it('makes 1 lead of 32 inserts under one key at once, 50 times over', async () => {
  for (let round = 0; round < 50; round += 1) {
    const leads = Array.from({ length: 32 }, () => keyed(`race:${round}`));
    const outcomes = await Promise.all(leads.map((lead, index) => store(index).leads.insert([lead])));
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
    const [winner] = await store(0).leads.findKeys([`race:${round}`]);
    expect(winner?.leadId).toBe(leads[outcomes.indexOf('stored')]?.id);
    const found = await store(0).transaction((tx) => tx.leads.lock(leads.map((lead) => lead.id)));
    expect(found).toHaveLength(1);
  }
});

it('runs 64 changes of one lead one after the other', async () => {
  const lead = await storeLead(store(0));
  await atOnce(64, (index) =>
    store(index).transaction(async (tx) => {
      const [locked] = await tx.leads.lock([lead.id]);
      await tx.leads.append([changed(locked ?? lead, { type: 'contacted', rep: `rep-${index}`, how: 'call' })]);
    }),
  );
  const timeline = await store(0).leads.timeline(lead.id);
  expect(timeline.map((entry) => entry.version)).toEqual(Array.from({ length: 65 }, (_, index) => index + 1));
});

it('never lets two transactions wait for each other when they lock the same leads in opposite order', async () => {
  const ids = (await Promise.all(Array.from({ length: 40 }, () => storeLead(store(0))))).map((lead) => lead.id);
  const orders = [ids, ids.toReversed()];
  const locked = await atOnce(40, (index) => store(index).transaction((tx) => tx.leads.lock(inTurn(orders, index))));
  expect(locked.every((leads) => leads.length === 40)).toBe(true);
});

it('routes 300 leads once each with 16 routers at once, one at a time', async () => {
  const leads = Array.from({ length: 300 }, () => newLead());
  await store(0).leads.insert(leads);
  const { waiting } = await store(0).leads.backlog();
  let routing = 0;
  let mostAtOnce = 0;
  let busy = 0;

  async function router(index: number): Promise<number> {
    let routed = 0;
    for (;;) {
      const batch = await store(index).transaction(async (tx) => {
        const taken = await tx.leads.takeReceived(1, true);
        if (taken === 'busy') return taken;
        routing += 1;
        mostAtOnce = Math.max(mostAtOnce, routing);
        await tx.leads.append(taken.map(({ lead }) => changed(lead, toPool('race'))));
        routing -= 1;
        return taken.length;
      });
      if (batch === 'busy') busy += 1;
      else if (batch === 0) return routed;
      else routed += batch;
    }
  }

  const routed = await atOnce(16, router);
  expect(routed.reduce((sum, count) => sum + count, 0)).toBe(waiting);
  expect(mostAtOnce).toBe(1);
  expect(busy).toBeGreaterThan(0);
});
