/**
 * Shares one lead's worth of credit, or takes it back. What does not divide is carried to the next time, so that no unit is
 * lost. For the whole pool only the level moves; for some members their accounts are written one by one.
 */
import { type Books, fullEarlier, isPresent, roomOf, type Seat } from './books.ts';
import { LEAD } from './units.ts';

export interface Shared {
  /** Units for each thousandth of weight. */
  share: bigint;
  /** Of all who shared, in thousandths. */
  totalWeight: bigint;
  /** Away, and now owed all that is kept for them; their last bit instead of the share. */
  filled: { seat: Seat; amount: bigint }[];
  /** Shared alike by all, credited otherwise or not. */
  everyone: boolean;
  /** What nobody could share: it goes to (or comes from) the one whose turn it is. */
  rest: bigint;
}

/**
 * Credits a lead to those who are entitled to it.
 * @param only for whom the lead is; null: all. When none of them is present it was given among people who are away, and they
 *   share it alike: otherwise it would be the same one's turn every time
 */
export function creditLead(books: Books, only: readonly Seat[] | null): Shared {
  const atHome = only?.some(isPresent) ? [] : (only?.filter(isMember) ?? []);
  if (atHome.length > 0) return shareAmong(books, atHome, LEAD, []);
  const entitled = only?.filter(isCredited) ?? null;
  const filled = fillKept(books, entitled);
  const pot = filled.reduce((left, { amount }) => left - amount, LEAD);
  return shareAmong(books, entitled?.filter(isCredited) ?? null, pot, filled);
}

/**
 * Takes the credit of a lead back, from those who are credited now. When nobody is present, all members (of `only`) pay alike:
 * the pool has gone home, and neither whoever was offered the lead last nor those whose turn is kept are to bear it alone.
 */
export function takeLeadBack(books: Books, only: readonly Seat[] | null): Shared {
  if (only ? only.some(isPresent) : books.presentCount > 0) {
    return shareAmong(books, only?.filter(isCredited) ?? null, -LEAD, []);
  }
  return shareAmong(books, only?.filter(isMember) ?? books.members(), -LEAD, []);
}

/** Those away whom a share would give more than is kept for them get what is still missing, and their credit ends. */
function fillKept(books: Books, entitled: readonly Seat[] | null): Shared['filled'] {
  const kept = entitled?.filter(({ account }) => !account.present).sort((a, b) => (fullEarlier(a, b) ? -1 : 1));
  let weight = entitled ? weightOf(entitled) : books.creditedWeight;
  let pot = LEAD + books.carry;
  const filled: Shared['filled'] = [];
  for (;;) {
    const seat = kept ? kept[filled.length] : books.kept.first();
    if (!seat) return filled;
    const amount = roomOf(seat, books);
    if (amount > seat.weight * (pot / weight)) return filled;
    books.post(seat, amount);
    books.stand(seat, { credited: false });
    filled.push({ seat, amount });
    pot -= amount;
    weight -= seat.weight;
  }
}

/** @param seats null: all who are credited, at once */
function shareAmong(books: Books, seats: readonly Seat[] | null, units: bigint, filled: Shared['filled']): Shared {
  const totalWeight = seats ? weightOf(seats) : books.creditedWeight;
  const everyone = seats?.some((seat) => !isCredited(seat)) ?? false;
  if (totalWeight === 0n) return { share: 0n, totalWeight, filled, everyone, rest: units };
  const pot = units + books.carry;
  const share = divideDown(pot, totalWeight);
  books.carry = pot - share * totalWeight;
  if (!seats) books.level += share;
  else for (const seat of seats) books.post(seat, share * seat.weight);
  return { share, totalWeight, filled, everyone, rest: 0n };
}

/** Towards minus infinity, so that what is carried is never negative. */
function divideDown(units: bigint, by: bigint): bigint {
  const quotient = units / by;
  return units < 0n && quotient * by !== units ? quotient - 1n : quotient;
}

function weightOf(seats: readonly Seat[]): bigint {
  return seats.reduce((sum, { weight }) => sum + weight, 0n);
}

function isCredited({ account }: Seat): boolean {
  return account.credited;
}

function isMember({ account }: Seat): boolean {
  return account.member;
}
