/**
 * What happens when a person clicks a card, sends a form or types a command, on any platform: find out who and which
 * lead, carry it out, answer in a sentence. Checks everything against the store; a card is only a picture of it.
 */
import type { Destination } from '../../domain/lead-event.ts';
import type { CardClick, ChatInbox, Reply } from '../../ports/chat-inbox.ts';
import type { ClaimLead } from '../claim-lead.ts';
import type { ShowContext } from '../experiments/show-experiments.ts';
import type { AnswerCommand } from './answer-command.ts';
import { readClick } from './clicked-card.ts';
import { createEndClick } from './experiment-replies.ts';
import { createFormInbox, type FormContext } from './form-inbox.ts';
import { createAccept } from './offer-inbox.ts';
import { claimReply, note, reviewReply, STRANGER, UNKNOWN_CARD } from './replies.ts';
import { createWhy } from './why-here.ts';

export interface InboxContext extends FormContext, ShowContext {
  claimLead: ClaimLead;
  answerCommand: AnswerCommand;
  /** Told how each claim ended, for the metrics. */
  onClaim?: (outcome: string) => void;
}

export function createChatInbox(context: InboxContext): ChatInbox {
  const { workLead, ruleset } = context;

  async function asAdmin(click: CardClick, to: Destination): Promise<Reply> {
    const { delivery, who } = await readClick(context, click);
    if (!delivery) return UNKNOWN_CARD;
    if (!who.admin) return note('Only admins can decide a review. They are listed under "admins" in the routing file.');
    return reviewReply(await workLead.decideReview(delivery.leadId, who.admin, to));
  }

  return {
    ...createFormInbox(context),
    accept: createAccept(context),
    why: createWhy(context),

    claim: async (click) => {
      const { delivery, who } = await readClick(context, click);
      if (!delivery) return UNKNOWN_CARD;
      if (!who.rep) return STRANGER;
      const { leadId, round } = delivery;
      const outcome = await context.claimLead({ leadId, rep: who.rep.id, round });
      context.onClaim?.(outcome.kind === 'refused' ? outcome.because : outcome.kind);
      return claimReply(outcome, ruleset, click.at);
    },

    sendToPool: (click, pool) => asAdmin(click, { kind: 'pool', pool }),
    disqualify: (click) => asAdmin(click, { kind: 'disqualify', reason: 'refused in review' }),
    endExperiment: createEndClick(context),
    command: async (command) => context.answerCommand(await context.directory.identify(command.person), command),
  };
}
