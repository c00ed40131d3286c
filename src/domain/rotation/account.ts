/** What the books hold of one rep in one pool, as it is stored. */

/** What is owed rises with the pool's level while the member is credited, so a turn changes one account and not all. */
export interface Account {
  rep: string;
  /** In thousandths. */
  weight: number;
  /** Units owed when `since` was the pool's level. Negative: has had more than the share. */
  banked: bigint;
  /** Level, in units for each thousandth of weight. */
  since: bigint;
  /** Whether turns credit this account. */
  credited: boolean;
  present: boolean;
  /** Leads that may be owed at most while absent; 0 while present. */
  keeps: number;
  /** False: left the pool. The balance waits for a return. */
  member: boolean;
}

/** What is owed to this account, in units, at a level of its pool. */
export function owedAt(account: Account, level: bigint): bigint {
  const { banked, since, credited, weight } = account;
  return credited ? banked + BigInt(weight) * (level - since) : banked;
}
