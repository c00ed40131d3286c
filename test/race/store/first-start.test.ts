/** Many instances that start at the same moment on an empty database. */
import { afterAll, expect, it } from 'vitest';
import { readMigrations } from '../../../src/store/migrations.ts';
import { type OpenStore, openStore } from '../../../src/store/open-store.ts';
import { connectPostgres } from '../../../src/store/postgres.ts';
import { makeTestDatabase } from '../../helpers/database.ts';
import { silentLog } from '../../helpers/silent-log.ts';
import { at } from '../../helpers/store-data.ts';
import { atOnce } from './stores.ts';

const databaseUrl = await makeTestDatabase();
const home = connectPostgres(databaseUrl, silentLog);
const opened: OpenStore[] = [];

afterAll(async () => {
  await Promise.all(opened.map(({ store }) => store.close()));
  await home.close();
});

it('lets 20 instances start at once on an empty database, and applies every migration once', async () => {
  await home.executeSql('DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA pgboss CASCADE');
  opened.push(...(await atOnce(20, () => openStore({ databaseUrl, dataDir: 'unused', log: silentLog }))));

  const { rows } = await home.executeSql('SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1', []);
  expect(rows).toEqual((await readMigrations()).map(({ name }) => ({ name })));
  await Promise.all(opened.map(({ store, jobs }) => Promise.all([store.ping(), jobs.fetch(1)])));
});

it('gives one version to a routing file that 20 instances publish at once, and 20 to 20 different ones', async () => {
  const same = await Promise.all(opened.map(({ store }) => store.rulesets.publish('same', 'sha-same', at(0))));
  expect(new Set(same)).toEqual(new Set([1]));
  const different = await Promise.all(
    opened.map(({ store }, index) => store.rulesets.publish(`${index}`, `sha-${index}`, at(0))),
  );
  expect(different.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
});
