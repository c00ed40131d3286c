/** Transactions, and what their failures look like. Runs on PGlite and on PostgreSQL. */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/domain/errors.ts';

import { prepareDatabase } from '../../../src/store/database.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { startQueues } from '../../../src/store/queues.ts';
import { createStore, translating } from '../../../src/store/store.ts';
import { openTestHome, openTestStore } from '../../helpers/database.ts';
import { silentLog } from '../../helpers/silent-log.ts';
import { changed, keyed, newId, newLead, storeLead, toPool } from '../../helpers/store-data.ts';

const { store, database } = await openTestStore();
const gone = await prepareDatabase(await openTestHome(), silentLog);

describe('transaction', () => {
  it('stores all of its work and returns what the work returns', async () => {
    const [one, two] = [newLead(), newLead()];
    const answer = await store.transaction(async (tx) => {
      await tx.leads.insert([one]);
      await tx.leads.insert([two]);
      return 42;
    });
    expect(answer).toBe(42);
    expect([(await store.leads.find(one.id))?.id, (await store.leads.find(two.id))?.id]).toEqual([one.id, two.id]);
  });

  it('stores nothing when its work throws, and throws the very same error', async () => {
    const [lead, error] = [newLead(), new Error('mine')];
    const work = store.transaction(async (tx) => {
      await tx.leads.insert([lead]);
      throw error;
    });
    await expect(work).rejects.toBe(error);
    expect(await store.leads.find(lead.id)).toBeNull();
  });

  it('sees its own work', async () => {
    const lead = await storeLead(store);
    await store.transaction(async (tx) => {
      await tx.leads.append([changed(lead, toPool('inside'))]);
      expect(await tx.leads.find(lead.id)).toMatchObject({ pool: 'inside' });
      expect(await tx.leads.timeline(lead.id)).toHaveLength(2);
    });
  });

  it('finds a taken key without being spoilt', async () => {
    await store.leads.insert([keyed('tx:taken')]);
    const lead = newLead();
    await store.transaction(async (tx) => {
      expect(await tx.leads.insert([keyed('tx:taken')])).toBe('key_taken');
      expect(await tx.leads.insert([lead])).toBe('stored');
    });
    expect(await store.leads.find(lead.id)).not.toBeNull();
  });

  it('lets 50 at once all come to their turn', async () => {
    const leads = Array.from({ length: 50 }, () => newLead());
    await Promise.all(leads.map((lead) => store.transaction((tx) => tx.leads.insert([lead]))));
    const locked = await store.transaction((tx) => tx.leads.lock(leads.map((lead) => lead.id)));
    expect(locked).toHaveLength(50);
  });

  it('says so when it cannot be committed', async () => {
    await database.executeSql(`
      CREATE TABLE parent (id int PRIMARY KEY);
      CREATE TABLE child (parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)`);
    // No repository has a statement that fails only then.
    const { insert } = translating({
      insert: () => database.transaction((executeSql) => executeSql('INSERT INTO child VALUES (1)', [])),
    });
    await expect(insert()).rejects.toMatchObject({ code: 'database_refused', retry: 'never' });
    expect((await database.executeSql('SELECT * FROM child', [])).rows).toEqual([]);
  });
});

describe('a transaction in which a statement failed', () => {
  it('is not taken for stored when its work goes on', async () => {
    const lead = newLead();
    const work = store.transaction(async (tx) => {
      await tx.leads.insert([lead]);
      await tx.leads.insert([newLead({ id: 'no-uuid' })]).catch(() => undefined);
    });
    await expect(work).rejects.toThrow();
    expect(await store.leads.find(lead.id)).toBeNull();
  });

  it('leaves its connection fit for the next 20', async () => {
    for (let time = 0; time < 20; time += 1) {
      await expect(store.transaction((tx) => tx.leads.insert([newLead({ id: 'no-uuid' })]))).rejects.toThrow('22P02');
      await store.transaction((tx) => tx.leads.insert([newLead()]));
    }
  });

  it('refuses Prisma, which would not be part of it', async () => {
    const counting = store.transaction((tx) => tx.leads.countByStatus());
    await expect(counting).rejects.toMatchObject({ code: 'prisma_in_transaction', retry: 'never' });
  });
});

describe('errors', () => {
  it('are for good where the data is at fault, and carry no value', async () => {
    const refused = store.leads.insert([newLead({ id: 'no-uuid-at-all' })]);
    await expect(refused).rejects.toThrow(AppError);
    await expect(refused).rejects.toMatchObject({ code: 'database_refused', retry: 'never' });
    await expect(refused).rejects.toThrow('22P02');
    await expect(refused).rejects.not.toThrow(/no-uuid/);
  });

  it('say later once the database is gone', async () => {
    const closed = createStore(gone, await startQueues(gone, silentLog));
    await closed.ping();
    await closed.close();
    for (const use of [() => closed.ping(), () => closed.leads.insert([newLead()])]) {
      await expect(use()).rejects.toMatchObject({ code: 'database_unreachable', retry: 'later' });
    }
  });

  it('say later when the server does not answer at the start, without its password', async () => {
    const databaseUrl = 'postgres://someone:open-sesame@127.0.0.1:1/nothing';
    const opening = openStore({ databaseUrl, dataDir: 'unused', log: silentLog });
    await expect(opening).rejects.toMatchObject({ code: 'database_unreachable', retry: 'later' });
    await expect(opening).rejects.not.toThrow(/sesame/);
  });

  it('leave no transaction open after a script that fails half-way', async () => {
    const script = `BEGIN; INSERT INTO ruleset VALUES (77, 'x', 'x', now()); SELECT 1/0; COMMIT;`;
    await expect(database.executeSql(script)).rejects.toThrow('division by zero');
    expect((await database.executeSql('SELECT version FROM ruleset WHERE version = 77', [])).rows).toEqual([]);
    await storeLead(store, { id: newId() });
  });
});
