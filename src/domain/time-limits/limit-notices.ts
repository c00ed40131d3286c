/** What the timekeeper says to others than the owner, and to those from whom and to whom a lead goes. */
import { LIMIT_WORDS } from '../event-text.ts';
import { type Lead, type LimitName, leadTitle } from '../lead.ts';
import { repName } from '../lead-card.ts';
import type { Ruleset } from '../ruleset.ts';
import { shortLength } from '../speed-to-lead.ts';

/** More leads than these are counted, not named. */
const NAMED = 20;

export interface LimitNotice {
  title: string;
  lines: string[];
}

/** A lead as it was when its step fired. */
export interface Overdue {
  lead: Lead;
  of: LimitName;
}

/**
 * For the managers' channel: who has had which lead for how long.
 * @param overdue at least one
 */
export function escalationNotice(overdue: readonly Overdue[], ruleset: Ruleset, now: Date): LimitNotice {
  const title = overdue.length === 1 ? 'A lead waits for its owner' : `${overdue.length} leads wait for their owners`;
  return { title, lines: named(overdue.map(({ lead, of }) => overdueLine(lead, of, ruleset, now))) };
}

function overdueLine(lead: Lead, of: LimitName, ruleset: Ruleset, now: Date): string {
  const owner = repName(ruleset, lead.owner ?? '');
  const isBlind = ruleset.pools.find(({ id }) => id === lead.pool)?.blind ?? true;
  const name = isBlind ? `a lead of ${lead.pool ?? 'no pool'}` : leadTitle(lead.attributes);
  const since = (from: Date | null) => shortLength(now.getTime() - (from ?? lead.receivedAt).getTime());
  const said =
    of === 'first-touch' || lead.touchedAt === null
      ? `${owner} has had ${name} for ${since(lead.ownedAt)}, and nobody has been in touch.`
      : `${owner} was last in touch with ${name} ${since(lead.touchedAt)} ago.`;
  return `${said} Lead ${lead.id}`;
}

/** For the rep from whom these leads were taken. */
export function takenBackNotice(overdue: readonly Overdue[], to: string | null, ruleset: Ruleset): LimitNotice {
  const where = to === null ? 'went back to the pool' : `went to ${repName(ruleset, to)}`;
  const title = overdue.length === 1 ? `A lead of yours ${where}` : `${overdue.length} leads of yours ${where}`;
  return {
    title,
    lines: named(overdue.map(({ lead, of }) => `${leadTitle(lead.attributes)}: no ${LIMIT_WORDS[of]} in time.`)),
  };
}

/** For the rep who has them now. */
export function passedOnNotice(overdue: readonly Overdue[], ruleset: Ruleset): LimitNotice {
  const title = overdue.length === 1 ? 'A lead is yours now' : `${overdue.length} leads are yours now`;
  const lines = overdue.map(
    ({ lead, of }) =>
      `${leadTitle(lead.attributes)}: ${repName(ruleset, lead.owner ?? '')} had it, and there was no ${LIMIT_WORDS[of]} in time.`,
  );
  return { title, lines: named(lines) };
}

function named(lines: readonly string[]): string[] {
  const left = lines.length - NAMED;
  return left > 0 ? [...lines.slice(0, NAMED), `And ${left} more.`] : [...lines];
}
