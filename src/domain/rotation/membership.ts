/** Who belongs to the rotation and who is there: none of it changes what anybody is owed. */
import { type Books, roomOf, type Seat } from './books.ts';
import type { CreditChange, StandingCause, StandingEntry } from './ledger-entry.ts';
import { weightUnits } from './units.ts';

/** A member as the routing file has it. */
export interface RotationMember {
  rep: string;
  /** Share of the leads against the other members': 0.001 to 1,000. */
  weight: number;
  /** Whole leads that may be owed at most while absent: 0 loses the turn, 1 keeps it, n catches up on n. */
  keeps: number;
}

export type StandingChange = Omit<StandingEntry, 'seq'>;

/** Makes the members of the books those of the routing file. @returns what changed, in the order of the file */
export function applyMembers(books: Books, members: readonly RotationMember[]): StandingChange[] {
  const listed = new Set(members.map(({ rep }) => rep));
  const gone = books.members().filter(({ account }) => !listed.has(account.rep));
  const changes = gone.map((seat) => change(seat, 'left', () => books.stand(seat, LEFT)));
  for (const [order, member] of members.entries()) {
    const weight = weightUnits(member.weight);
    const seat = books.seats.get(member.rep) ?? books.openAccount(member.rep, weight);
    books.reorder(seat, order);
    seat.keepsByDefault = member.keeps;
    if (!seat.account.member) changes.push(change(seat, 'joined', () => books.stand(seat, { ...JOINED, weight })));
    else if (seat.account.weight !== weight) changes.push(change(seat, 'weight', () => books.stand(seat, { weight })));
  }
  return changes;
}

const LEFT = { member: false, present: false, credited: false, keeps: 0 };
/** Present until said otherwise. */
const JOINED = { member: true, present: true, credited: true, keeps: 0 };

/**
 * @param keeps leads that may be owed at most while absent
 * @returns null when nothing changed
 */
export function applyPresence(
  books: Books,
  seat: Seat,
  { present, because, keeps }: { present: boolean; because: string; keeps: number },
): StandingChange | null {
  const { account } = seat;
  if (account.present === present && (present || account.keeps === keeps)) return null;
  const changed = change(seat, present ? 'present' : 'absent', () => {
    books.stand(seat, { present, keeps: present ? 0 : keeps, credited: present });
    reviewCredit(books, seat);
  });
  return { ...changed, because, ...(present ? {} : { keeps }) };
}

/**
 * Somebody away is credited as long as something is still kept for them; when nothing is kept, not even as far as it would
 * make good what they owe. @returns null when that is as it was
 */
export function reviewCredit(books: Books, seat: Seat): CreditChange | null {
  const { rep, member, present, credited, keeps } = seat.account;
  const entitled = member && (present || (keeps > 0 && roomOf(seat, books) > 0n));
  if (entitled === credited) return null;
  books.stand(seat, { credited: entitled });
  return { rep, credited: entitled };
}

function change({ account }: Seat, cause: StandingCause, make: () => void): StandingChange {
  const { weight, credited } = account;
  make();
  return {
    kind: 'standing',
    lead: null,
    rep: account.rep,
    cause,
    weight: { before: weight, after: account.weight },
    credited: { before: credited, after: account.credited },
    because: null,
  };
}
