/** Hand-overs: how far each lead has got to each system outside, and how far that system has been read. */
import type { DeadCount } from '../domain/hand-over/remedies.ts';
import type { Lead } from '../domain/lead.ts';
import type { TimelineEntry } from '../domain/lead-event.ts';

/** One lead for one target, held by whoever began it. */
export interface HandOver {
  lead: Lead;
  /** What happened since `sentVersion`, oldest first. */
  entries: TimelineEntry[];
  sentVersion: number;
  /** What the other side calls its record. */
  remoteId: string | null;
  /** This one included, since it was last done: from the second on, something may be there already. */
  attempts: number;
  /** Since when it fails. */
  failedAt: Date | null;
}

/** What came of one that was begun. */
export interface HandOverUpdate {
  leadId: string;
  state: 'open' | 'dead';
  sentVersion: number;
  remoteId: string | null;
  attempts: number;
  /** Code of the failure; `null`: none. */
  error: string | null;
  failedAt: Date | null;
}

export interface Begun {
  /** Those that may be worked on now, in no order. */
  mine: HandOver[];
  /** Leads that somebody else is handing over at this moment. */
  busy: string[];
}

export interface DeadLetter {
  leadId: string;
  target: string;
  code: string;
  since: Date;
}

/** A target whose leads are tried again and again. */
export interface FailingTarget {
  target: string;
  /** Of the newest failure. */
  code: string;
  /** Leads that were tried; others wait behind them. */
  tried: number;
  since: Date;
}

export interface HandOverRepository {
  /** Commits a job for each of these that has none waiting, in the caller's transaction. One statement of the queue's. */
  enqueue(wanted: readonly { target: string; leadId: string }[]): Promise<void>;

  /**
   * Takes the right to hand these leads over to a target for `leaseMs`; one holder at a time over all instances. Dead letters, and
   * leads that are no more, are left out. Two statements.
   */
  begin(target: string, leadIds: readonly string[], by: { holder: string; now: Date; leaseMs: number }): Promise<Begun>;

  /** Writes what came of hand-overs and gives the right back. Of those whose right has passed to somebody else nothing is written. */
  end(target: string, holder: string, updates: readonly HandOverUpdate[]): Promise<void>;

  /** Dead letters by target and code. @param target `null`: of all */
  countDead(target: string | null): Promise<DeadCount[]>;

  /** Dead letters, the oldest first. */
  listDead(target: string | null, limit: number): Promise<DeadLetter[]>;

  /**
   * Lets dead letters of a target be tried once more, and commits their jobs; a record that was deleted on the other side is made anew.
   * @returns how many; fewer than `limit`: there are no more
   */
  replay(target: string, limit: number): Promise<number>;

  /** Targets that fail, and are not given up. */
  failing(): Promise<FailingTarget[]>;

  /** Leads whose records on the other side are called so. One record may be that of several leads. */
  leadsOf(target: string, remoteIds: readonly string[]): Promise<{ remoteId: string; lead: Lead }[]>;

  /** How many leads wait for a target; for the metrics. */
  countWaiting(target: string): Promise<number>;

  /** How far the target's own changes have been read, in its own terms; `null`: not yet. */
  readUpTo(target: string): Promise<string | null>;

  saveRead(target: string, position: string, now: Date): Promise<void>;
}
