/** "Why is Ana owed 0.6?": a rep's account in a pool's ledger, entry by entry. */
import { owedAt } from '../../domain/rotation/account.ts';
import { explainOwed } from '../../domain/rotation/explain-owed.ts';
import type { LedgerEntry } from '../../domain/rotation/ledger-entry.ts';
import { inLeads } from '../../domain/rotation/units.ts';
import type { Store } from '../../ports/store.ts';

export interface LedgerLine {
  at: Date;
  /** `null` where the rep's place in the pool changed. */
  lead: string | null;
  cause: LedgerEntry['cause'];
  /** In leads; a minus is a lead that the rep got. */
  amount: number;
  /** In leads, after it. */
  balance: number;
}

export interface LedgerAccount {
  pool: string;
  /** The virtual queue; empty where the pool has but one. */
  queue: string;
  rep: string;
  /** In leads. */
  owed: number;
  /** What was owed before the first of the lines, in leads. */
  opening: number;
  /** Oldest first. */
  lines: LedgerLine[];
}

/** @returns `null` where the pool has no ledger yet, or the rep no account in it */
export type ExplainLedger = (pool: string, queue: string, rep: string) => Promise<LedgerAccount | null>;

/** Entries that are looked through, for one rep and all others: a day of a busy pool. */
const LOOK_BACK = 500;

export function createExplainLedger({ transaction }: Pick<Store, 'transaction'>): ExplainLedger {
  return async (pool, queue, rep) => {
    const key = { pool, queue };
    // Both at the same moment: an entry between the two would be missing from the balance.
    const { snapshot, newest } = await transaction(async (tx) => {
      await tx.push.waitForLock();
      return { snapshot: await tx.rotations.load(key), newest: await tx.rotations.newestEntries(key, LOOK_BACK) };
    });
    const account = snapshot?.accounts.find((one) => one.rep === rep);
    if (!snapshot || !account) return null;
    const owed = owedAt(account, snapshot.level);
    const { weight, credited, member } = account;
    const times = new Map(newest.map(({ at, entry }) => [entry.seq, at]));
    const { opening, rows } = explainOwed(
      newest.map(({ entry }) => entry),
      { rep, owed, weight, credited, member },
    );
    return {
      pool,
      queue,
      rep,
      owed: inLeads(owed),
      opening: inLeads(opening),
      lines: rows.map(({ seq, lead, cause, amount, balance }) => ({
        at: times.get(seq) ?? new Date(0),
        lead,
        cause,
        amount: inLeads(amount),
        balance: inLeads(balance),
      })),
    };
  };
}
