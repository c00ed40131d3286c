/** Many instances assign from one database: the ledger stays exact, and nobody gets more than their share. */
import { expect, it } from 'vitest';
import { inLeads } from '../../src/domain/rotation/units.ts';
import { systemIds } from '../../src/system/system-ids.ts';
import { equalTeam } from '../helpers/equal-team.ts';
import { type Pushing, startPushing } from '../helpers/pushing.ts';
import { atOnce, inTurn, openInstances } from './store/stores.ts';

const WRITERS = 32;
const LEADS = 10_000;
const MEMBERS = 7;
const INSERTED_AT_ONCE = 500;

const instances = await openInstances(8);

const { ruleset } = equalTeam({ members: MEMBERS, atOnce: LEADS });

it('gives 10,000 leads to 7 equal members with 32 writers at once: counts differ by at most 1', async () => {
  const writers: Pushing[] = await atOnce(WRITERS, (index) => startPushing(inTurn(instances, index), ruleset));
  const { store, clock } = inTurn(writers, 0).context;
  for (let start = 0; start < LEADS; start += INSERTED_AT_ONCE) {
    const at = clock.now();
    const leads = Array.from({ length: INSERTED_AT_ONCE }, () => ({
      id: systemIds.next(),
      at,
      attributes: { custom: {} },
      keys: [],
    }));
    await store.leads.insert(leads);
  }

  const offered = async () => (await store.leads.countByStatus()).offered ?? 0;
  await atOnce(WRITERS, async (index) => {
    while ((await offered()) < LEADS) await inTurn(writers, index).onePass();
  });

  const counts = [...(await store.push.openOffers()).values()];
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(LEADS);
  expect(counts).toHaveLength(MEMBERS);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  const ledger = await store.rotations.load({ pool: 'north', queue: '' });
  const owed = (ledger?.accounts ?? []).map(
    ({ banked, weight, since }) => banked + BigInt(weight) * ((ledger?.level ?? 0n) - since),
  );
  expect(owed.reduce((sum, units) => sum + units, ledger?.carry ?? 0n)).toBe(0n);
  expect(owed.every((units) => Math.abs(inLeads(units)) < 1)).toBe(true);
});
