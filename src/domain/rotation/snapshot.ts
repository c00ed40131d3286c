/** How the rotation of one pool is stored. */
import type { Account } from './account.ts';
import type { LedgerEntry } from './ledger-entry.ts';

export interface RotationSnapshot {
  /** Of the newest entry; 0 before the first. */
  seq: number;
  /** Units that each thousandth of weight has been credited so far. */
  level: bigint;
  /** Units that the last sharing left over, because they did not divide; they are in the next one. */
  carry: bigint;
  /** Of members, and of everybody who ever was one. Always: all that is owed + carry = 0. */
  accounts: Account[];
}

/** What happened since the last time, to be written in one transaction. */
export interface RotationChanges extends RotationSnapshot {
  /** Only those whose stored form changed. */
  accounts: Account[];
  /** Oldest first. */
  entries: LedgerEntry[];
}
