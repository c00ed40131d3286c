/** Clicks on offers: take the lead, or say why not. */
import type { Lead } from '../../domain/lead.ts';
import { leadTitle } from '../../domain/lead.ts';
import { declineOffer, type OfferOutcome } from '../../domain/push/offer-actions.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { CardClick, ChatInbox, Reply } from '../../ports/chat-inbox.ts';
import type { AnswerOffer } from '../push/answer-offer.ts';
import { type ClickContext, type LeadDelivery, readClick } from './clicked-card.ts';
import { offerReply } from './offer-replies.ts';
import { readForm, reasonForm } from './reason-forms.ts';
import { STRANGER, UNKNOWN_CARD } from './replies.ts';

export interface OfferInboxContext extends ClickContext {
  ruleset: Ruleset;
  answerOffer: AnswerOffer;
  /** Told how each answer to an offer ended, for the metrics. */
  onOffer?: (outcome: string) => void;
}

export function createOfferInbox(context: OfferInboxContext): Pick<ChatInbox, 'accept' | 'askDecline' | 'decline'> {
  const { store, ruleset, answerOffer } = context;

  async function replyTo(outcome: OfferOutcome, leadId: string, rep: string): Promise<Reply> {
    return offerReply(outcome, ruleset, async () => {
      const [lead, timeline] = await Promise.all([store.leads.find(leadId), store.leads.timeline(leadId)]);
      return lead && { lead, timeline, rep };
    });
  }

  async function settle(outcome: OfferOutcome, { leadId }: LeadDelivery, rep: string): Promise<Reply> {
    context.onOffer?.(outcome.kind === 'refused' ? outcome.because : outcome.kind);
    return replyTo(outcome, leadId, rep);
  }

  return {
    accept: async (click: CardClick) => {
      const { delivery, who } = await readClick(context, click);
      if (!delivery) return UNKNOWN_CARD;
      if (!who.rep) return STRANGER;
      return settle(await answerOffer.accept(delivery.leadId, who.rep.id, delivery.round), delivery, who.rep.id);
    },

    askDecline: async (click) => {
      const { delivery, who } = await readClick(context, click);
      const lead = delivery && (await store.leads.find(delivery.leadId));
      if (!delivery || !lead) return UNKNOWN_CARD;
      if (!who.rep) return STRANGER;
      // The same decision as the refusal itself, of which nothing is kept.
      const dry = declineOffer(lead, ruleset, who.rep.id, delivery.round, { reason: '', note: null }, click.at);
      return dry.outcome.kind === 'declined'
        ? reasonForm('decline', delivery.id, offeredAs(lead, ruleset))
        : replyTo(dry.outcome, lead.id, who.rep.id);
    },

    decline: async (submission) => {
      const form = await readForm(context, 'decline', submission);
      if (!('delivery' in form)) return form;
      const { delivery, rep } = form;
      return settle(await answerOffer.decline(delivery.leadId, rep, delivery.round, submission), delivery, rep);
    },
  };
}

/** What the rep knows the lead by, before it is theirs. */
function offeredAs(lead: Lead, ruleset: Ruleset): string {
  const pool = ruleset.pools.find(({ id }) => id === lead.pool);
  return pool && !pool.blind ? leadTitle(lead.attributes) : `A lead from ${pool?.id ?? 'no pool'}`;
}
