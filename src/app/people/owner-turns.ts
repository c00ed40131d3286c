/** What a lead costs a rep that comes back to them past the rotation. Whether it does is the pool's setting. */
import type { Charge, Lead } from '../../domain/lead.ts';
import { keepsLedger } from '../../domain/ruleset.ts';
import type { Repositories } from '../../ports/store.ts';
import { ledgerTransaction } from '../push/ledger-transaction.ts';
import { chargeTurn, type Ledgers } from '../push/turns.ts';
import type { ChangeContext } from '../record-changes.ts';

export interface OwnerTurns {
  /** Runs `work` in a transaction in which turns can be charged. */
  transaction<T>(work: (tx: Repositories) => Promise<T>): Promise<T>;
  /** @returns the turn that the lead costs its owner as a member of this pool; `null`: none */
  charge(tx: Repositories, lead: Lead, pool: string | null, rep: string): Promise<Charge | null>;
}

export function createOwnerTurns(context: Pick<ChangeContext, 'store' | 'clock'> & Ledgers): OwnerTurns {
  const { store, ruleset } = context;
  const counting = ruleset.people?.owners
    ? ruleset.pools.filter((pool) => keepsLedger(pool) && pool.offer.returningOwners === 'lose-turn')
    : [];
  if (counting.length === 0) return { transaction: (work) => store.transaction(work), charge: async () => null };
  return {
    transaction: (work) =>
      ledgerTransaction(context, async (tx) => {
        // Before any lead is locked: whoever has it may be waiting for a lead of ours.
        await tx.push.waitForLock();
        return work(tx);
      }),
    charge: async (tx, lead, id, rep) => {
      const pool = counting.find((candidate) => candidate.id === id);
      return pool ? chargeTurn(context, tx, lead, { pool, rep, cause: 'returning-owner' }) : null;
    },
  };
}
