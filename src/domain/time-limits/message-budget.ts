/** How many messages of the timekeeper a rep or a channel gets: what is due meanwhile waits, and comes as one. */

/** The most messages in an hour. */
export const MESSAGES_PER_HOUR = 6;
const HOUR_MS = 3_600_000;

/** Between two messages: what becomes due in it is told together. */
export const APART_MS = 60_000;

/** How far back messages matter. */
export const BUDGET_LOOK_BACK_MS = HOUR_MS;

/**
 * @param sent when the messages of the last hour were sent, ascending
 * @returns when the next one may be, `null`: now
 */
export function nextMessageAt(sent: readonly Date[], now: Date): Date | null {
  // A clock that was set back makes messages of the future: they count for nothing.
  const past = sent.filter((at) => at <= now).map((at) => at.getTime());
  const afterLast = (past.at(-1) ?? Number.NEGATIVE_INFINITY) + APART_MS;
  const afterHour = (past.at(-MESSAGES_PER_HOUR) ?? Number.NEGATIVE_INFINITY) + HOUR_MS;
  const next = Math.max(afterLast, afterHour);
  return next > now.getTime() ? new Date(next) : null;
}
