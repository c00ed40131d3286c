/**
 * The rotation of one pool: whose turn it is, and the books that say why. Each lead credits every entitled member a share by
 * weight and debits the one who gets it a whole one, in whole units, so that all balances and the carry always sum to nothing.
 * Loaded once and kept: a turn costs O(log members). What changed is taken with `takeChanges` and written with the leads.
 */
import { Books, isPresent, type Seat } from './books.ts';
import type {
  CreditChange,
  LedgerEntry,
  MoveCause,
  MoveEntry,
  TurnCause,
  TurnEntry,
  UndoneEntry,
} from './ledger-entry.ts';
import { applyMembers, applyPresence, type RotationMember, reviewCredit, type StandingChange } from './membership.ts';
import { creditLead, type Shared, takeLeadBack } from './sharing.ts';
import type { RotationChanges, RotationSnapshot } from './snapshot.ts';
import { LEAD } from './units.ts';

export interface NextTurn {
  rep: string;
  /** Units, before this lead is credited to anybody. */
  owedBefore: bigint;
}

export interface MemberStanding {
  rep: string;
  /** Units. */
  owed: bigint;
  present: boolean;
  /** 1 is next; null while absent. */
  position: number | null;
}

type Unnumbered<Entry> = Entry extends LedgerEntry ? Omit<Entry, 'seq'> : never;

export class Rotation {
  readonly #books: Books;
  #seq: number;
  #entries: LedgerEntry[] = [];

  private constructor(snapshot: RotationSnapshot | null) {
    this.#books = new Books(snapshot);
    this.#seq = snapshot?.seq ?? 0;
  }

  /**
   * The rotation as it was stored, with the members that the pool has now. Who joins is owed nothing, who was there before
   * finds the old balance, who leaves keeps it; a new weight leaves it as it is. Who joins is present.
   * @param snapshot null: the pool never had one
   * @param members the order decides between members who are owed the same
   */
  static open(snapshot: RotationSnapshot | null, members: readonly RotationMember[]): Rotation {
    const rotation = new Rotation(snapshot);
    for (const change of applyMembers(rotation.#books, members)) rotation.#write(change);
    return rotation;
  }

  /**
   * Who is absent is never next. Saying what is so already changes nothing.
   * @param because a code or words for the ledger
   * @param options.keeps leads that may be owed at most while absent, instead of the member's own number
   */
  setPresent(rep: string, present: boolean, because: string, options: { keeps?: number } = {}): void {
    const seat = this.#books.seat(rep);
    if (!seat.account.member) throw new Error(`${rep} is no member of this rotation`);
    const change = applyPresence(this.#books, seat, { present, because, keeps: options.keeps ?? seat.keepsByDefault });
    if (change) this.#write(change);
  }

  /**
   * Whose turn a lead is, among those present. Changes nothing.
   * @param only for a lead that only these members can take
   * @param except passed over for this lead; they are credited all the same when it is given
   * @param insteadOf whose turn of this lead will be moved to the one who is found
   * @returns null when nobody is left
   */
  next(only?: readonly string[], except?: ReadonlySet<string>, insteadOf?: string): NextTurn | null {
    const books = this.#books;
    const turns = only ? books.turnsAmong(books.seatsOf(only).filter(isPresent)) : books.turns();
    if (insteadOf !== undefined) turns.charge(insteadOf, -LEAD);
    const rep = turns.first(except);
    if (insteadOf !== undefined) turns.charge(insteadOf, LEAD);
    return this.#asNext(rep);
  }

  /**
   * Whose turn a lead is when nobody is at work and it is to be given all the same: among these members, of whom those who
   * are present do not count. Give it with `turn(…, only)` and the same members.
   */
  nextOfAbsent(only: readonly string[]): NextTurn | null {
    const away = this.#books.seatsOf(only).filter((seat) => seat.account.member && !isPresent(seat));
    return this.#asNext(this.#books.turnsAmong(away).first());
  }

  /**
   * A lead is given to `rep` and counts as a turn: everybody entitled is credited, `rep` is debited.
   * @param only for whom the lead was: only these are credited. Nobody of them present: all of them are, alike
   */
  turn(lead: string, rep: string, cause: TurnCause, only?: readonly string[]): void {
    const taker = this.#books.seat(rep);
    const among = only ? this.#books.seatsOf(only) : null;
    const shared = creditLead(this.#books, among);
    this.#books.post(taker, shared.rest - LEAD);
    const filled = shared.filled.map(({ seat, amount }) => ({ rep: seat.account.rep, amount: amount.toString() }));
    this.#write({
      kind: 'turn',
      lead,
      rep,
      cause,
      ...sharingOf(shared, among),
      ...(filled.length > 0 ? { filled } : {}),
      ...this.#review([taker, ...(among ?? [])]),
    } satisfies Omit<TurnEntry, 'seq'>);
  }

  /** `to` has the lead instead of `from`, whose turn is not to count: the debit moves, nobody is credited for it again. */
  move(lead: string, from: string, to: string, cause: MoveCause): void {
    const [giver, taker] = [this.#books.seat(from), this.#books.seat(to)];
    this.#books.post(giver, LEAD);
    this.#books.post(taker, -LEAD);
    const entry = { kind: 'move', lead, rep: to, from, cause, ...this.#review([giver, taker]) } as const;
    this.#write(entry satisfies Omit<MoveEntry, 'seq'>);
  }

  /**
   * Nobody of the pool has the lead in the end, and the turn of `from` is not to count: the debit is given back, and the
   * credits are taken back from those who are entitled now.
   * @param only the same members as in `turn`
   */
  void(lead: string, from: string, cause: MoveCause, only?: readonly string[]): void {
    const giver = this.#books.seat(from);
    const among = only ? this.#books.seatsOf(only) : null;
    const shared = takeLeadBack(this.#books, among);
    this.#books.post(giver, shared.rest + LEAD);
    const payers = shared.everyone ? (among ?? this.#books.members()) : [];
    const sharing = sharingOf(shared, among);
    const entry = { kind: 'undone', lead, rep: from, cause, ...sharing, ...this.#review([giver, ...payers]) } as const;
    this.#write(entry satisfies Omit<UndoneEntry, 'seq'>);
  }

  /** Units; negative: has had more than the share. */
  owed(rep: string): bigint {
    return this.#books.owed(this.#books.seat(rep));
  }

  /** Who gets the next leads if all members can take them and everybody keeps theirs. */
  upcoming(count: number): string[] {
    const turns = this.#books.trialTurns();
    const reps: string[] = [];
    for (let rep = turns.first(); rep !== null && reps.length < count; rep = turns.first()) {
      reps.push(rep);
      turns.charge(rep, LEAD);
    }
    return reps;
  }

  /** All members, in the order of their next turns; then those who are absent, in the order of the routing file. */
  standing(): MemberStanding[] {
    const members = this.#books.members().sort((a, b) => a.order - b.order);
    // A small weight may not come in that many turns: those who do not follow by their deadlines.
    const positions = [...new Set([...this.upcoming(this.#books.presentCount), ...this.#books.turns().byDeadline()])];
    const tell = (seat: Seat, position: number | null): MemberStanding => {
      const { rep, present } = seat.account;
      return { rep, owed: this.#books.owed(seat), present, position };
    };
    return [
      ...positions.map((rep, index) => tell(this.#books.seat(rep), index + 1)),
      ...members.filter((seat) => !isPresent(seat)).map((seat) => tell(seat, null)),
    ];
  }

  /** What happened since it was opened, or since the last call; null: nothing. */
  takeChanges(): RotationChanges | null {
    if (this.#entries.length === 0) return null;
    const entries = this.#entries;
    this.#entries = [];
    const { level, carry } = this.#books;
    return { seq: this.#seq, level, carry, accounts: this.#books.takeChanged(), entries };
  }

  #asNext(rep: string | null): NextTurn | null {
    return rep === null ? null : { rep, owedBefore: this.owed(rep) };
  }

  #review(seats: readonly Seat[]): { creditChanges?: CreditChange[] } {
    const creditChanges = seats.flatMap((seat) => reviewCredit(this.#books, seat) ?? []);
    return creditChanges.length > 0 ? { creditChanges } : {};
  }

  #write(entry: Unnumbered<LedgerEntry> | StandingChange): void {
    this.#seq += 1;
    this.#entries.push({ seq: this.#seq, ...entry });
  }
}

function sharingOf({ share, totalWeight, everyone, rest }: Shared, only: readonly Seat[] | null) {
  return {
    share: share.toString(),
    totalWeight: Number(totalWeight),
    only: only?.map(({ account }) => account.rep) ?? null,
    ...(everyone ? { everyone } : {}),
    ...(rest === 0n ? {} : { rest: rest.toString() }),
  };
}
