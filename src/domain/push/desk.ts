/**
 * One pool at one moment: who of its members can take a lead now, who not and why, and who is next. Made anew for each pass over
 * the leads that are due, from what the store and the chat say then; all choices of the pass count on each other.
 */
import type { Availability, Unavailable } from '../availability/availability.ts';
import { type CapMode, capState } from '../availability/caps-window.ts';
import type { WorkCalendar } from '../availability/work-calendar.ts';
import type { Roster } from '../fit/roster.ts';
import type { Misfit } from '../fit/skills.ts';
import type { Lead } from '../lead.ts';
import type { Rotation } from '../rotation/rotation.ts';
import type { Caps, Pool, PoolMember, Rep } from '../ruleset.ts';
import type { PassedOverCode } from '../trace.ts';

/** What a rep has on their hands. */
export interface Load {
  /** When they got leads, ascending, of the last 31 days: of all pools, and of this one. */
  received: readonly Date[];
  receivedHere: readonly Date[];
  /** Leads in hand: of all pools, and of this one. */
  open: number;
  openHere: number;
  /** Offers that they have not answered yet. */
  offers: number;
}

/** Why a member cannot take a lead now. */
export interface Absence {
  code: PassedOverCode;
  /** When that ends by itself; `null`: not known. */
  until: Date | null;
  /** `Unavailable` where it is their calendar, chat or word; the cap where it is that. */
  detail: Unavailable | { cap: string; limit: number } | null;
}

export interface DeskInput {
  pool: Pool;
  now: Date;
  rotation: Rotation;
  /** `null` where no member has skills: everything fits everybody. */
  roster: Roster | null;
  reps: ReadonlyMap<string, Rep>;
  calendar: (rep: string) => WorkCalendar;
  availability: (rep: string) => Availability;
  load: (rep: string) => Load;
}

/** Whom a lead fits. */
export interface Narrowed {
  /** `null`: all members, so that the whole rotation takes part. */
  fit: string[] | null;
  /** Skills that are no longer asked for. */
  dropped: readonly string[];
  /** When the next preferred skill is dropped; `null`: none will be. */
  nextDropAt: Date | null;
  misfitsOf: (rep: string) => readonly Misfit[];
}

/** Of each kind of reason so many members are named; of the others only the number is kept. */
export const NAMED = 8;

export interface AbsentInShort {
  /** The first few of each reason. */
  named: readonly (readonly [rep: string, absence: Absence])[];
  /** How many there are of each reason, those named among them. */
  counts: ReadonlyMap<PassedOverCode, number>;
}

/** What a trace has room for. */
export function inShort(absent: ReadonlyMap<string, Absence>): AbsentInShort {
  const counts = new Map<PassedOverCode, number>();
  const named = [...absent].filter(([, { code }]) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= NAMED;
  });
  return { named, counts };
}

const ALL: Narrowed = { fit: null, dropped: [], nextDropAt: null, misfitsOf: () => [] };

export class Desk {
  readonly pool: Pool;
  readonly now: Date;
  readonly rotation: Rotation;
  readonly #input: DeskInput;
  readonly #members: ReadonlyMap<string, PoolMember>;
  readonly #absent = new Map<string, Absence>();
  /** How many more offers each member can get. */
  readonly #rooms = new Map<string, number>();
  #room = 0;
  #inShort: AbsentInShort | null = null;

  constructor(input: DeskInput) {
    this.#input = input;
    this.pool = input.pool;
    this.now = input.now;
    this.rotation = input.rotation;
    this.#members = new Map(input.pool.members.map((member) => [member.rep, member]));
    for (const member of this.pool.members) this.#look(member);
  }

  absence(rep: string): Absence | null {
    return this.#absent.get(rep) ?? null;
  }

  availability(rep: string): Availability {
    return this.#input.availability(rep);
  }

  calendar(rep: string): WorkCalendar {
    return this.#input.calendar(rep);
  }

  /** How many more offers the members can get now: what a waiting backlog is let go by. */
  room(): number {
    return this.#room;
  }

  /** Members who cannot take a lead now, in short; kept until one of them changes: with 10,000 members nobody can go through them for each lead. */
  absentInShort(): AbsentInShort {
    this.#inShort ??= inShort(this.#absent);
    return this.#inShort;
  }

  narrow(lead: Lead, waitedMs: number): Narrowed {
    const { roster } = this.#input;
    if (!roster) return ALL;
    const { members, skills } = this.pool;
    const { fit, dropped, nextDropAt, misfitsOf } = roster.candidates(lead.attributes, skills, waitedMs);
    return {
      fit: fit.length === members.length ? null : fit,
      dropped,
      nextDropAt: nextDropAt === null ? null : new Date(this.now.getTime() - waitedMs + nextDropAt),
      misfitsOf,
    };
  }

  /** Looks at a member again, after something was put into their hands. */
  review(rep: string): void {
    const member = this.#members.get(rep);
    if (member) this.#look(member);
  }

  #look(member: PoolMember): void {
    const absence = this.#whyNot(member);
    if (absence || this.#absent.has(member.rep)) this.#inShort = null;
    if (absence) this.#absent.set(member.rep, absence);
    else this.#absent.delete(member.rep);
    const room = absence ? 0 : this.pool.offer.atOnce - this.#input.load(member.rep).offers;
    this.#room += room - (this.#rooms.get(member.rep) ?? 0);
    this.#rooms.set(member.rep, room);
    this.rotation.setPresent(member.rep, absence === null, absence?.code ?? 'free', keepsOf(absence, this.pool));
  }

  #whyNot({ rep, caps }: PoolMember): Absence | null {
    const state = this.#input.availability(rep);
    if (!state.free) return { code: state.code, until: state.until, detail: state };
    const load = this.#input.load(rep);
    const own = this.#cap(this.#input.reps.get(rep)?.caps, load.received, load.open, load.offers);
    const here = this.#cap(this.#capsHere(caps), load.receivedHere, load.openHere, load.offers);
    const reached = own ?? here;
    if (reached) return { code: 'cap_reached', until: reached.freeAt, detail: reached };
    if (load.offers >= this.pool.offer.atOnce) return { code: 'offers_unanswered', until: null, detail: null };
    return null;
  }

  #capsHere(caps: Caps | undefined): Caps | undefined {
    if (this.pool.strategy !== 'top-performer') return caps;
    const { ceiling } = this.pool.performance;
    return { ...caps, month: Math.min(ceiling, caps?.month ?? ceiling) };
  }

  /** Offers count as if they were accepted: whoever is at a cap gets none. */
  #cap(caps: Caps | undefined, received: readonly Date[], open: number, offers: number) {
    if (!caps) return null;
    const { now, pool } = this;
    const mode: CapMode = pool.capPeriods;
    const withOffers = [...received, ...Array.from({ length: offers }, () => now)];
    return capState({ caps, received: withOffers, open: open + offers, now, timezone: pool.timezone, mode });
  }
}

/** Who has had enough is owed nothing more; who only has to answer first keeps their turn. */
function keepsOf(absence: Absence | null, pool: Pool): { keeps?: number } {
  if (absence?.code === 'cap_reached') return { keeps: 0 };
  if (absence?.code === 'offers_unanswered') return { keeps: Math.max(1, pool.offer.keeps) };
  return {};
}
