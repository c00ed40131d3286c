/** Leads that a rule gives to one rep go to whom that rep has named to stand in, while they are out of office. */
import { decideAvailability } from '../../domain/availability/availability.ts';
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
    const said = new Map((await tx.availability.all(now)).map((one) => [one.rep, one]));
    return decisions.map((decision) => replaced(decision, said, calendars, now));
  };
}

function replaced(
  decision: Routed,
  said: ReadonlyMap<string, SaidByRep>,
  calendars: (rep: string) => WorkCalendar,
  now: Date,
): Routed {
  if (decision.to.kind !== 'rep') return decision;
  const { rep } = decision.to;
  const stateOf = (id: string) =>
    decideAvailability({
      now,
      calendar: calendars(id),
      command: said.get(id)?.command ?? null,
      outOfOffice: said.get(id)?.outOfOffice ?? [],
      signals: {},
    });
  const delegateOf = (id: string) => {
    const state = stateOf(id);
    return state.free ? null : (state.delegate ?? null);
  };
  const own = stateOf(rep);
  // A delegate covers for days, not for a night: whether they are at work this minute does not matter, only whether they are out too.
  const answer = resolveDelegate(rep, delegateOf, (id) => delegateOf(id) === null);
  if (own.free || !('delegate' in answer)) return decision;
  const because = `${rep} is ${describeUnavailable(own, now, calendars(rep).timezone)}, and it is covered for them`;
  const step = { step: 'destination', kind: 'rep', name: answer.delegate, because } as const;
  return { ...decision, to: { kind: 'rep', rep: answer.delegate }, trace: [...decision.trace, step] };
}
