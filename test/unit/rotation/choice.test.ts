/** Who is next is what the rule says, however it is found. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rotation } from '../../../src/domain/rotation/rotation.ts';
import { chooseByPlainRule } from './plain-rule.ts';
import { anyHappenings, anyMembers, Days } from './random-days.ts';
import { membersOf, StoredRotation } from './stored-rotation.ts';

describe('the choice of who is next', () => {
  it('is that of a scan by the rule, for all or some members, with some passed over, after any 80 happenings', () => {
    fc.assert(
      fc.property(anyMembers, anyHappenings, fc.array(fc.nat({ max: 5 })), fc.array(fc.nat({ max: 5 })), (...any) => {
        const [members, happenings, onlyAt, exceptAt] = any;
        const days = new Days(new StoredRotation(members));
        for (const what of happenings) {
          days.happen(what);
          const { pool, away } = days;
          const only = onlyAt.flatMap((i) => pool.members[i]?.rep ?? []);
          const except = new Set(exceptAt.flatMap((i) => pool.members[i]?.rep ?? []));
          const present = pool.members.filter(({ rep }) => !away.has(rep));
          const fitting = present.filter(({ rep }) => only.includes(rep));
          const owed = (rep: string) => pool.rotation.owed(rep);
          expect(pool.rotation.next(undefined, except)?.rep ?? null).toBe(chooseByPlainRule(present, owed, except));
          expect(pool.rotation.next(only, except)?.rep ?? null).toBe(chooseByPlainRule(fitting, owed, except));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is that of the scan for 2,000 leads of 100 members of whom others are away every time, with thresholds for all 100', () => {
    const random = randomFrom(7);
    const members = membersOf(Array.from({ length: 100 }, () => Math.ceil(10 ** random(6)) / 1000));
    const rotation = Rotation.open(null, members);
    const away = new Set<string>();
    for (let lead = 0; lead < 2_000; lead += 1) {
      const { rep } = members[Math.floor(random(100))] ?? { rep: 'a' };
      const isBack = away.delete(rep);
      if (!isBack) away.add(rep);
      rotation.setPresent(rep, isBack, 'said so', { keeps: lead % 3 });
      const present = members.filter((member) => !away.has(member.rep));
      const expected = chooseByPlainRule(present, (one) => rotation.owed(one), undefined, 100);
      expect(rotation.next()?.rep ?? null).toBe(expected);
      if (expected === null) continue;
      rotation.turn(`lead-${lead}`, expected, 'offered');
      if (lead % 5 === 0) rotation.void(`lead-${lead}`, expected, 'withdrawn');
    }
  });

  it('of a lead that moves on is as if the first one had never had it', () => {
    fc.assert(
      fc.property(anyMembers, anyHappenings, (members, happenings) => {
        const days = new Days(new StoredRotation(members));
        for (const what of happenings) days.happen(what);
        const { rotation } = days.pool;
        const first = rotation.next();
        if (!first) return;
        const except = new Set([first.rep]);
        const second = rotation.next(undefined, except)?.rep;
        rotation.turn('lead', first.rep, 'offered');
        expect(rotation.next(undefined, except, first.rep)?.rep).toBe(second);
        expect(rotation.next(undefined, undefined, first.rep)?.rep).toBe(first.rep);
      }),
      { numRuns: 200 },
    );
  });
});

/** Numbers from 0 to below a limit, the same in every run. */
function randomFrom(start: number): (below: number) => number {
  let seed = start;
  return (below) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (seed / 2_147_483_648) * below;
  };
}
