/**
 * What people may do with a lead that nobody has yet, and what comes of it; its owner's part is in `owner-actions.ts`, the admins' in
 * `screening/review-actions.ts`. Pure: the store has locked the lead, these functions say whether it goes ahead. Every refusal has a name, so
 * that chat can answer with a sentence that helps.
 */
import type { Lead } from './lead.ts';
import type { LeadEvent } from './lead-event.ts';
import { isMember, isOffering, type Pool, type Ruleset } from './ruleset.ts';

/** What came of an action. `event: null` means that nothing changed. */
export interface Decision<Outcome> {
  event: LeadEvent | null;
  outcome: Outcome;
}

export type ClaimOutcome =
  | { kind: 'claimed' }
  | { kind: 'already_yours' }
  | { kind: 'already_claimed'; by: string; at: Date }
  /** The claim window is open: it ends then, and the most owed of those who clicked gets the lead. */
  | { kind: 'in_window'; until: Date; already: boolean }
  | { kind: 'refused'; because: 'not_a_member'; pool: string }
  | { kind: 'refused'; because: 'budget_spent'; claims: number; perMs: number }
  | { kind: 'refused'; because: 'outdated_card' | 'not_open' | 'erased' | 'unknown_lead' };

/**
 * A rep claims a lead from its pool's card.
 * @param click.round the round of the card that was clicked; a card from before a release claims nothing
 * @param click.recentClaims how many leads of the pool the rep has claimed within the time of its budget; 0 where there is none
 */
export function claim(
  lead: Lead,
  ruleset: Ruleset,
  { rep, round, recentClaims = 0 }: { rep: string; round: number; recentClaims?: number },
  now: Date,
): Decision<ClaimOutcome> {
  if (lead.status === 'erased') return refuse({ kind: 'refused', because: 'erased' });
  if (lead.owner === rep) return refuse({ kind: 'already_yours' });
  if (lead.owner !== null) {
    return refuse({ kind: 'already_claimed', by: lead.owner, at: lead.ownedAt ?? lead.receivedAt });
  }
  const pool = ruleset.pools.find((candidate) => candidate.id === lead.pool);
  if (lead.status !== 'pooled' || !pool || isOffering(pool)) return refuse({ kind: 'refused', because: 'not_open' });
  if (!mayClaim(lead, pool, ruleset, rep)) return refuse({ kind: 'refused', because: 'not_a_member', pool: pool.id });
  if (round !== lead.round) return refuse({ kind: 'refused', because: 'outdated_card' });
  const { budget, windowMs } = pool.claims;
  if (budget && recentClaims >= budget.claims) return refuse({ kind: 'refused', because: 'budget_spent', ...budget });
  return pool.strategy === 'shotgun' && windowMs !== undefined
    ? bid(lead, rep, windowMs, now)
    : { event: { type: 'claimed', rep }, outcome: { kind: 'claimed' } };
}

/** Whether the rep is a member of the lead's pool, or of one that it was opened to since. */
export function mayClaim(lead: Lead, pool: Pool, ruleset: Ruleset, rep: string): boolean {
  const widenedTo = lead.push?.widenedTo ?? [];
  return isMember(pool, rep) || ruleset.pools.some((other) => widenedTo.includes(other.id) && isMember(other, rep));
}

/** The first click opens the window. */
function bid(lead: Lead, rep: string, windowMs: number, now: Date): Decision<ClaimOutcome> {
  const bids = lead.push?.bids ?? [];
  const until = bids.length > 0 && lead.dueAt ? lead.dueAt : new Date(now.getTime() + windowMs);
  if (bids.includes(rep)) return refuse({ kind: 'in_window', until, already: true });
  return {
    event: { type: 'bid', rep, dueAt: until.toISOString() },
    outcome: { kind: 'in_window', until, already: false },
  };
}

/** Nothing changes. */
export function refuse<O>(outcome: O): Decision<O> {
  return { event: null, outcome };
}
