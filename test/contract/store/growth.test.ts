/** That nothing on the hot path reads whole tables. Runs on PGlite and on PostgreSQL. */
import { expect, it } from 'vitest';
import { openTestStore } from '../../helpers/database.ts';
import { at, card, changed, keyed, newId, openChannel, toPool } from '../../helpers/store-data.ts';

const { store, jobs, database } = await openTestStore();

const TABLES = ['lead', 'lead_event', 'intake_key', 'delivery', 'conversation'];

/** How often each table was read from one end to the other since it was made. */
async function fullReads(): Promise<Record<string, number>> {
  await database.executeSql('SELECT pg_stat_force_next_flush()', []);
  const { rows } = await database.executeSql(
    'SELECT relname AS name, seq_scan::int AS reads FROM pg_stat_user_tables',
    [],
  );
  const reads = (rows as { name: string; reads: number }[]).filter(({ name }) => TABLES.includes(name));
  return Object.fromEntries(reads.map(({ name, reads: count }) => [name, count]));
}

it('reads no table as a whole from intake to card, though every plan is made while the tables are all but empty', async () => {
  const channel = await openChannel(store);
  for (const table of TABLES) await database.executeSql(`VACUUM ANALYZE ${table}`, []);
  const before = await fullReads();
  expect(Object.keys(before).sort()).toEqual([...TABLES].sort());

  for (let round = 0; round < 20; round += 1) {
    const leads = Array.from({ length: 20 }, () => keyed(newId()));
    await store.leads.insert(leads);
    await store.leads.findKeys(leads.map((lead) => lead.keys[0]?.key ?? ''));
    const changes = await store.transaction(async (tx) => {
      const taken = await tx.leads.takeReceived(20, true);
      const routed = taken === 'busy' ? [] : taken.map(({ lead }) => changed(lead, toPool('growth')));
      await tx.leads.append(routed);
      await tx.deliveries.want(
        routed.map(({ lead }) => card(lead, channel)),
        routed.map(({ lead }) => ({ leadId: lead.id, version: lead.version })),
      );
      return routed;
    });
    expect(changes).toHaveLength(20);
    await store.deliveries.lease(channel, 'one', at(round), 30_000);
    const [first] = await store.deliveries.due(channel, at(round), 20);
    await store.deliveries.startPost(first?.id ?? '', 'one', at(round));
    await store.deliveries.update(first?.id ?? '', { state: 'sent', message: newId(), sentVersion: 2 }, at(round));
    await store.deliveries.nextDue(channel);
    await store.deliveries.conversationsWithWork(at(round), 100);
    for (const job of await jobs.fetch(10)) await jobs.complete([job]);
  }
  expect(await fullReads()).toEqual(before);
});
