/** The ledgers of the pools: stored beside the leads whose turns they count, written by one assigner at a time. */
import type { LedgerEntry } from '../domain/rotation/ledger-entry.ts';
import type { RotationChanges, RotationSnapshot } from '../domain/rotation/snapshot.ts';

/** One rotation: a pool's, or one of its virtual queues (`queue` is empty where there is but one). */
export interface RotationKey {
  pool: string;
  queue: string;
}

export interface RotationRepository {
  /** How far each of these ledgers has come: `seq` of the last entry, for telling whether a copy in memory is up to date. */
  positions(keys: readonly RotationKey[]): Promise<(RotationKey & { seq: number })[]>;

  /** The virtual queues of a pool that have a ledger, in the order of the alphabet; at most `limit`. */
  queuesOf(pool: string, limit: number): Promise<string[]>;

  /** The whole of one ledger but its entries; `null` when it has none yet. */
  load(key: RotationKey): Promise<RotationSnapshot | null>;

  /**
   * Writes what has changed, with its entries, all of it or nothing.
   * Throws `AppError` (retry `later`) when another writer was faster: the copy in memory is to be thrown away.
   */
  save(changes: readonly (RotationKey & RotationChanges)[], at: Date): Promise<void>;

  /** The newest entries of a ledger with the time of each, oldest first, without a gap. */
  newestEntries(key: RotationKey, limit: number): Promise<{ at: Date; entry: LedgerEntry }[]>;

  /** Entries of a ledger up to one of them, newest first, without a gap. */
  entriesUntil(key: RotationKey, seq: number, limit: number): Promise<{ at: Date; entry: LedgerEntry }[]>;
}
