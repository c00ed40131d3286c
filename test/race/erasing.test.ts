/** Erasing while everything else happens to the same leads: on PostgreSQL, from two instances. */
import { expect, it } from 'vitest';
import { createErasePerson } from '../../src/app/erase/erase-person.ts';
import { replay } from '../../src/domain/lead-event.ts';
import { openTestStore } from '../helpers/database.ts';
import { testPool, testRuleset } from '../helpers/leads.ts';
import { startPushing } from '../helpers/pushing.ts';
import { newId } from '../helpers/store-data.ts';

const opened = await openTestStore();
const { store, database } = opened;
const pools = [testPool({ strategy: 'round-robin', offer: { ...testPool().offer, atOnce: 1_000 } })];
const ruleset = testRuleset({ pools });
const one = await startPushing(opened, ruleset);
const other = await startPushing(opened, ruleset);

const EMAIL = 'quilla@vornado.example';

async function insert(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  const leads = ids.map((id) => ({
    id,
    at: one.context.clock.now(),
    attributes: { email: EMAIL, name: 'Quilla Zembra', message: 'Nine hundred jars', custom: {} },
    keys: [{ key: `external:crm:quilla-${id}`, requestHash: null }],
  }));
  await store.leads.insert(leads);
  return ids;
}

it('leaves none of 200 leads half erased while they are routed, offered, accepted and repeated, and two erase them at once', async () => {
  const ids = await insert(200);
  // Some are taken before anybody erases.
  await one.settle();
  for (const id of ids.slice(0, 20)) await one.accept(id, (await one.lead(id)).offeredTo ?? '');
  const race = async (dibs: typeof one) => {
    for (let pass = 0; pass < 8; pass += 1) {
      await dibs.onePass();
      const some = ids.slice(pass * 25, pass * 25 + 25);
      await Promise.all(some.map((id) => dibs.accept(id, pass % 2 ? 'ana' : 'bob').catch(() => null)));
      await store.leads.addKeys(some.map((id) => ({ key: `late:quilla-${id}`, requestHash: null, leadId: id })));
    }
  };
  const erase = async (dibs: typeof one) => {
    const outcome = await createErasePerson(dibs.context).erase({ email: EMAIL }, { dryRun: false });
    return outcome?.done.erased?.leads ?? 0;
  };
  const [, , first, second] = await Promise.all([race(one), race(other), erase(one), erase(other)]);
  expect(first + second).toBe(200);
  for (const id of ids) {
    const lead = await store.leads.find(id);
    expect(lead).toMatchObject({ status: 'erased', attributes: { custom: {} }, offeredTo: null, dueAt: null });
    expect(replay(id, await store.leads.timeline(id))).toEqual(lead);
  }
  for (const table of ['lead', 'lead_event', 'intake_key', 'delivery']) {
    const { rows } = await database.executeSql(
      `SELECT count(*)::int AS hits FROM ${table} AS t WHERE t::text ILIKE '%quilla%'`,
      [],
    );
    expect({ table, rows }).toEqual({ table, rows: [{ hits: 0 }] });
  }
});

it('keeps the ledger’s books: what was owed sums to nothing, and an offer that was erased cost nobody a turn', async () => {
  const { rows } = await database.executeSql(
    `SELECT count(*) FILTER (WHERE entry ->> 'kind' = 'turn')::int - count(*) FILTER (WHERE entry ->> 'kind' = 'undone')::int AS turns
     FROM rotation_entry`,
    [],
  );
  const { rows: taken } = await database.executeSql(
    'SELECT count(*)::int AS turns FROM lead WHERE owner IS NOT NULL',
    [],
  );
  expect(rows).toEqual(taken);
  expect(rows).not.toEqual([{ turns: 0 }]);
  const snapshot = await store.rotations.load({ pool: 'iberia', queue: '' });
  const level = snapshot?.level ?? 0n;
  const sum = (snapshot?.accounts ?? []).reduce(
    (total, { banked, since, credited, weight }) => total + banked + (credited ? (level - since) * BigInt(weight) : 0n),
    snapshot?.carry ?? 0n,
  );
  expect(sum).toBe(0n);
});
