import { describe, expect, it } from 'vitest';
import { fairnessDrift, type Ledger } from '../../../src/domain/alarms/fairness-drift.ts';
import type { LedgerEntry } from '../../../src/domain/rotation/ledger-entry.ts';
import { Rotation } from '../../../src/domain/rotation/rotation.ts';

const REPS = ['ana', 'bob', 'cleo'];
const KEEPS = 1;

/** A rotation and all that it has written, as the store has it. */
function books() {
  const rotation = Rotation.open(
    null,
    REPS.map((rep) => ({ rep, weight: 1, keeps: KEEPS })),
  );
  const entries: LedgerEntry[] = [];
  const accounts = new Map<string, Ledger['accounts'][number]>();
  let [level, carry] = [0n, 0n];
  function take(): Ledger {
    const changes = rotation.takeChanges();
    for (const account of changes?.accounts ?? []) accounts.set(account.rep, account);
    if (changes) ({ level, carry } = changes);
    entries.push(...(changes?.entries ?? []));
    return { pool: 'north', queue: '', level, carry, accounts: [...accounts.values()] };
  }
  return {
    rotation,
    drift: (change: Partial<Ledger> = {}) => fairnessDrift({ ...take(), ...change }, KEEPS, entries),
  };
}

describe('fairnessDrift', () => {
  it('is none in 1,000 turns as the rotation gives them, with one away and back again', () => {
    const { rotation, drift } = books();
    for (let lead = 0; lead < 1_000; lead += 1) {
      if (lead === 300) rotation.setPresent('bob', false, 'away');
      if (lead === 500) rotation.setPresent('bob', true, 'back');
      const next = rotation.next();
      if (next) rotation.turn(`lead-${lead}`, next.rep, 'offered');
      expect(drift()).toBeNull();
    }
  });

  it('is none where an admin gave six leads to one, or only one could take them: the ledger says so', () => {
    const { rotation, drift } = books();
    for (let lead = 0; lead < 6; lead += 1) rotation.turn(`given-${lead}`, 'ana', 'assigned');
    expect(drift()).toBeNull();
    for (let lead = 0; lead < 6; lead += 1) rotation.turn(`narrow-${lead}`, 'ana', 'offered', ['ana', 'bob']);
    expect(drift()).toBeNull();
    // What follows goes to the others, and brings them nearer to their share, not further from it.
    for (let lead = 0; lead < 4; lead += 1) rotation.turn(`own-${lead}`, rotation.next()?.rep ?? '', 'offered');
    expect(drift()).toBeNull();
  });

  it('is a member who has the turns of all, and those who are owed them', () => {
    const { rotation, drift } = books();
    for (let lead = 0; lead < 9; lead += 1) rotation.turn(`lead-${lead}`, 'ana', 'offered');
    expect(drift()).toMatchObject({
      key: 'fairness:north:',
      title: 'The turns in north have become unfair',
      lines: ['ana has had 6 leads too many.', 'bob is owed 3 leads.', 'cleo is owed 3 leads.', expect.anything()],
    });
  });

  it('is a ledger that does not add up, by whatever little', () => {
    const { rotation, drift } = books();
    rotation.turn('lead', 'ana', 'offered');
    expect(drift()).toBeNull();
    expect(drift({ carry: 1n, queue: 'es' })).toMatchObject({
      key: 'fairness:north:es',
      title: 'The turns in north (es) have become unfair',
      lines: ['The ledger does not add up. That is a fault of Dibs: please report it.', expect.anything()],
    });
  });
});
