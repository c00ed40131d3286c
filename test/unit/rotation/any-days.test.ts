/** The books stay in order whatever happens: people come, go and are away, leads are narrow, move on and come back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyHappenings, anyMembers, Days, type Happening } from './random-days.ts';
import { StoredRotation } from './stored-rotation.ts';

const anyDays = fc.record({ members: anyMembers, happenings: anyHappenings });

function live(members: Parameters<typeof StoredRotation.prototype.reopen>[0], happenings: readonly Happening[]): Days {
  const days = new Days(new StoredRotation(members ?? []));
  for (const what of happenings) days.happen(what);
  return days;
}

describe('a rotation after any 80 happenings', () => {
  it('owes 0 units in all, the carry included, after each of them', () => {
    fc.assert(
      fc.property(anyDays, ({ members, happenings }) => {
        const days = new Days(new StoredRotation(members));
        for (const what of happenings) {
          days.happen(what);
          expect(days.pool.sum()).toBe(0n);
          expect(days.pool.save()?.carry ?? 0n).toBeGreaterThanOrEqual(0n);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('chose nobody absent, and owes the absent at most what was kept for them: 0 more, 1, 2 or 3 leads', () => {
    fc.assert(
      fc.property(anyDays, ({ members, happenings }) => {
        const days = new Days(new StoredRotation(members));
        for (const what of happenings) {
          days.happen(what);
          for (const [rep, most] of days.away) expect(days.pool.rotation.owed(rep)).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gave nobody more than a share when it filled what was kept for them', () => {
    fc.assert(
      fc.property(anyDays, ({ members, happenings }) => {
        const days = new Days(new StoredRotation(members));
        for (const what of happenings) {
          days.happen(what);
          const accounts = days.pool.save()?.accounts ?? [];
          const entry = days.pool.entries.at(-1);
          if (entry?.kind !== 'turn' || entry.totalWeight === 0) continue;
          for (const { rep, amount } of entry.filled ?? []) {
            const weight = accounts.find((account) => account.rep === rep)?.weight ?? 0;
            expect(BigInt(amount)).toBeGreaterThanOrEqual(0n);
            expect(BigInt(amount)).toBeLessThanOrEqual(BigInt(entry.share) * BigInt(weight));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('changes no balance when somebody joins, leaves, is away, comes back or gets another weight', () => {
    fc.assert(
      fc.property(anyDays, ({ members, happenings }) => {
        const days = new Days(new StoredRotation(members));
        for (const what of happenings) {
          const before = days.reps().map((rep) => days.pool.rotation.owed(rep));
          const reps = days.reps();
          days.happen(what);
          if (what.kind !== 'members' && what.kind !== 'presence') continue;
          expect(reps.map((rep) => days.pool.rotation.owed(rep))).toEqual(before);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is the same when it was stored and opened again at any moments', () => {
    const cuts = fc.array(fc.boolean(), { minLength: 80, maxLength: 80 });
    fc.assert(
      fc.property(anyDays, cuts, ({ members, happenings }, cutAfter) => {
        const whole = live(members, happenings);
        const cut = new Days(new StoredRotation(members));
        for (const [i, what] of happenings.entries()) {
          cut.happen(what);
          if (cutAfter[i]) cut.pool.reopen();
        }
        expect(cut.chosen).toEqual(whole.chosen);
        expect(cut.pool.rotation.upcoming(10)).toEqual(whole.pool.rotation.upcoming(10));
        expect(cut.pool.rotation.standing()).toEqual(whole.pool.rotation.standing());
        expect(cut.pool.save()?.level).toEqual(whole.pool.save()?.level);
        expect(cut.pool.entries).toEqual(whole.pool.entries);
      }),
      { numRuns: 300 },
    );
  });

  it('can explain every balance from 0, and from any number of the newest entries', () => {
    fc.assert(
      fc.property(anyDays, fc.integer({ min: 1, max: 60 }), ({ members, happenings }, newest) => {
        const { pool } = live(members, happenings);
        for (const rep of known(pool)) {
          const { opening, rows } = pool.explain(rep);
          expect(opening).toBe(0n);
          expect(rows.reduce((sum, { amount }) => sum + amount, 0n)).toBe(pool.rotation.owed(rep));
          expect(rows.at(-1)?.balance ?? 0n).toBe(pool.rotation.owed(rep));
          const late = pool.explain(rep, newest);
          const earlier = rows.filter(({ seq }) => seq <= pool.entries.length - newest);
          expect(late.opening).toBe(earlier.at(-1)?.balance ?? 0n);
          expect(late.rows).toEqual(rows.slice(earlier.length));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says in `upcoming` and `standing` who is next', () => {
    fc.assert(
      fc.property(anyDays, ({ members, happenings }) => {
        const { rotation } = live(members, happenings).pool;
        const next = rotation.next()?.rep;
        const standing = rotation.standing();
        expect(rotation.upcoming(3)[0]).toBe(next);
        expect(standing[0]?.position === 1 ? standing[0].rep : undefined).toBe(next);
        const positions = standing.flatMap(({ position }) => position ?? []);
        expect(positions).toEqual(positions.map((_, i) => i + 1));
        expect(standing.filter(({ present }) => present)).toHaveLength(positions.length);
      }),
      { numRuns: 200 },
    );
  });
});

function known(pool: StoredRotation): string[] {
  return (pool.save()?.accounts ?? []).map(({ rep }) => rep);
}
