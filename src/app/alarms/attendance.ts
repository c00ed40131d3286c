/** Who of a pool is there, for the pools in which leads wait. */

import type { Attendance, MemberAttendance } from '../../domain/alarms/nobody-available.ts';
import { decideAvailability } from '../../domain/availability/availability.ts';
import { describeUnavailable } from '../../domain/availability/unavailable-words.ts';
import { repName } from '../../domain/lead-card.ts';
import { isOffering, type Pool } from '../../domain/ruleset.ts';
import type { WaitingInPool } from '../../ports/alarms.ts';
import type { AssignContext } from '../push/assign-leads.ts';

/** There, and yet the rotation could give them nothing. */
const NOT_THESE = 'at a cap, with offers to answer first, or without the skills';

export async function readAttendance(context: AssignContext, waiting: readonly WaitingInPool[]): Promise<Attendance[]> {
  const { store, ruleset, clock, calendars, signals } = context;
  const now = clock.now();
  const said = new Map((await store.availability.all(now)).map((one) => [one.rep, one]));

  function member(rep: string, isHeld: boolean): MemberAttendance {
    const calendar = calendars(rep);
    const availability = decideAvailability({
      now,
      calendar,
      command: said.get(rep)?.command ?? null,
      outOfOffice: said.get(rep)?.outOfOffice ?? [],
      signals: signals.of(rep),
    });
    const unavailable = availability.free
      ? isHeld
        ? NOT_THESE
        : null
      : describeUnavailable(availability, now, calendar.timezone);
    return { name: repName(ruleset, rep), isWorking: calendar.isWorking(now), unavailable };
  }

  return waiting.flatMap(({ pool: id, waiting: all, held }) => {
    const pool = ruleset.pools.find((one: Pool) => one.id === id);
    if (!pool) return [];
    const isHeld = isOffering(pool);
    const members = pool.members.map(({ rep }) => member(rep, isHeld));
    return [{ pool: id, waiting: isHeld ? held : all, members }];
  });
}
