/**
 * What the rotation writes down: enough to say of every unit where it came from. Entries are only ever appended, and are
 * plain JSON; amounts in units are decimal strings in it.
 */

/** Why somebody took a lead that counts as a turn. */
export type TurnCause = 'offered' | 'claimed' | 'assigned' | 'returning-owner';

/** Why somebody did not keep a lead. */
export type MoveCause = 'declined' | 'expired' | 'withdrawn';

/** How a member's place in the pool changed. */
export type StandingCause = 'joined' | 'left' | 'weight' | 'present' | 'absent';

export type LedgerEntry = TurnEntry | MoveEntry | UndoneEntry | StandingEntry;

interface EntryBase {
  /** 1, 2, 3 … within the pool. */
  seq: number;
}

/** How a lead's worth was shared among those entitled to it; what was taken back, in an undone turn, is negative. */
interface Sharing {
  /** Units for each thousandth of weight. */
  share: string;
  /** Of all who shared, in thousandths. */
  totalWeight: number;
  /** The lead was for some members only, and only the entitled ones of these shared; null: the whole pool. */
  only: string[] | null;
  /** All members, or all of `only`, shared alike, whether they are credited otherwise or not: nobody of them was at work. */
  everyone?: true;
  /** What was left because nobody could share it: `rep` was credited that, in units. */
  rest?: string;
}

/** Members whose credit began or ended with this entry, after its amounts. */
interface CreditChanges {
  creditChanges?: CreditChange[];
}

export interface CreditChange {
  rep: string;
  /** Whether turns credit this member from now on. */
  credited: boolean;
}

/** A lead was given: everybody entitled is credited a share, `rep` is debited one lead. */
export interface TurnEntry extends EntryBase, Sharing, CreditChanges {
  kind: 'turn';
  lead: string;
  rep: string;
  cause: TurnCause;
  /** Members away who are now owed all that is kept for them: what they got instead of their share. They get no more. */
  filled?: { rep: string; amount: string }[];
}

/** `rep` has the lead instead of `from`: the debit moves, nobody is credited. */
export interface MoveEntry extends EntryBase, CreditChanges {
  kind: 'move';
  lead: string;
  rep: string;
  from: string;
  cause: MoveCause;
}

/** Nobody of the pool has the lead in the end: the debit of `rep` and the credits of the others are taken back. */
export interface UndoneEntry extends EntryBase, Sharing, CreditChanges {
  kind: 'undone';
  lead: string;
  rep: string;
  cause: MoveCause;
}

/** What a member has to do with the pool changed. Nobody's balance changes with it. */
export interface StandingEntry extends EntryBase {
  kind: 'standing';
  lead: null;
  rep: string;
  cause: StandingCause;
  /** In thousandths. */
  weight: { before: number; after: number };
  credited: { before: boolean; after: boolean };
  /** Why somebody is present or absent, in the words of whoever said so. */
  because: string | null;
  /** Absent: how many leads may be owed at most while away. */
  keeps?: number;
}
