/** What the assigner reads: leads that the clock has work with, and what their reps have on their hands. */
import type { Lead } from '../domain/lead.ts';
import type { OfferShown } from '../domain/push/next-step.ts';

/** A lead that is due, locked until the transaction ends. */
export interface DueLead {
  lead: Lead;
  /** Whether the rep to whom it is offered has been shown the offer; of no meaning for other leads. */
  shown: OfferShown;
}

/** What a rep got in a pool, and has. */
export interface RepLoad {
  rep: string;
  pool: string | null;
  /** Ascending. */
  received: Date[];
  /** Of those above and of older ones: leads in hand now. */
  open: number;
}

/** So many leads of a rep came to this result on a day. */
export interface ResultCount {
  rep: string;
  /** The day's first instant, UTC. */
  at: Date;
  result: 'won' | 'opportunity' | 'lost' | 'open';
  count: number;
}

export interface PushRepository {
  /**
   * Takes the one assigner's lock until the transaction ends, and leads whose time has come, the longest overdue first.
   * @returns `busy` when another instance is assigning
   */
  takeDue(now: Date, limit: number): Promise<DueLead[] | 'busy'>;

  /** Waits for the assigner's lock and keeps it until the transaction ends. */
  waitForLock(): Promise<void>;

  /** Pools with leads that wait because nobody can take them. Costs as much as there are such pools. */
  heldPools(): Promise<string[]>;

  /**
   * Locks leads that wait in a pool, oldest first.
   * @param after the last one that was looked at, or `null` to begin with the oldest
   */
  takeHeld(pool: string, after: Pick<Lead, 'receivedAt' | 'id'> | null, limit: number): Promise<Lead[]>;

  /** What these reps got since then and still have, by pool; and how many leads they have in hand. */
  loads(reps: readonly string[], since: Date): Promise<RepLoad[]>;

  /** How many offers each rep has not answered; reps with none are left out. */
  openOffers(): Promise<ReadonlyMap<string, number>>;

  /**
   * What became of the leads that members of a pool got there, counted by rep, day and result.
   * @param since leads that came to their present state before are left out
   */
  results(pool: string, since: Date): Promise<ResultCount[]>;

  /** Ids of the leads that are offered now, to this rep or to anybody (`null`). */
  offered(rep: string | null): Promise<string[]>;
}
