/** The figures of the worked example in docs/routing-file.md, "What happens to whom": three reps with equal shares. */
import { describe, expect, it } from 'vitest';
import { inLeads } from '../../../src/domain/rotation/units.ts';
import { StoredRotation } from './stored-rotation.ts';

const team = (keeps: number, ...reps: string[]) => reps.map((rep) => ({ rep, weight: 1, keeps }));

function pool(keeps = 1): StoredRotation {
  return new StoredRotation(team(keeps, 'ana', 'bob', 'chloe'));
}

/** Gives leads away, as the pool would. */
function give({ rotation }: StoredRotation, leads: number): string[] {
  return Array.from({ length: leads }, (_, index) => {
    const rep = rotation.next()?.rep ?? '';
    rotation.turn(`lead ${index}`, rep, 'offered');
    return rep;
  });
}

describe('of Ana, Bob and Chloé', () => {
  it('each gets every third lead', () => {
    expect(give(pool(), 6)).toEqual(['ana', 'bob', 'chloe', 'ana', 'bob', 'chloe']);
  });

  it('Ana declines: Bob has the lead, and the next one is Ana’s; where it counts, Chloé’s', () => {
    const free = pool();
    free.rotation.turn('declined', 'ana', 'offered');
    expect(free.rotation.next(undefined, new Set(['ana']), 'ana')?.rep).toBe('bob');
    free.rotation.move('declined', 'ana', 'bob', 'declined');
    expect(free.rotation.next()?.rep).toBe('ana');

    const counted = pool();
    counted.rotation.turn('declined', 'ana', 'offered');
    expect(counted.rotation.next(undefined, new Set(['ana']))?.rep).toBe('bob');
    counted.rotation.turn('declined', 'bob', 'offered');
    expect(counted.rotation.next()?.rep).toBe('chloe');
  });

  it.each([
    [0, 0, 4],
    [1, 1, 5],
    [3, 3, 7],
  ])('Ana is away for 20 leads with up to %i kept: she is owed %i, and gets %i of the next 12', (keeps, owed, gets) => {
    const some = pool(keeps);
    some.rotation.setPresent('ana', false, 'away');
    expect(give(some, 20)).not.toContain('ana');
    expect(inLeads(some.rotation.owed('ana'))).toBe(owed);
    some.rotation.setPresent('ana', true, 'back');
    expect(give(some, 12).filter((rep) => rep === 'ana')).toHaveLength(gets);
  });

  it('Ana’s kept turn is the very next: 2 of the next 4', () => {
    const some = pool();
    some.rotation.setPresent('ana', false, 'away');
    give(some, 20);
    some.rotation.setPresent('ana', true, 'back');
    expect(give(some, 4)).toEqual(['ana', 'ana', 'bob', 'chloe']);
  });

  it('Dana joins: she gets every fourth lead from then on, and nobody’s balance changes', () => {
    const some = pool();
    give(some, 31);
    const before = some.rotation.owed('bob');
    some.reopen(team(1, 'ana', 'bob', 'chloe', 'dana'));
    expect([some.rotation.owed('bob'), some.rotation.owed('dana')]).toEqual([before, 0n]);
    expect(give(some, 12).filter((rep) => rep === 'dana')).toHaveLength(3);
  });
});
