/** A rotation with a store behind it, which keeps what the real one keeps: one row per account, and the entries as JSON. */
import { type Account, owedAt } from '../../../src/domain/rotation/account.ts';
import { explainOwed, type OwedExplanation } from '../../../src/domain/rotation/explain-owed.ts';
import type { LedgerEntry } from '../../../src/domain/rotation/ledger-entry.ts';
import type { RotationMember } from '../../../src/domain/rotation/membership.ts';
import { Rotation } from '../../../src/domain/rotation/rotation.ts';
import type { RotationSnapshot } from '../../../src/domain/rotation/snapshot.ts';

export class StoredRotation {
  rotation: Rotation;
  members: readonly RotationMember[];
  readonly entries: LedgerEntry[] = [];
  readonly #accounts = new Map<string, Account>();
  #head: Omit<RotationSnapshot, 'accounts'> | null = null;

  constructor(members: readonly RotationMember[]) {
    this.members = members;
    this.rotation = Rotation.open(null, members);
  }

  /** Another program takes over, perhaps with another routing file. */
  reopen(members = this.members): void {
    const snapshot = this.save();
    this.members = members;
    this.rotation = Rotation.open(snapshot, members);
  }

  /** Writes what changed. @returns all that is stored */
  save(): RotationSnapshot | null {
    const changes = this.rotation.takeChanges();
    if (changes) {
      const { accounts, entries, ...head } = changes;
      for (const account of accounts) this.#accounts.set(account.rep, account);
      this.entries.push(...(JSON.parse(JSON.stringify(entries)) as LedgerEntry[]));
      this.#head = head;
    }
    return this.#head && { ...this.#head, accounts: [...this.#accounts.values()].map((account) => ({ ...account })) };
  }

  /** All that is owed by the stored form, and the carry: in order when it is 0. */
  sum(): bigint {
    const stored = this.save();
    if (!stored) return 0n;
    return stored.accounts.reduce((sum, account) => sum + owedAt(account, stored.level), stored.carry);
  }

  /** @param newest how many entries to look at */
  explain(rep: string, newest = Number.POSITIVE_INFINITY): OwedExplanation {
    const stored = this.save();
    const account = stored?.accounts.find((one) => one.rep === rep);
    if (!stored || !account) throw new Error(`nothing is stored of ${rep}`);
    const entries = newest < this.entries.length ? this.entries.slice(-newest) : this.entries;
    return explainOwed(entries, { ...account, owed: owedAt(account, stored.level) });
  }
}

/** Members with these weights, `a`, `b`, … */
export function membersOf(weights: readonly number[], keeps = 0): RotationMember[] {
  return weights.map((weight, i) => ({ rep: i < 26 ? String.fromCharCode(97 + i) : `r${i}`, weight, keeps }));
}

/** Gives leads to whoever is next. @returns who got them */
export function give(rotation: Rotation, count: number, only?: readonly string[]): string[] {
  return Array.from({ length: count }, (_, i) => {
    const next = rotation.next(only);
    if (!next) throw new Error('nobody is present');
    rotation.turn(`lead-${i}`, next.rep, 'offered', only);
    return next.rep;
  });
}
