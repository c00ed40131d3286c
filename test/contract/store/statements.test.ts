/** How many statements each use of the store costs. Runs on PGlite and on PostgreSQL. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Repositories } from '../../../src/ports/store.ts';
import { countStatements } from '../../helpers/count-statements.ts';
import { openTestStore } from '../../helpers/database.ts';
import { at, card, changed, keyed, newId, newLead, openChannel, storeLead, toPool } from '../../helpers/store-data.ts';

let sent: string[] = [];
const { store, jobs } = await openTestStore((home) => {
  const counted = countStatements(home);
  sent = counted.sent;
  return counted.home;
});

beforeEach(() => {
  // Nothing of one test is queued for the next, and the queue's upkeep is not counted.
  sent.length = 0;
});

/** Statements of ours: the queue's upkeep may run at any time. */
const count = () => sent.filter((sql) => !/pgboss\.(version|archive)|started_on \+ expire_in/.test(sql)).length;

async function cost(work: () => Promise<unknown>): Promise<number> {
  sent.length = 0;
  await work();
  return count();
}

const costInside = (work: (tx: Repositories) => Promise<unknown>) => cost(() => store.transaction((tx) => work(tx)));

describe('of 100 leads', () => {
  const leads = Array.from({ length: 100 }, () => newLead());

  it('1 statement stores them', async () => {
    const withKeys = Array.from({ length: 100 }, (_, index) => keyed(`count:${index}`, `count:again:${index}`));
    expect(await cost(() => store.leads.insert(withKeys))).toBe(1);
    expect(await cost(() => store.leads.insert(withKeys))).toBe(1);
    expect(await cost(() => store.leads.findKeys(withKeys.map((lead) => lead.keys[0]?.key ?? '')))).toBe(1);
  });

  it('1 statement takes them for routing, 1 writes the changes, 2 make their cards and jobs', async () => {
    const places = await Promise.all(Array.from({ length: 3 }, () => openChannel(store)));
    await store.leads.insert(leads);
    expect(await costInside((tx) => tx.leads.takeReceived(500, true))).toBe(1);
    const received = await store.transaction((tx) => tx.leads.lock(leads.map((lead) => lead.id)));
    const changes = received.map((lead) => changed(lead, toPool('count')));
    expect(await costInside((tx) => tx.leads.append(changes))).toBe(1);
    const cards = changes.flatMap(({ lead }) => places.map((place) => card(lead, place)));
    const versions = changes.map(({ lead }) => ({ leadId: lead.id, version: lead.version }));
    expect(await costInside((tx) => tx.deliveries.want(cards, versions))).toBe(2);
  });

  it('1 statement locks them', async () => {
    expect(await costInside((tx) => tx.leads.lock(leads.map((lead) => lead.id)))).toBe(1);
  });
});

describe('of one lead', () => {
  it('a claim costs 4 statements', async () => {
    const [lead, pool, direct] = [await storeLead(store), await openChannel(store), await openChannel(store)];
    await store.deliveries.want([card(lead, pool)], [{ leadId: lead.id, version: 1 }]);
    const claim = costInside(async (tx) => {
      const [locked] = await tx.leads.lock([lead.id]);
      const change = changed(locked ?? lead, { type: 'claimed', rep: 'ana' });
      await tx.leads.append([change]);
      await tx.deliveries.want([card(change.lead, direct, 'owner')], [{ leadId: lead.id, version: 2 }]);
    });
    expect(await claim).toBe(4);
  });

  it('a change that no card shows costs 3', async () => {
    const lead = await storeLead(store);
    const change = costInside(async (tx) => {
      await tx.leads.lock([lead.id]);
      await tx.leads.append([changed(lead, { type: 'erased' })]);
      await tx.deliveries.want([], [{ leadId: lead.id, version: 2 }]);
    });
    expect(await change).toBe(3);
  });

  it('a card costs 8 statements from job to done', async () => {
    const [lead, channel] = [await storeLead(store), await openChannel(store)];
    const wanted = card(lead, channel);
    await jobs.fetch(1_000);
    await store.deliveries.want([wanted], [{ leadId: lead.id, version: 1 }]);
    const delivered = cost(async () => {
      const [job] = await jobs.fetch(1);
      if (!job) throw new Error('no job waits');
      await store.deliveries.lease(channel, 'one', at(0), 30_000);
      await store.deliveries.due(channel, at(0), 20);
      await store.deliveries.startPost(wanted.id, 'one', at(0));
      await store.deliveries.update(wanted.id, { state: 'sent', message: newId(), sentVersion: 1 }, at(0));
      await store.deliveries.nextDue(channel);
      await store.deliveries.release(channel, 'one');
      await jobs.complete([job]);
    });
    expect(await delivered).toBe(8);
  });
});
