/** The accounts of one pool, and the few doors through which they change, so that what is derived from them is never stale. */
import { type Account, owedAt } from './account.ts';
import { Heap, type HeapItem, NOWHERE } from './heap.ts';
import type { RotationSnapshot } from './snapshot.ts';
import { type Entrant, TurnQueue } from './turn-queue.ts';
import { LEAD } from './units.ts';

/** An account with what belongs to it only in memory. */
export interface Seat extends HeapItem {
  readonly account: Account;
  /** Place in the pool's list of members. */
  order: number;
  /** Leads that may be owed at most while absent, unless said otherwise. */
  keepsByDefault: number;
  /** In thousandths. */
  weight: bigint;
}

/**
 * Up to so many members, thresholds are made for those present, which is exacter for few, and the queue is made anew when
 * their number changes. In larger pools they are made for all members: the difference is below a hundredth of a lead.
 */
const EXACT_PLACES = 64;

export class Books {
  level: bigint;
  carry: bigint;
  /** By rep. */
  readonly seats = new Map<string, Seat>();
  /** Members away who are still credited; first whose credit is full at the lowest level. */
  readonly kept = new Heap<Seat>(fullEarlier);
  presentCount = 0;
  /** Of all who are credited. */
  creditedWeight = 0n;
  readonly #changed = new Set<Seat>();
  #members = 0;
  #queue: { places: number; turns: TurnQueue } | null = null;

  constructor(snapshot: RotationSnapshot | null) {
    this.level = snapshot?.level ?? 0n;
    this.carry = snapshot?.carry ?? 0n;
    for (const account of snapshot?.accounts ?? []) this.#place({ ...account });
  }

  /** @throws Error for a rep who never was a member: whoever asks has the wrong pool */
  seat(rep: string): Seat {
    const seat = this.seats.get(rep);
    if (!seat) throw new Error(`no account of ${rep} in this rotation`);
    return seat;
  }

  seatsOf(reps: readonly string[]): Seat[] {
    return [...new Set(reps)].map((rep) => this.seat(rep));
  }

  members(): Seat[] {
    return [...this.seats.values()].filter(({ account }) => account.member);
  }

  owed({ account }: Seat): bigint {
    return owedAt(account, this.level);
  }

  /** @param weight in thousandths */
  openAccount(rep: string, weight: number): Seat {
    const nothing = { banked: 0n, since: this.level, credited: false };
    return this.#place({ rep, weight, ...nothing, present: false, keeps: 0, member: false });
  }

  reorder(seat: Seat, order: number): void {
    this.#count(seat, -1);
    seat.order = order;
    this.#count(seat, 1);
  }

  /** Adds units to (or with a minus takes them from) what is owed. */
  post(seat: Seat, units: bigint): void {
    this.#bank(seat);
    const isKept = this.kept.has(seat);
    if (isKept) this.kept.remove(seat);
    seat.account.banked += units;
    if (isKept) this.kept.push(seat);
    if (seat.account.present) this.#queue?.turns.charge(seat.account.rep, -units);
  }

  /** Changes anything about a seat but its balance. */
  stand(seat: Seat, change: Partial<Pick<Account, 'weight' | 'present' | 'credited' | 'keeps' | 'member'>>): void {
    this.#bank(seat);
    this.#count(seat, -1);
    Object.assign(seat.account, change);
    seat.weight = BigInt(seat.account.weight);
    this.#count(seat, 1);
  }

  /** Those present, kept in line from turn to turn. */
  turns(): TurnQueue {
    const places = this.#places();
    if (this.#queue?.places !== places) this.#queue = { places, turns: this.trialTurns() };
    return this.#queue.turns;
  }

  /** The same line, to try out turns. */
  trialTurns(): TurnQueue {
    return this.turnsAmong(this.members().filter(isPresent), this.#places());
  }

  /** A line of their own. @param places see `TurnQueue` */
  turnsAmong(seats: readonly Seat[], places: number = seats.length): TurnQueue {
    return new TurnQueue(
      seats.map((seat) => this.#entrant(seat)),
      places,
    );
  }

  /** Copies of the accounts that changed since the last call. */
  takeChanged(): Account[] {
    const accounts = [...this.#changed].map(({ account }) => ({ ...account }));
    this.#changed.clear();
    return accounts;
  }

  #places(): number {
    return this.#members > EXACT_PLACES ? this.#members : this.presentCount;
  }

  #entrant(seat: Seat): Entrant {
    const { order, weight, account } = seat;
    return { rep: account.rep, order, weight, zero: weight * this.level - this.owed(seat) };
  }

  #place(account: Account): Seat {
    const weight = BigInt(account.weight);
    const seat = { account, weight, order: this.seats.size, keepsByDefault: 0, slot: NOWHERE };
    this.seats.set(account.rep, seat);
    this.#count(seat, 1);
    return seat;
  }

  #bank(seat: Seat): void {
    const { account } = seat;
    account.banked = this.owed(seat);
    account.since = this.level;
    this.#changed.add(seat);
  }

  /** Takes a seat out of everything that is derived from the accounts, or puts it in. */
  #count(seat: Seat, times: 1 | -1): void {
    const { present, credited, member, rep } = seat.account;
    if (member) this.#members += times;
    if (credited) this.creditedWeight += BigInt(times) * seat.weight;
    if (credited && !present) times === 1 ? this.kept.push(seat) : this.kept.remove(seat);
    if (!present) return;
    this.presentCount += times;
    times === 1 ? this.#queue?.turns.add(this.#entrant(seat)) : this.#queue?.turns.remove(rep);
  }
}

export function isPresent({ account }: Seat): boolean {
  return account.present;
}

/** What is still kept for somebody who is absent, in units; not above 0 when that is used up. */
export function roomOf(seat: Seat, books: Books): bigint {
  return BigInt(seat.account.keeps) * LEAD - books.owed(seat);
}

/** Compares the levels at which all that is kept for two absent members is owed to them. */
export function fullEarlier(a: Seat, b: Seat): boolean {
  return fullAt(a) * b.weight < fullAt(b) * a.weight;
}

/** × weight. */
function fullAt({ account, weight }: Seat): bigint {
  return BigInt(account.keeps) * LEAD - account.banked + weight * account.since;
}
