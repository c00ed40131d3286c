/** Kills of a process with a PostgreSQL server, at any moment. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { AppError } from '../../../src/domain/errors.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { connectPostgres } from '../../../src/store/postgres.ts';
import { makeTestDatabase } from '../../helpers/database.ts';
import { silentLog } from '../../helpers/silent-log.ts';
import { card, newLead, openChannel, storeLead } from '../../helpers/store-data.ts';
import { startChild } from './child.ts';

const databaseUrl = await makeTestDatabase();

it('keeps all acknowledged leads of 3 processes that are killed while they store them', async () => {
  const children = [1, 2, 3].map(() => startChild('unused', databaseUrl));
  await Promise.all(children.map((child, index) => child.said(100 * (index + 1))));
  await Promise.all(children.map((child) => child.kill()));
  const acknowledged = children.flatMap((child) => child.lines.filter((line) => line !== 'open'));
  expect(acknowledged.length).toBeGreaterThanOrEqual(500);

  const { store } = await openStore({ databaseUrl, dataDir: 'unused', log: silentLog });
  const found = await store.transaction((tx) => tx.leads.lock(acknowledged));
  const stored = await store.leads.countByStatus();
  await store.close();
  expect(found).toHaveLength(acknowledged.length);
  expect((stored.received ?? 0) - acknowledged.length).toBeLessThanOrEqual(3);
});

it('goes on, without losing a lead, while the server cuts all its connections 20 times', async () => {
  const { store, jobs } = await openStore({ databaseUrl, dataDir: 'unused', log: silentLog });
  const server = connectPostgres(databaseUrl, silentLog);
  const acknowledged: string[] = [];
  const retries = new Set<string>();
  let cutting = true;

  /** Uses the store until the cutting is over; every failure must be one that can be tried again. */
  async function use(work: () => Promise<unknown>): Promise<void> {
    while (cutting) {
      await work().catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        retries.add(error.retry);
      });
    }
  }

  async function insert(): Promise<void> {
    const lead = newLead();
    await store.leads.insert([lead]);
    acknowledged.push(lead.id);
  }

  async function insertInTransaction(): Promise<void> {
    const lead = newLead();
    await store.transaction((tx) => tx.leads.insert([lead]));
    acknowledged.push(lead.id);
  }

  const users = [insert, insert, insertInTransaction, insertInTransaction, () => jobs.fetch(1), () => store.ping()].map(
    use,
  );
  for (let cut = 0; cut < 20; cut += 1) {
    const before = acknowledged.length;
    while (acknowledged.length < before + 20) await new Promise((resolve) => setTimeout(resolve, 5));
    await server.executeSql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      [],
    );
  }
  cutting = false;
  await Promise.all(users);
  await server.close();

  expect(retries).not.toContain('never');
  expect(await store.transaction((tx) => tx.leads.lock(acknowledged))).toHaveLength(acknowledged.length);
  await store.close();
});

it('outlives a connection that is reset in the middle of a script', async () => {
  const reset = new AbortController();
  const proxy = createServer((near) => {
    const { hostname, port } = new URL(databaseUrl);
    const far = connect(Number(port), hostname);
    near.pipe(far).pipe(near);
    far.on('error', () => undefined);
    reset.signal.addEventListener('abort', () => [near, far].map((socket) => socket.resetAndDestroy()));
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(databaseUrl);
  url.port = String((proxy.address() as AddressInfo).port);
  const home = connectPostgres(url.toString(), silentLog);

  await home.executeSql('SELECT 1');
  const script = expect(home.executeSql('SELECT pg_sleep(10); SELECT 1')).rejects.toThrow();
  // The script is on its way once the server has begun to sleep.
  const server = connectPostgres(databaseUrl, silentLog);
  const sleeping = `SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'`;
  while ((await server.executeSql(sleeping, [])).rows.length === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  reset.abort();
  await script;
  await Promise.all([home.close(), server.close()]);
  proxy.close();
});

it("gives a dead worker's job to another within 45 s", { timeout: 60_000 }, async () => {
  const dead = await openStore({ databaseUrl, dataDir: 'unused', log: silentLog });
  const [lead, channel] = [await storeLead(dead.store), await openChannel(dead.store)];
  await dead.store.deliveries.want([card(lead, channel)], [{ leadId: lead.id, version: 1 }]);
  expect(await dead.jobs.fetch(1)).toHaveLength(1);
  const takenAt = Date.now();
  await dead.store.close();

  const alive = await openStore({ databaseUrl, dataDir: 'unused', log: silentLog });
  let taken: string[] = [];
  while (taken.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    taken = (await alive.jobs.fetch(1)).map((job) => job.about);
  }
  await alive.store.close();
  expect(taken).toEqual([channel]);
  expect(Date.now() - takenAt).toBeLessThan(45_000);
});
