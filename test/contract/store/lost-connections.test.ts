/** Connections that break inside a transaction. On PostgreSQL alone: PGlite has no connection to lose. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open-store.ts';
import { makeTestDatabase, onPostgres } from '../../helpers/database.ts';
import { silentLog } from '../../helpers/silent-log.ts';
import { newLead } from '../../helpers/store-data.ts';

/** What the client says that makes the proxy hang up; `null`: it hangs up on nobody. */
interface HangUp {
  on: string;
  /** Whether the server hears it before the client is cut off. */
  passOn: boolean;
}

let hangUp: HangUp | null = null;

async function openThroughProxy() {
  const databaseUrl = new URL(await makeTestDatabase());
  const target = { host: databaseUrl.hostname, port: Number(databaseUrl.port) };
  const proxy = createServer((near) => {
    const far = connect(target);
    let answered: (() => unknown) | null = null;
    far.on('error', () => undefined);
    near.on('error', () => undefined);
    near.on('data', (data) => {
      if (!hangUp || !data.includes(hangUp.on)) return far.write(data);
      const { passOn } = hangUp;
      hangUp = null;
      if (!passOn) return [near, far].map((socket) => socket.resetAndDestroy());
      // The server has done it once it answers; that answer never arrives.
      answered = () => [near, far].map((socket) => socket.resetAndDestroy());
      return far.write(data);
    });
    far.on('data', (data) => (answered ? answered() : near.write(data)));
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  databaseUrl.port = String((proxy.address() as AddressInfo).port);
  const { store } = await openStore({ databaseUrl: databaseUrl.toString(), dataDir: 'unused', log: silentLog });
  afterAll(async () => {
    await store.close();
    proxy.close();
  });
  return store;
}

const store = onPostgres() ? await openThroughProxy() : null;

describe.runIf(store)('a connection that breaks', () => {
  const insertAnd = async (breaks: HangUp) => {
    if (!store) throw new Error('needs PostgreSQL');
    const lead = newLead();
    const error = await store
      .transaction((tx) => {
        hangUp = breaks;
        return tx.leads.insert([lead]);
      })
      .catch((thrown: unknown) => thrown);
    return { error, stored: (await store.leads.find(lead.id)) !== null };
  };

  it('after COMMIT was heard is ambiguous, and the lead is there', async () => {
    expect(await insertAnd({ on: 'COMMIT', passOn: true })).toMatchObject({
      error: { code: 'database_connection_lost', retry: 'ambiguous' },
      stored: true,
    });
  });

  it('before COMMIT was heard is ambiguous too, since nobody here can tell, and the lead is not there', async () => {
    expect(await insertAnd({ on: 'COMMIT', passOn: false })).toMatchObject({
      error: { code: 'database_connection_lost', retry: 'ambiguous' },
      stored: false,
    });
  });

  it('within the work stores nothing', async () => {
    expect(await insertAnd({ on: 'intake_key', passOn: false })).toMatchObject({
      error: { code: 'database_connection_lost', retry: 'ambiguous' },
      stored: false,
    });
  });
});
