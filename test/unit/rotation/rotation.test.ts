/** What a rotation does for people who come, go, are away, decline, or get a lead past it. */
import { describe, expect, it } from 'vitest';
import { Rotation } from '../../../src/domain/rotation/rotation.ts';
import { inLeads, LEAD } from '../../../src/domain/rotation/units.ts';
import { give, membersOf, StoredRotation } from './stored-rotation.ts';

const balances = (rotation: Rotation) => rotation.standing().map(({ rep, owed }) => [rep, inLeads(owed)]);

/** `a` is away while so many leads are given. */
function awayFor(leads: number, keeps: number): Rotation {
  const rotation = Rotation.open(null, membersOf([1, 1, 1], keeps));
  rotation.setPresent('a', false, 'away');
  give(rotation, leads);
  rotation.setPresent('a', true, 'back');
  return rotation;
}

describe('whenUnavailable', () => {
  it('lose-turn: is owed 0 after 30 leads away, and gets 1 of the next 3', () => {
    const rotation = awayFor(30, 0);
    expect(rotation.owed('a')).toBe(0n);
    expect(give(rotation, 3).filter((rep) => rep === 'a')).toHaveLength(1);
  });

  it('keep-turn: is owed 1 after 30 leads away, is next, and gets 2 of the next 4', () => {
    const rotation = awayFor(30, 1);
    expect(rotation.owed('a')).toBe(LEAD);
    const next = give(rotation, 4);
    expect(next[0]).toBe('a');
    expect(next.filter((rep) => rep === 'a')).toHaveLength(2);
  });

  it('catch-up 3: is owed 3 after 30 leads away, 2 after 6, and gets 4 of the next 4', () => {
    expect(awayFor(6, 3).owed('a')).toBe(2n * LEAD);
    const rotation = awayFor(30, 3);
    expect(rotation.owed('a')).toBe(3n * LEAD);
    expect(give(rotation, 4)).toEqual(['a', 'a', 'a', 'a']);
  });

  it('fills to exactly 1 lead where the shares would jump over it: weight 2 of 3', () => {
    const rotation = Rotation.open(null, membersOf([2, 1], 1));
    rotation.setPresent('a', false, 'away');
    give(rotation, 1);
    expect(rotation.owed('a')).toBe((2n * LEAD) / 3n);
    give(rotation, 1);
    expect(rotation.owed('a')).toBe(LEAD);
    expect(rotation.owed('b')).toBe(-LEAD);
  });

  it('is overruled for one absence: a cap keeps 0, and going away from it keeps the turn again', () => {
    const rotation = Rotation.open(null, membersOf([1, 1], 1));
    rotation.setPresent('a', false, 'cap_reached', { keeps: 0 });
    give(rotation, 1);
    expect(rotation.owed('a')).toBe(0n);
    rotation.setPresent('a', false, 'away');
    give(rotation, 1);
    expect(rotation.owed('a')).toBe(LEAD / 2n);
  });

  it('takes what an absent member gets all the same off what is kept: owed 1, assigned 1, owed up to 1 again', () => {
    const rotation = Rotation.open(null, membersOf([1, 1], 1));
    rotation.setPresent('a', false, 'away');
    give(rotation, 5);
    rotation.turn('big-deal', 'a', 'assigned');
    expect(rotation.owed('a')).toBe(0n);
    give(rotation, 5);
    expect(rotation.owed('a')).toBe(LEAD);
  });

  it('leaves what is given back on top of what is kept: 0.5 and a declined lead are 1.5, and no share is added or taken', () => {
    const rotation = Rotation.open(null, membersOf([1, 1], 1));
    rotation.turn('lead', 'a', 'offered');
    rotation.setPresent('a', false, 'away');
    give(rotation, 2);
    expect(inLeads(rotation.owed('a'))).toBe(0.5);
    rotation.move('lead', 'a', 'b', 'declined');
    give(rotation, 2);
    expect(inLeads(rotation.owed('a'))).toBe(1.5);
  });

  it('keeps the turn again after a lead moved to an absent member: owed 1, 0 with the lead, 1 after the next ones', () => {
    const rotation = Rotation.open(null, membersOf([1, 1], 1));
    rotation.setPresent('a', false, 'away');
    give(rotation, 3);
    rotation.move('lead-0', 'b', 'a', 'expired');
    expect(rotation.owed('a')).toBe(0n);
    give(rotation, 3);
    expect(rotation.owed('a')).toBe(LEAD);
  });

  it('keeps the turn again after a lead was paid back by all who are away: owed 1, 0.5, 1', () => {
    const rotation = Rotation.open(null, membersOf([1, 1], 1));
    rotation.setPresent('a', false, 'away');
    give(rotation, 3);
    rotation.setPresent('b', false, 'night');
    rotation.void('lead-2', 'b', 'withdrawn');
    expect(inLeads(rotation.owed('a'))).toBe(0.5);
    rotation.setPresent('b', true, 'morning');
    give(rotation, 3);
    expect(rotation.owed('a')).toBe(LEAD);
  });

  it('lets those who are away share what is given among them, and takes none of it back later: owed 0.5 + 0.75', () => {
    const rotation = Rotation.open(null, membersOf([3, 1, 2], 1));
    rotation.setPresent('a', false, 'night');
    give(rotation, 1);
    expect(inLeads(rotation.owed('a'))).toBe(0.5);
    rotation.setPresent('b', false, 'night');
    rotation.turn('lead', 'b', 'offered', ['a', 'b']);
    give(rotation, 3);
    expect(inLeads(rotation.owed('a'))).toBe(1.25);
  });

  it('has nobody next when all are away, and the longest owed of those away on request, each in turn', () => {
    const rotation = Rotation.open(null, membersOf([1, 1, 1]));
    for (const rep of ['a', 'b', 'c']) rotation.setPresent(rep, false, 'night');
    expect(rotation.next()).toBeNull();
    const away = ['a', 'b', 'c'];
    const got = Array.from({ length: 6 }, (_, i) => {
      const rep = rotation.nextOfAbsent(away)?.rep ?? '';
      rotation.turn(`lead-${i}`, rep, 'offered', away);
      return rep;
    });
    expect(got).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
    expect(balances(rotation)).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 0],
    ]);
  });
});

describe('the members of a rotation', () => {
  it('owe a newcomer 0, and the newcomer gets 1 of the next 3 leads after 100', () => {
    const pool = new StoredRotation(membersOf([1, 1]));
    give(pool.rotation, 100);
    pool.reopen(membersOf([1, 1, 1]));
    expect(pool.rotation.owed('c')).toBe(0n);
    expect(give(pool.rotation, 3).filter((rep) => rep === 'c')).toHaveLength(1);
  });

  it('find their old balance when they come back: owed 0.5 before 50 leads without them and after', () => {
    const pool = new StoredRotation(membersOf([1, 1]));
    give(pool.rotation, 1);
    pool.reopen(membersOf([1]));
    give(pool.rotation, 50);
    expect(inLeads(pool.rotation.owed('b'))).toBe(0.5);
    pool.reopen(membersOf([1, 1]));
    expect(inLeads(pool.rotation.owed('b'))).toBe(0.5);
    expect(give(pool.rotation, 1)).toEqual(['b']);
  });

  it('keep what they are owed when their weight changes from 1 to 3, and get 3 of 4 leads from then on', () => {
    const pool = new StoredRotation(membersOf([1, 1]));
    give(pool.rotation, 1);
    pool.reopen(membersOf([3, 1]));
    expect(inLeads(pool.rotation.owed('a'))).toBe(-0.5);
    expect(give(pool.rotation, 400).filter((rep) => rep === 'a').length).toBeGreaterThanOrEqual(299);
  });

  it('must be known: an unknown rep or one who left is a mistake of the caller', () => {
    const pool = new StoredRotation(membersOf([1, 1]));
    pool.reopen(membersOf([1]));
    expect(() => pool.rotation.owed('zoe')).toThrow('no account of zoe');
    expect(() => pool.rotation.turn('lead', 'zoe', 'offered')).toThrow('no account of zoe');
    expect(() => pool.rotation.next(['zoe'])).toThrow('no account of zoe');
    expect(() => pool.rotation.setPresent('b', true, 'back')).toThrow('b is no member');
  });
});

describe('a lead', () => {
  it('that only some can take is shared and paid by these: 2 of 4 get 4 such leads, the others are owed nothing', () => {
    const rotation = Rotation.open(null, membersOf([1, 1, 1, 1]));
    expect(give(rotation, 4, ['c', 'd'])).toEqual(['c', 'd', 'c', 'd']);
    expect(balances(rotation).map(([, owed]) => owed)).toEqual([0, 0, 0, 0]);
  });

  it('that is declined moves the debit: the second is debited, nobody credited again, the first stays first', () => {
    const rotation = Rotation.open(null, membersOf([1, 1, 1]));
    rotation.turn('lead', 'a', 'offered');
    const second = rotation.next(undefined, new Set(['a']), 'a');
    expect(second).toEqual({ rep: 'b', owedBefore: LEAD / 3n });
    rotation.move('lead', 'a', 'b', 'declined');
    expect(rotation.standing().map(({ rep, owed }) => [rep, inLeads(owed)])).toEqual([
      ['a', 0.33],
      ['c', 0.33],
      ['b', -0.67],
    ]);
  });

  it('that nobody keeps leaves no trace in the balances', () => {
    const rotation = Rotation.open(null, membersOf([2, 1, 1]));
    give(rotation, 3);
    const before = balances(rotation);
    rotation.turn('lead', 'b', 'offered');
    rotation.move('lead', 'b', 'c', 'expired');
    rotation.void('lead', 'c', 'expired');
    expect(balances(rotation)).toEqual(before);
  });

  it('that nobody keeps is paid back by all when they have gone home since, whatever is kept for whom', () => {
    const losesTurn = { rep: 'a', weight: 1, keeps: 0 };
    const rotation = Rotation.open(null, [losesTurn, { rep: 'b', weight: 1, keeps: 1 }]);
    rotation.turn('lead', 'a', 'offered');
    rotation.setPresent('a', false, 'night');
    rotation.setPresent('b', false, 'night');
    rotation.void('lead', 'a', 'withdrawn');
    expect(rotation.owed('a')).toBe(0n);
    expect(rotation.owed('b')).toBe(0n);
  });

  it('that goes past the rotation counts as a turn: an assigned lead makes b wait for a and c', () => {
    const rotation = Rotation.open(null, membersOf([1, 1, 1]));
    rotation.turn('big-deal', 'b', 'assigned');
    expect(give(rotation, 3)).toEqual(['a', 'c', 'a']);
  });
});

describe('takeChanges', () => {
  it('gives 1 account and 1 entry per turn of a pool of 1,000, and null when nothing happened', () => {
    const rotation = Rotation.open(null, membersOf(Array.from({ length: 1000 }, () => 1)));
    expect(rotation.takeChanges()?.accounts).toHaveLength(1000);
    expect(rotation.takeChanges()).toBeNull();
    const [rep] = give(rotation, 1);
    const changes = rotation.takeChanges();
    expect(changes?.accounts.map((account) => account.rep)).toEqual([rep]);
    expect(changes?.entries.map(({ seq, lead }) => [seq, lead])).toEqual([[1001, 'lead-0']]);
    rotation.next();
    rotation.setPresent('a', true, 'still there');
    rotation.upcoming(5);
    rotation.standing();
    expect(rotation.takeChanges()).toBeNull();
  });

  it('gives copies: what happens later does not change what was taken', () => {
    const rotation = Rotation.open(null, membersOf([1, 1]));
    const account = rotation.takeChanges()?.accounts[0];
    give(rotation, 1);
    expect(account?.banked).toBe(0n);
  });
});

describe('standing', () => {
  it('numbers those present by their next turns, also a weight of 0.001 against 1000, and puts the absent behind', () => {
    const rotation = Rotation.open(null, membersOf([0.001, 1000, 1000]));
    rotation.setPresent('b', false, 'away');
    expect(rotation.standing().map(({ rep, position }) => [rep, position])).toEqual([
      ['c', 1],
      ['a', 2],
      ['b', null],
    ]);
  });

  it('begins with who is next, where another deadline is nearer but not due yet: weights 1, 1, 3 after 1 lead', () => {
    const rotation = Rotation.open(null, membersOf([1, 1, 3]));
    expect(give(rotation, 1)).toEqual(['c']);
    expect(rotation.standing().map(({ rep }) => rep)).toEqual(['a', 'c', 'b']);
    expect(rotation.upcoming(5)).toEqual(['a', 'c', 'b', 'c', 'c']);
  });
});
