/** Everything that can happen to a rotation, in any order, for property tests. */
import fc from 'fast-check';
import type { MoveCause } from '../../../src/domain/rotation/ledger-entry.ts';
import type { RotationMember } from '../../../src/domain/rotation/membership.ts';
import { LEAD } from '../../../src/domain/rotation/units.ts';
import type { StoredRotation } from './stored-rotation.ts';

const REPS = ['ana', 'bob', 'cleo', 'dan', 'eve', 'finn'];
const MOVE_CAUSES: readonly MoveCause[] = ['declined', 'expired', 'withdrawn'];

/** From 0.001 to 1,000 with three decimals: as often around 1 as at the ends. */
export const anyWeight: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0.001, 0.003, 1, 1, 2, 999.999, 1000),
  fc.integer({ min: 1, max: 5_000 }).map((thousandths) => thousandths / 1000),
  fc.integer({ min: 1, max: 1_000_000 }).map((thousandths) => thousandths / 1000),
);

const anyMember = fc.record({
  rep: fc.constantFrom(...REPS),
  weight: anyWeight,
  keeps: fc.constantFrom(0, 0, 1, 1, 3),
});

/** None to six. */
export const anyMembers: fc.Arbitrary<RotationMember[]> = fc.uniqueArray(anyMember, {
  maxLength: REPS.length,
  selector: ({ rep }) => rep,
});

const someReps = fc.subarray(REPS);
const index = fc.nat({ max: 1000 });

export type Happening =
  | { kind: 'lead'; except: string[] }
  | { kind: 'narrow lead'; only: string[]; except: string[] }
  | { kind: 'lead while away'; only: string[] }
  | { kind: 'assigned'; to: number }
  | { kind: 'presence'; rep: number; present: boolean; keeps: number | null }
  | { kind: 'moved'; lead: number; to: number; cause: MoveCause }
  | { kind: 'voided'; lead: number; cause: MoveCause }
  | { kind: 'members'; members: RotationMember[] };

const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('lead' as const), except: fc.subarray(REPS, { maxLength: 2 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('narrow lead' as const),
      only: someReps,
      except: fc.subarray(REPS, { maxLength: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lead while away' as const), only: someReps }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('assigned' as const), to: index }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('presence' as const),
      rep: index,
      present: fc.boolean(),
      keeps: fc.option(fc.constantFrom(0, 1, 2), { freq: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('moved' as const),
      lead: index,
      to: index,
      cause: fc.constantFrom(...MOVE_CAUSES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('voided' as const), lead: index, cause: fc.constantFrom(...MOVE_CAUSES) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('members' as const), members: anyMembers }) },
);

export const anyHappenings = fc.array(anyHappening, { minLength: 1, maxLength: 80, size: 'max' });

interface Given {
  lead: string;
  rep: string;
  only: string[] | undefined;
}

/** Makes things happen, keeping to what a caller may do. */
export class Days {
  readonly pool: StoredRotation;
  /** Who got each lead first, in order. */
  readonly chosen: string[] = [];
  /** Absent members, and the most that may be owed to them until they are back. */
  readonly away = new Map<string, bigint>();
  readonly #given: Given[] = [];
  #known = new Set<string>();
  #lead = 0;

  constructor(pool: StoredRotation) {
    this.pool = pool;
    this.#know();
  }

  /** Everybody who has an account. */
  reps(): string[] {
    return [...this.#known];
  }

  /** @throws Error when somebody absent is chosen */
  happen(what: Happening): void {
    const { rotation, members } = this.pool;
    switch (what.kind) {
      case 'lead':
        this.#offer(rotation.next(undefined, new Set(what.except)), undefined);
        break;
      case 'narrow lead': {
        const only = this.#among(what.only);
        this.#offer(rotation.next(only, new Set(what.except)), only);
        break;
      }
      case 'lead while away': {
        const only = this.#among(what.only).filter((rep) => this.away.has(rep));
        this.#leadWhileAway(only);
        break;
      }
      case 'assigned':
        this.#give(pick(this.reps(), what.to), undefined, 'assigned');
        break;
      case 'presence':
        this.#presence(pick(members, what.rep), what);
        break;
      case 'moved':
        this.#move(what.lead, pick(this.reps(), what.to), what.cause);
        break;
      case 'voided':
        this.#void(what.lead, what.cause);
        break;
      case 'members':
        this.#reopen(what.members);
        break;
    }
  }

  #offer(next: { rep: string } | null, only: string[] | undefined): void {
    if (!next) return;
    if (this.away.has(next.rep)) throw new Error(`${next.rep} is absent and was chosen`);
    this.#give(next.rep, only, 'offered');
  }

  #leadWhileAway(only: string[]): void {
    const next = this.pool.rotation.nextOfAbsent(only);
    if (!next) return;
    this.#give(next.rep, only, 'offered');
    for (const rep of only) this.#allow(rep);
  }

  #give(rep: string | undefined, only: string[] | undefined, cause: 'offered' | 'assigned'): void {
    if (rep === undefined) return;
    this.#lead += 1;
    const lead = `lead-${this.#lead}`;
    this.pool.rotation.turn(lead, rep, cause, only);
    this.chosen.push(rep);
    this.#given.push({ lead, rep, only });
  }

  #presence(member: RotationMember | undefined, { present, keeps }: { present: boolean; keeps: number | null }): void {
    if (!member) return;
    const { rotation } = this.pool;
    rotation.setPresent(member.rep, present, 'said so', keeps === null ? {} : { keeps });
    if (present) this.away.delete(member.rep);
    else this.away.set(member.rep, mostOwed(keeps ?? member.keeps, rotation.owed(member.rep)));
  }

  #move(index: number, to: string | undefined, cause: MoveCause): void {
    const given = pick(this.#given, index);
    if (!given || to === undefined) return;
    this.pool.rotation.move(given.lead, given.rep, to, cause);
    this.#allow(given.rep);
    given.rep = to;
  }

  #void(index: number, cause: MoveCause): void {
    const given = pick(this.#given, index);
    if (!given) return;
    this.#given.splice(this.#given.indexOf(given), 1);
    this.pool.rotation.void(given.lead, given.rep, cause, given.only);
    this.#allow(given.rep);
  }

  #reopen(members: RotationMember[]): void {
    const listed = new Set(members.map(({ rep }) => rep));
    for (const rep of this.away.keys()) if (!listed.has(rep)) this.away.delete(rep);
    this.pool.reopen(members);
    this.#know();
  }

  /** What is given back may come on top of what is kept. */
  #allow(rep: string): void {
    const most = this.away.get(rep);
    const owed = this.pool.rotation.owed(rep);
    if (most !== undefined && owed > most) this.away.set(rep, owed);
  }

  #among(reps: string[]): string[] {
    return reps.filter((rep) => this.#known.has(rep));
  }

  #know(): void {
    this.#known = new Set([...this.#known, ...this.pool.members.map(({ rep }) => rep)]);
  }
}

function mostOwed(keeps: number, owed: bigint): bigint {
  const kept = BigInt(keeps) * LEAD;
  return keeps === 0 || owed > kept ? owed : kept;
}

function pick<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}
