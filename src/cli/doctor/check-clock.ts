/** Whether two clocks agree: chats refuse nothing by their clocks, but Dibs refuses requests that look old, and offers run out by it. */
import { type Finding, ok, problem } from './finding.ts';

/** A fifth of what a signed request may be off, so that there is time to act. */
const MOST_APART_MS = 60_000;

/** @param aheadMs the other clock less ours */
export function clockFinding(check: 'slack-clock' | 'teams-clock' | 'database-clock', aheadMs: number): Finding {
  const apart = Math.abs(aheadMs);
  if (apart <= MOST_APART_MS) return ok(check, 'agrees within a minute');
  const place = check === 'database-clock' ? 'this machine and of the database server' : 'this machine';
  return problem(check, `this machine is ${Math.round(apart / 1000)} s ${aheadMs > 0 ? 'behind' : 'ahead'}`, [
    `Set the clock of ${place} by NTP (timedatectl set-ntp true). More than 5 minutes off, every click over HTTP is refused.`,
  ]);
}
