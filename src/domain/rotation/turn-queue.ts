/**
 * Who is next, by Tijdeman's rule (The chairman assignment problem, 1980): of those who are owed enough to be eligible, the
 * one whose deadline comes first. Among the same k candidates, nobody is ever more than 1 − 1/(2k−2) of a lead from the exact
 * share; giving each lead to the one who is owed most drifts further.
 *
 * Every candidate's claim grows with one common level, `weight × level − zero`, so when somebody becomes eligible and when
 * the deadline comes are fixed levels until the candidate takes a lead: two heaps find the next one in O(log k).
 * The common level is chosen such that the claims sum to one lead, the one to give: what people outside the queue are owed
 * or owe (absent, gone) would otherwise make everybody here late or early.
 */
import { Heap, type HeapItem, NOWHERE } from './heap.ts';
import { LEAD } from './units.ts';

/** Somebody who can be chosen. */
export interface Entrant {
  readonly rep: string;
  /** Decides between equals: the lower one is first. */
  readonly order: number;
  /** In thousandths. */
  readonly weight: bigint;
  /** Weight × the level at which nothing is owed: rises by a lead with each lead taken. */
  readonly zero: bigint;
}

interface Candidate extends HeapItem {
  readonly rep: string;
  readonly order: number;
  readonly weight: bigint;
  zero: bigint;
  /** Level at which it becomes eligible, × weight × slack. */
  ready: bigint;
  /** Level at which it must have had its lead, × weight × slack. */
  deadline: bigint;
}

export class TurnQueue {
  readonly #candidates: Map<string, Candidate>;
  /** Not eligible when last looked at. */
  readonly #waiting: Heap<Candidate>;
  /** Eligible when last looked at; the level can fall, so each is asked again when it comes out. */
  readonly #eligible = new Heap<Candidate>(mustGoFirst);
  /** Below the line of every threshold: a candidate is eligible from 1/slack of a lead. */
  readonly #slack: bigint;
  #totalWeight: bigint;
  #zeros: bigint;

  /**
   * @param places how many candidates the thresholds are made for, at least as many as there ever are. Exactly as many is
   *   best; with more, the bound is that of more candidates (those who are not there have a share of nothing)
   */
  constructor(entrants: readonly Entrant[], places: number = entrants.length) {
    // 2k − 2, and for one candidate alone what makes it eligible always.
    this.#slack = BigInt(Math.max(1, 2 * places - 2));
    this.#candidates = new Map(entrants.map((entrant) => [entrant.rep, this.#candidate(entrant)]));
    this.#waiting = new Heap(readyFirst, this.#candidates.values());
    this.#totalWeight = entrants.reduce((sum, { weight }) => sum + weight, 0n);
    this.#zeros = entrants.reduce((sum, { zero }) => sum + zero, 0n);
  }

  add(entrant: Entrant): void {
    const one = this.#candidate(entrant);
    this.#candidates.set(one.rep, one);
    this.#waiting.push(one);
    this.#totalWeight += one.weight;
    this.#zeros += one.zero;
  }

  remove(rep: string): void {
    const one = this.#candidates.get(rep);
    if (!one) return;
    this.#candidates.delete(rep);
    this.#heapOf(one).remove(one);
    this.#totalWeight -= one.weight;
    this.#zeros -= one.zero;
  }

  /**
   * Whose turn the next lead is. Asking changes nothing.
   * @param except reps to pass over; they count as candidates all the same, so that the others get no nearer to their turn
   * @returns null when nobody is left
   */
  first(except?: ReadonlySet<string>): string | null {
    // Eligible from level × slack × weight = ready, where level is (zeros + LEAD) / totalWeight.
    const level = this.#slack * (this.#zeros + LEAD);
    const isReady = (one: Candidate): boolean => one.ready * this.#totalWeight <= level * one.weight;
    for (let next = this.#waiting.first(); next && isReady(next); next = this.#waiting.first())
      this.#move(next, this.#waiting, this.#eligible);

    const passedOver: Candidate[] = [];
    let found: Candidate | undefined;
    for (let next = this.#eligible.first(); next && !found; next = this.#eligible.first()) {
      if (!isReady(next)) this.#move(next, this.#eligible, this.#waiting);
      else if (!except?.has(next.rep)) found = next;
      else {
        this.#eligible.remove(next);
        passedOver.push(next);
      }
    }
    for (const one of passedOver) this.#eligible.push(one);
    return found?.rep ?? this.#mostPressing(except);
  }

  /** Somebody's claim falls by so many units (a lead taken) or rises (negative). Reps outside the queue are ignored. */
  charge(rep: string, units: bigint): void {
    const one = this.#candidates.get(rep);
    if (!one) return;
    this.#heapOf(one).remove(one);
    this.#zeros += units;
    this.#setZero(one, one.zero + units);
    this.#waiting.push(one);
  }

  /** Reps in the order of their deadlines, whether eligible or not. */
  byDeadline(): string[] {
    return [...this.#candidates.values()].sort((a, b) => (mustGoFirst(a, b) ? -1 : 1)).map(({ rep }) => rep);
  }

  /** Only when everybody eligible is passed over: without exceptions at least one is always eligible. */
  #mostPressing(except: ReadonlySet<string> | undefined): string | null {
    let first: Candidate | null = null;
    for (const one of this.#candidates.values())
      if (!except?.has(one.rep) && (!first || mustGoFirst(one, first))) first = one;
    return first?.rep ?? null;
  }

  #heapOf(one: Candidate): Heap<Candidate> {
    return this.#waiting.has(one) ? this.#waiting : this.#eligible;
  }

  #candidate({ rep, order, weight, zero }: Entrant): Candidate {
    const one = { rep, order, weight, zero, ready: 0n, deadline: 0n, slot: NOWHERE };
    this.#setZero(one, zero);
    return one;
  }

  #setZero(one: Candidate, zero: bigint): void {
    one.zero = zero;
    one.ready = this.#slack * zero + LEAD;
    one.deadline = this.#slack * zero + (this.#slack - 1n) * LEAD;
  }

  #move(one: Candidate, from: Heap<Candidate>, to: Heap<Candidate>): void {
    from.remove(one);
    to.push(one);
  }
}

// Fractions with different weights below the line are compared across: exactly, and without a division.

function readyFirst(a: Candidate, b: Candidate): boolean {
  return a.ready * b.weight < b.ready * a.weight;
}

function mustGoFirst(a: Candidate, b: Candidate): boolean {
  const left = a.deadline * b.weight;
  const right = b.deadline * a.weight;
  return left === right ? a.order < b.order : left < right;
}
