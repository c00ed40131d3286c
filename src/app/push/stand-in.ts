/** Leads that a rule gives to one rep, or that come back to their owner, go to whom that rep has named to stand in, while they are out of office. */
import { type Availability, decideAvailability, type UnavailableCode } from '../../domain/availability/availability.ts';
import { resolveDelegate } from '../../domain/availability/delegates.ts';
import { describeUnavailable } from '../../domain/availability/unavailable-words.ts';
import type { WorkCalendar } from '../../domain/availability/work-calendar.ts';
import type { Routed } from '../../domain/rules/route-lead.ts';
import type { SaidByRep } from '../../ports/availability.ts';
import type { Repositories } from '../../ports/store.ts';

/** What becomes of decisions of the router: the same, but for leads of reps who are out. */
export type StandIn = (tx: Repositories, decisions: readonly Routed[], now: Date) => Promise<Routed[]>;

/** One statement, and that only where a rule names a rep. @param calendars by rep id */
export function createStandIn(calendars: (rep: string) => WorkCalendar): StandIn {
  return async (tx, decisions, now) => {
    if (!decisions.some(({ to }) => to.kind === 'rep')) return [...decisions];
    const said = await readSaid(tx, now);
    return decisions.map((decision) => replaced(decision, said, calendars, now));
  };
}

type Said = ReadonlyMap<string, SaidByRep>;

async function readSaid(tx: Repositories, now: Date): Promise<Said> {
  return new Map((await tx.availability.all(now)).map((one) => [one.rep, one]));
}

/** What a rep has said and the calendar says; chat is not asked. */
function stateOf(rep: string, said: Said, calendar: WorkCalendar, now: Date): Availability {
  const { command = null, outOfOffice = [] } = said.get(rep) ?? {};
  return decideAvailability({ now, calendar, command, outOfOffice, signals: {} });
}

/** Why reps cannot take a lead for longer than a night, in words that go after "they are"; `null` for those who can. One statement. */
export type Absences = (tx: Repositories, now: Date) => Promise<(rep: string) => string | null>;

const LONGER_THAN_A_NIGHT: ReadonlySet<UnavailableCode> = new Set(['away', 'out_of_office', 'holiday']);

export function createAbsences(calendars: (rep: string) => WorkCalendar): Absences {
  return async (tx, now) => {
    const said = await readSaid(tx, now);
    return (rep) => {
      const calendar = calendars(rep);
      const state = stateOf(rep, said, calendar, now);
      return state.free || !LONGER_THAN_A_NIGHT.has(state.code)
        ? null
        : describeUnavailable(state, now, calendar.timezone);
    };
  };
}

function replaced(decision: Routed, said: Said, calendars: (rep: string) => WorkCalendar, now: Date): Routed {
  if (decision.to.kind !== 'rep') return decision;
  const { rep } = decision.to;
  const delegateOf = (id: string) => {
    const state = stateOf(id, said, calendars(id), now);
    return state.free ? null : (state.delegate ?? null);
  };
  const own = stateOf(rep, said, calendars(rep), now);
  // A delegate covers for days, not for a night: whether they are at work this minute does not matter, only whether they are out too.
  const answer = resolveDelegate(rep, delegateOf, (id) => delegateOf(id) === null);
  if (own.free || !('delegate' in answer)) return decision;
  const because = `${rep} is ${describeUnavailable(own, now, calendars(rep).timezone)}, and it is covered for them`;
  const step = { step: 'destination', kind: 'rep', name: answer.delegate, because } as const;
  return { ...decision, to: { ...decision.to, rep: answer.delegate }, trace: [...decision.trace, step] };
}
