/** Answers to offers: take the lead, or say why not. */
import type { Lead } from '../../domain/lead.ts';
import { leadTitle } from '../../domain/lead.ts';
import { leadForm } from '../../domain/lead-forms.ts';
import { declineOffer, type OfferOutcome } from '../../domain/push/offer-actions.ts';
import type { Rep, Ruleset } from '../../domain/ruleset.ts';
import type { CardClick, ChatInbox, OpenForm, Reply } from '../../ports/chat-inbox.ts';
import type { AnswerOffer } from '../push/answer-offer.ts';
import { type ClickContext, type LeadDelivery, readClick } from './clicked-card.ts';
import { offerReply } from './offer-replies.ts';
import { STRANGER, UNKNOWN_CARD } from './replies.ts';

export interface OfferInboxContext extends ClickContext {
  ruleset: Ruleset;
  answerOffer: AnswerOffer;
  /** Told how each answer to an offer ended, for the metrics. */
  onOffer?: (outcome: string) => void;
}

export function createAccept(context: OfferInboxContext): ChatInbox['accept'] {
  return async (click: CardClick) => {
    const { delivery, who } = await readClick(context, click);
    if (!delivery) return UNKNOWN_CARD;
    if (!who.rep) return STRANGER;
    const outcome = await context.answerOffer.accept(delivery.leadId, who.rep.id, delivery.round);
    return settle(context, outcome, delivery.leadId, who.rep.id);
  };
}

/** The form that says why not. */
export interface Decline {
  /** Whether it is still offered to them, and what to ask. */
  ask(lead: Lead, delivery: LeadDelivery, rep: Rep, at: Date): Promise<OpenForm | Reply>;
  submit(why: { reason: string; note: string | null }, delivery: LeadDelivery, rep: Rep): Promise<Reply>;
}

export function createDecline(context: OfferInboxContext): Decline {
  const { ruleset, answerOffer } = context;
  return {
    ask: async (lead, { id: delivery, round }, rep, at) => {
      // The same decision as the refusal itself, of which nothing is kept.
      const dry = declineOffer(lead, ruleset, rep.id, round, { reason: '', note: null }, at);
      if (dry.outcome.kind !== 'declined') return replyTo(context, dry.outcome, lead.id, rep.id);
      const form = leadForm('decline', lead, ruleset);
      return { kind: 'form', purpose: 'decline', delivery, lead: offeredAs(lead, ruleset), form };
    },
    submit: async (why, { leadId, round }, rep) =>
      settle(context, await answerOffer.decline(leadId, rep.id, round, why), leadId, rep.id),
  };
}

async function settle(context: OfferInboxContext, outcome: OfferOutcome, leadId: string, rep: string): Promise<Reply> {
  context.onOffer?.(outcome.kind === 'refused' ? outcome.because : outcome.kind);
  return replyTo(context, outcome, leadId, rep);
}

async function replyTo(
  { store, ruleset }: OfferInboxContext,
  outcome: OfferOutcome,
  leadId: string,
  rep: string,
): Promise<Reply> {
  return offerReply(outcome, ruleset, async () => {
    const [lead, timeline] = await Promise.all([store.leads.find(leadId), store.leads.timeline(leadId)]);
    return lead && { lead, timeline, rep };
  });
}

/** What the rep knows the lead by, before it is theirs. */
function offeredAs(lead: Lead, ruleset: Ruleset): string {
  const pool = ruleset.pools.find(({ id }) => id === lead.pool);
  return pool && !pool.blind ? leadTitle(lead.attributes) : `A lead from ${pool?.id ?? 'no pool'}`;
}
