/**
 * What happens when a person clicks a card, sends a form or types a command, on any platform: find out who and which
 * lead, carry it out, answer in a sentence. Checks everything against the store; a card is only a picture of it.
 */
import { leadTitle } from '../../domain/lead.ts';
import type { Destination } from '../../domain/lead-event.ts';
import { isStage } from '../../domain/stages.ts';
import type { CardClick, ChatInbox, Reply } from '../../ports/chat-inbox.ts';
import type { ClaimLead } from '../claim-lead.ts';
import type { WorkLead } from '../work-lead.ts';
import type { AnswerCommand } from './answer-command.ts';
import { type LeadDelivery, readClick } from './clicked-card.ts';
import { createOfferInbox, type OfferInboxContext } from './offer-inbox.ts';
import { readForm, reasonForm } from './reason-forms.ts';
import { claimReply, note, ownerReply, reviewReply, STRANGER, UNKNOWN_CARD } from './replies.ts';
import { createWhy } from './why-here.ts';

export interface InboxContext extends OfferInboxContext {
  claimLead: ClaimLead;
  workLead: WorkLead;
  answerCommand: AnswerCommand;
  /** Told how each claim ended, for the metrics. */
  onClaim?: (outcome: string) => void;
}

export function createChatInbox(context: InboxContext): ChatInbox {
  const { workLead, ruleset } = context;

  async function asRep(click: CardClick, act: (delivery: LeadDelivery, rep: string) => Promise<Reply>): Promise<Reply> {
    const { delivery, who } = await readClick(context, click);
    if (!delivery) return UNKNOWN_CARD;
    return who.rep ? act(delivery, who.rep.id) : STRANGER;
  }

  async function asAdmin(click: CardClick, to: Destination): Promise<Reply> {
    const { delivery, who } = await readClick(context, click);
    if (!delivery) return UNKNOWN_CARD;
    if (!who.admin) return note('Only admins can decide a review. They are listed under "admins" in the routing file.');
    return reviewReply(await workLead.decideReview(delivery.leadId, who.admin, to));
  }

  return {
    ...createOfferInbox(context),
    why: createWhy(context),

    claim: (click) =>
      asRep(click, async (delivery, rep) => {
        const outcome = await context.claimLead({ leadId: delivery.leadId, rep, round: delivery.round });
        context.onClaim?.(outcome.kind === 'refused' ? outcome.because : outcome.kind);
        return claimReply(outcome, ruleset, click.at);
      }),

    contacted: (click) =>
      asRep(click, async (delivery, rep) => ownerReply(await workLead.contacted(delivery.leadId, rep, 'other'))),

    stage: (click, stage) =>
      asRep(click, async (delivery, rep) => {
        if (!isStage(stage)) return note('This stage is not known any more. Pick another one.');
        return ownerReply(await workLead.setStage(delivery.leadId, rep, stage));
      }),

    askRelease: async (click) => {
      const { delivery, who } = await readClick(context, click);
      const lead = delivery && (await context.store.leads.find(delivery.leadId));
      if (!delivery || !lead) return UNKNOWN_CARD;
      if (!who.rep || lead.owner !== who.rep.id || lead.status !== 'owned') {
        return ownerReply({ kind: 'refused', because: lead.status === 'erased' ? 'erased' : 'not_yours' });
      }
      return reasonForm('release', delivery.id, leadTitle(lead.attributes));
    },

    release: async (submission) => {
      const form = await readForm(context, 'release', submission);
      if (!('delivery' in form)) return form;
      return ownerReply(await workLead.release(form.delivery.leadId, form.rep, submission.reason, submission.note));
    },

    sendToPool: (click, pool) => asAdmin(click, { kind: 'pool', pool }),
    disqualify: (click) => asAdmin(click, { kind: 'disqualify', reason: 'refused in review' }),
    command: async (command) => context.answerCommand(await context.directory.identify(command.person), command),
  };
}
