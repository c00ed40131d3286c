/** "Why is Ana owed 0.6?": a rep's account in a pool's ledger, entry by entry. */
import { type Account, owedAt } from '../../domain/rotation/account.ts';
import { explainOwed } from '../../domain/rotation/explain-owed.ts';
import type { LedgerEntry } from '../../domain/rotation/ledger-entry.ts';
import { inLeads } from '../../domain/rotation/units.ts';
import type { RotationKey } from '../../ports/rotations.ts';
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

/** @returns an account for each of the pool's first queues that the rep has one in; none as long as there was no lead */
export type ExplainLedger = (pool: string, rep: string) => Promise<LedgerAccount[]>;

/** More are no answer to be read in a chat. */
const QUEUES_READ = 3;

/** Entries that are looked through, for one rep and all others: a day of a busy pool. */
const LOOK_BACK = 500;

export function createExplainLedger({
  rotations,
  transaction,
}: Pick<Store, 'rotations' | 'transaction'>): ExplainLedger {
  return async (pool, rep) => {
    const queues = await rotations.queuesOf(pool, QUEUES_READ);
    const accounts = await Promise.all(queues.map((queue) => explain({ pool, queue }, rep)));
    return accounts.filter((account) => account !== null);
  };

  async function explain(key: RotationKey, rep: string): Promise<LedgerAccount | null> {
    // Both at the same moment: an entry between the two would be missing from the balance.
    const { snapshot, newest } = await transaction(async (tx) => {
      await tx.push.waitForLock();
      return { snapshot: await tx.rotations.load(key), newest: await tx.rotations.newestEntries(key, LOOK_BACK) };
    });
    const account = snapshot?.accounts.find((one) => one.rep === rep);
    return snapshot && account ? accountOf(key, account, snapshot.level, newest) : null;
  }
}

function accountOf(
  key: RotationKey,
  account: Account,
  level: bigint,
  newest: readonly { at: Date; entry: LedgerEntry }[],
): LedgerAccount {
  const { rep, weight, credited, member } = account;
  const owed = owedAt(account, level);
  const times = new Map(newest.map(({ at, entry }) => [entry.seq, at]));
  const entries = newest.map(({ entry }) => entry);
  const { opening, rows } = explainOwed(entries, { rep, owed, weight, credited, member });
  return {
    ...key,
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
}
