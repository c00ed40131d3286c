/** What the reps have on their hands and whether they are there, read once for a pass and kept up to date while it chooses. */
import { type Availability, type ChatSignals, decideAvailability } from '../../domain/availability/availability.ts';
import { publicHolidays } from '../../domain/availability/public-holidays.ts';
import { type WorkCalendar, workCalendar } from '../../domain/availability/work-calendar.ts';
import type { Load } from '../../domain/push/desk.ts';
import type { Pool, Rep, Ruleset } from '../../domain/ruleset.ts';
import type { SaidByRep } from '../../ports/availability.ts';
import type { RepLoad } from '../../ports/push.ts';
import type { Repositories } from '../../ports/store.ts';

/** Calendars of all reps of a ruleset; each is made when first asked for, since holidays take memory. */
export function createCalendars(ruleset: Ruleset): (rep: string) => WorkCalendar {
  const reps = new Map(ruleset.reps.map((rep) => [rep.id, rep]));
  const made = new Map<string, WorkCalendar>();
  return (id) => {
    const known = made.get(id);
    if (known) return known;
    const rep = reps.get(id);
    const calendar = workCalendar({
      timezone: rep?.timezone ?? ruleset.timezone,
      hours: rep?.hours,
      holidays: rep?.holidays ? publicHolidays(rep.holidays) : undefined,
    });
    made.set(id, calendar);
    return calendar;
  };
}

/** The longest window of a cap: a month of the calendar. */
const CAPS_LOOK_BACK_MS = 31 * 24 * 3_600_000;

const NOTHING: Load = { received: [], receivedHere: [], open: 0, openHere: 0, offers: 0 };

export interface Hands {
  availability(rep: string): Availability;
  calendar(rep: string): WorkCalendar;
  load(rep: string, pool: string): Load;
  /** An offer went to this rep. */
  offered(rep: string): void;
}

export interface HandsInput {
  now: Date;
  calendars: (rep: string) => WorkCalendar;
  signals: (rep: string) => ChatSignals;
  reps: ReadonlyMap<string, Rep>;
}

/** Reads what is needed for these pools: at most three statements. */
export async function readHands(tx: Repositories, pools: readonly Pool[], input: HandsInput): Promise<Hands> {
  const { now, reps } = input;
  const said = new Map((await tx.availability.all(now)).map((one) => [one.rep, one]));
  const offers = new Map(await tx.push.openOffers());
  const capped = [...new Set(pools.flatMap((pool) => cappedMembers(pool, reps)))];
  const since = new Date(now.getTime() - CAPS_LOOK_BACK_MS);
  const loads = capped.length > 0 ? groupByRep(await tx.push.loads(capped, since)) : new Map<string, RepLoad[]>();
  const decided = new Map<string, Availability>();
  return {
    calendar: input.calendars,
    availability: (rep) => {
      const known = decided.get(rep) ?? decide(rep, said.get(rep), input);
      decided.set(rep, known);
      return known;
    },
    load: (rep, pool) => loadOf(loads.get(rep) ?? [], pool, offers.get(rep) ?? 0),
    offered: (rep) => offers.set(rep, (offers.get(rep) ?? 0) + 1),
  };
}

function cappedMembers(pool: Pool, reps: ReadonlyMap<string, Rep>): string[] {
  return pool.members.flatMap(({ rep, caps }) =>
    caps || reps.get(rep)?.caps || pool.strategy === 'top-performer' ? [rep] : [],
  );
}

function decide(rep: string, said: SaidByRep | undefined, { now, calendars, signals }: HandsInput): Availability {
  return decideAvailability({
    now,
    calendar: calendars(rep),
    command: said?.command ?? null,
    outOfOffice: said?.outOfOffice ?? [],
    signals: signals(rep),
  });
}

function groupByRep(loads: readonly RepLoad[]): Map<string, RepLoad[]> {
  const byRep = new Map<string, RepLoad[]>();
  for (const load of loads) byRep.set(load.rep, [...(byRep.get(load.rep) ?? []), load]);
  return byRep;
}

function loadOf(loads: readonly RepLoad[], pool: string, offers: number): Load {
  if (loads.length === 0) return offers === 0 ? NOTHING : { ...NOTHING, offers };
  const here = loads.find((load) => load.pool === pool);
  const all = loads.flatMap((load) => load.received).sort((a, b) => a.getTime() - b.getTime());
  return {
    received: all,
    receivedHere: here?.received ?? [],
    open: loads.reduce((total, load) => total + load.open, 0),
    openHere: here?.open ?? 0,
    offers,
  };
}
