/** From a delivery to the card that should now be there. */
import { againCard, isTheirs } from '../../domain/again-card.ts';
import type { Card } from '../../domain/card.ts';
import type { Lead } from '../../domain/lead.ts';
import { ownerCard, poolCard } from '../../domain/lead-card.ts';
import { offerCard } from '../../domain/offer-card.ts';
import { isWaiting, reminderCard } from '../../domain/reminder-card.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import { reviewCard } from '../../domain/screening/review-card.ts';
import type { Conversation, Delivery } from '../../ports/deliveries.ts';

export interface DrawnCard {
  card: Card;
  /** Whether it is worth a new message: a card that nobody can act on is only ever drawn over one that is there. */
  worthPosting: boolean;
}

/**
 * @param lead the lead as it stands; `null` for a notice, which brings its own card
 * @param others of a reminder: the leads that its message is about besides
 * @returns `null` when the lead is gone
 */
export function drawCard(
  delivery: Delivery,
  conversation: Pick<Conversation, 'target'>,
  lead: Lead | null,
  ruleset: Ruleset,
  others: readonly Lead[] = [],
): DrawnCard | null {
  if (delivery.kind === 'notice') return delivery.notice && { card: delivery.notice, worthPosting: true };
  if (!lead) return null;
  const request = { lead, ruleset, round: delivery.round, value: delivery.id };
  const current = delivery.round === lead.round;
  switch (delivery.kind) {
    case 'pool':
      return { card: poolCard(request), worthPosting: current && lead.status === 'pooled' };
    case 'offer':
      return {
        card: offerCard({ ...request, rep: conversation.target }),
        worthPosting: current && lead.offeredTo === conversation.target,
      };
    case 'owner':
      return {
        card: ownerCard({ ...request, rep: conversation.target }),
        worthPosting: current && lead.owner === conversation.target && lead.status !== 'erased',
      };
    case 'reminder': {
      const rep = conversation.target;
      return { card: reminderCard({ ...request, rep, others }), worthPosting: isWaiting(lead, rep, delivery.round) };
    }
    case 'again': {
      const rep = conversation.target;
      return { card: againCard({ ...request, rep }), worthPosting: isTheirs(lead, rep) };
    }
    case 'review':
      return { card: reviewCard(request), worthPosting: current && lead.status === 'review' };
  }
}
