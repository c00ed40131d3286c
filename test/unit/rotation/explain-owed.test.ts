import { describe, expect, it } from 'vitest';
import { inLeads } from '../../../src/domain/rotation/units.ts';
import { give, membersOf, StoredRotation } from './stored-rotation.ts';

describe('why somebody is owed what they are owed', () => {
  it('is said entry by entry: shares, turns, absences, declines, with the balance after each', () => {
    const pool = new StoredRotation(membersOf([1, 1], 1));
    const { rotation } = pool;
    give(rotation, 1);
    rotation.turn('lead-b', 'b', 'claimed');
    rotation.turn('lead-c', 'b', 'offered');
    rotation.move('lead-c', 'b', 'a', 'declined');
    rotation.setPresent('b', false, 'away');
    rotation.turn('lead-d', 'a', 'offered');
    rotation.turn('lead-e', 'a', 'offered');
    rotation.void('lead-e', 'a', 'withdrawn');
    expect(
      pool.explain('b').rows.map((row) => [row.cause, row.lead, inLeads(row.amount), inLeads(row.balance)]),
    ).toEqual([
      ['joined', null, 0, 0],
      ['offered', 'lead-0', 0.5, 0.5],
      ['claimed', 'lead-b', -0.5, 0],
      ['offered', 'lead-c', -0.5, -0.5],
      ['declined', 'lead-c', 1, 0.5],
      ['absent', null, 0, 0.5],
      // Half a lead fills what is kept for b, so the lead after it credits a alone.
      ['offered', 'lead-d', 0.5, 1],
    ]);
    expect(rotation.owed('b')).toBe(pool.explain('b').rows.at(-1)?.balance);
  });

  it('can be said from the newest 2 entries alone, which open with the balance before them', () => {
    const pool = new StoredRotation(membersOf([1, 1, 1]));
    give(pool.rotation, 4);
    const { opening, rows } = pool.explain('b', 2);
    expect(inLeads(opening)).toBe(-0.33);
    expect(rows.map(({ amount, balance }) => [inLeads(amount), inLeads(balance)])).toEqual([
      [0.33, 0],
      [0.33, 0.33],
    ]);
  });
});
