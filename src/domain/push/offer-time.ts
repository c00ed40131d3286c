/** Until when an offer may be accepted. */
import type { Desk } from './desk.ts';

/**
 * Counted in the rep's working time: an offer that a pool makes at night all the same runs on into the morning. Whoever said outside of
 * their hours that they are back has it by the wall clock.
 */
export function offerUntil(desk: Desk, rep: string): Date {
  const { now, pool } = desk;
  const { acceptWithinMs } = pool.offer;
  const calendar = desk.calendar(rep);
  const atWork = calendar.isWorking(now) || !desk.availability(rep).free;
  return (atWork ? calendar.add(now, acceptWithinMs) : null) ?? new Date(now.getTime() + acceptWithinMs);
}
