/** What everybody was entitled to and got, read back from ledgers of any days. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFairness } from '../../../src/domain/digest/fairness.ts';
import type { LedgerEntry } from '../../../src/domain/rotation/ledger-entry.ts';
import { Rotation } from '../../../src/domain/rotation/rotation.ts';
import { LEAD } from '../../../src/domain/rotation/units.ts';
import { anyHappenings, anyMembers, Days } from '../rotation/random-days.ts';
import { StoredRotation } from '../rotation/stored-rotation.ts';

const at = (seq: number) => new Date(seq * 1000);
const stamped = (entries: readonly LedgerEntry[]) => entries.map((entry) => ({ at: at(entry.seq), entry })).reverse();
const inLeads = (units: bigint) => Number(units) / Number(LEAD);

const LEVEL = ['ana', 'bob', 'cleo'].map((rep) => ({ rep, weight: 1, keeps: 0 }));

function fairnessOf(pool: StoredRotation, from = 0) {
  const { accounts = [] } = pool.save() ?? {};
  const reader = readFairness(accounts, { from: at(from), to: at(1_000_000) });
  reader.add(stamped(pool.entries));
  return reader.result();
}

describe('readFairness', () => {
  it('explains every balance after any 80 happenings: turns less credits are what the ledger says', () => {
    fc.assert(
      fc.property(fc.record({ members: anyMembers, happenings: anyHappenings }), ({ members, happenings }) => {
        const days = new Days(new StoredRotation(members));
        for (const what of happenings) days.happen(what);
        for (const { rep, balance } of fairnessOf(days.pool)) {
          expect(balance).toBeCloseTo(-inLeads(days.pool.rotation.owed(rep)), 4);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shares out every turn of the span while there are members, and no other', () => {
    fc.assert(
      fc.property(fc.nat({ max: 30 }), fc.nat({ max: 30 }), (before, within) => {
        const pool = new StoredRotation(LEVEL);
        const give = (lead: string) => pool.rotation.turn(lead, pool.rotation.next()?.rep ?? 'ana', 'offered');
        for (let lead = 0; lead < before; lead += 1) give(`b${lead}`);
        pool.save();
        const since = pool.entries.length + 1;
        for (let lead = 0; lead < within; lead += 1) give(`w${lead}`);
        const rows = fairnessOf(pool, since);
        expect(rows.reduce((sum, row) => sum + row.entitled, 0)).toBeCloseTo(within, 6);
        for (const row of rows) expect(row.absences).toBeCloseTo(0, 6);
      }),
    );
  });

  it('puts down to absence what a member did not get while away, and what the others got instead', () => {
    const pool = new StoredRotation(LEVEL);
    pool.rotation.setPresent('ana', false, 'on leave', { keeps: 0 });
    for (let lead = 0; lead < 6; lead += 1) pool.rotation.turn(`l${lead}`, lead % 2 ? 'bob' : 'cleo', 'offered');
    expect(
      fairnessOf(pool).map(({ rep, entitled, absences, balance }) => [rep, entitled, absences, balance].map(rounded)),
    ).toEqual([
      ['ana', 2, -2, 0],
      ['bob', 2, 1, 0],
      ['cleo', 2, 1, 0],
    ]);
  });

  it('says what one was given beyond the credit as a turn taken early', () => {
    const pool = new StoredRotation(LEVEL);
    pool.rotation.turn('l1', 'ana', 'assigned');
    expect(fairnessOf(pool).map(({ rep, balance }) => [rep, rounded(balance)])).toEqual([
      ['ana', 0.667],
      ['bob', -0.333],
      ['cleo', -0.333],
    ]);
    expect(Rotation.open(pool.save(), LEVEL).owed('ana')).toBeLessThan(0n);
  });
});

function rounded<T>(value: T): T | number {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 + 0 : value;
}
