/** What alarms are made of, read at a cost that grows with what waits and with a fixed span of time, never with what is stored. */
import type { AlarmState } from '../domain/alarms/alarm.ts';
import type { WaitingConversation } from '../domain/alarms/failing-deliveries.ts';
import type { Ledger } from '../domain/alarms/fairness-drift.ts';
import type { SourceHistory } from '../domain/alarms/quiet-source.ts';
import type { OverdueWork } from '../domain/alarms/work-left-lying.ts';

export interface WaitingInPool {
  pool: string;
  /** Leads that nobody has yet. */
  waiting: number;
  /** Of these: leads that wait because nobody could take them. */
  held: number;
  /** When the first of them came. */
  oldest: Date;
}

export interface AlarmRepository {
  known(): Promise<AlarmState[]>;

  /** Writes alarms as they now are, and forgets others. One statement. */
  keep(kept: readonly AlarmState[], forgotten: readonly string[]): Promise<void>;

  /** Alarms that the admins were told of and that are not over, by the first part of their keys; for the metrics. */
  raised(): Promise<Record<string, number>>;

  /** Pools in which leads wait; the others are left out. */
  waiting(): Promise<WaitingInPool[]>;

  overdueWork(): Promise<OverdueWork>;

  /** Conversations that have cards to post (of which at most 1,000 are counted) or a problem. @param refusedSince of refused cards */
  conversations(refusedSince: Date): Promise<WaitingConversation[]>;

  /** Ledgers of these pools, each as it stands at one moment. */
  ledgers(pools: readonly string[], limit: number): Promise<Ledger[]>;

  /**
   * Counts anew, for each hour from the last one that was counted, where leads came from. Of an hour the most frequent sources are kept.
   * @param since where nothing was counted yet, or not for long
   */
  countSources(since: Date): Promise<void>;

  /** Remembers how many leads wait in pools, if more than before within the hour. */
  noteWaiting(hour: Date, pools: readonly { pool: string; waiting: number }[]): Promise<void>;

  /** What nine in ten of the hours since then did not go beyond, of pools that were looked at in so many hours. */
  usualWaiting(since: Date, leastHours: number): Promise<{ pool: string; usual: number }[]>;

  /** Sources that were active in so many hours since then, and in none that began later than `silent`; the busiest first. */
  sources(since: Date, terms: { silent: Date; leastHours: number; limit: number }): Promise<SourceHistory[]>;

  /** Forgets what was counted for hours before. */
  forgetHours(before: Date): Promise<void>;
}
