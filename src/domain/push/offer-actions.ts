/** What a rep may do with an offer. */
import type { Lead } from '../lead.ts';
import type { Decision } from '../lead-actions.ts';
import type { Ruleset } from '../ruleset.ts';

export type OfferOutcome =
  | { kind: 'accepted' }
  | { kind: 'declined' }
  | { kind: 'already_yours' }
  | { kind: 'refused'; because: 'expired' | 'withdrawn' | 'taken' | 'erased' | 'unknown_lead' };

/**
 * The rep takes the lead. An offer whose time is over is good as long as nobody else was asked.
 * @param round the round of the card that was clicked: each offer has its own
 */
export function acceptOffer(lead: Lead, rep: string, round: number): Decision<OfferOutcome> {
  return asOffered(lead, rep, round, () => ({ event: { type: 'accepted', rep }, outcome: { kind: 'accepted' } }));
}

/** The rep passes on it; the next one is asked. @param reason of `DECLINE_REASONS` @param note in the rep's words, or `null` */
export function declineOffer(
  lead: Lead,
  ruleset: Ruleset,
  rep: string,
  round: number,
  answer: { reason: string; note: string | null },
  now: Date,
): Decision<OfferOutcome> {
  return asOffered(lead, rep, round, () => {
    const pool = ruleset.pools.find((candidate) => candidate.id === lead.pool);
    const refund = pool?.offer.declines !== 'lose-turn';
    const words = { reason: answer.reason, ...(answer.note ? { note: answer.note } : {}) };
    return {
      event: { type: 'declined', rep, ...words, refund, dueAt: now.toISOString() },
      outcome: { kind: 'declined' },
    };
  });
}

function asOffered(lead: Lead, rep: string, round: number, act: () => Decision<OfferOutcome>): Decision<OfferOutcome> {
  if (lead.status === 'erased') return refuse({ kind: 'refused', because: 'erased' });
  if (lead.owner === rep) return refuse({ kind: 'already_yours' });
  if (lead.owner !== null) return refuse({ kind: 'refused', because: 'taken' });
  if (lead.offeredTo === rep && lead.round === round) return act();
  const passedOn = lead.push?.passedBy.includes(rep) ?? false;
  return refuse({ kind: 'refused', because: passedOn ? 'expired' : 'withdrawn' });
}

function refuse(outcome: OfferOutcome): Decision<OfferOutcome> {
  return { event: null, outcome };
}
