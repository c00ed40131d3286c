/**
 * What happens when a person clicks a card, sends a form or types a command, on any platform: find out who and which
 * lead, carry it out, answer in a sentence. Checks everything against the store; a card is only a picture of it.
 */
import type { ChatInbox } from '../../ports/chat-inbox.ts';
import type { ClaimLead } from '../claim-lead.ts';
import type { ShowContext } from '../experiments/show-experiments.ts';
import type { AnswerCommand } from './answer-command.ts';
import { readClick } from './clicked-card.ts';
import { createEndClick } from './experiment-replies.ts';
import { createFormInbox, type FormContext } from './form-inbox.ts';
import { createAccept } from './offer-inbox.ts';
import { claimReply, STRANGER, UNKNOWN_CARD } from './replies.ts';
import { createReviewInbox, type ReviewInboxContext } from './review-inbox.ts';
import { createWhy } from './why-here.ts';

export interface InboxContext extends FormContext, ShowContext, ReviewInboxContext {
  claimLead: ClaimLead;
  answerCommand: AnswerCommand;
  /** Told how each claim ended, for the metrics. */
  onClaim?: (outcome: string) => void;
}

export function createChatInbox(context: InboxContext): ChatInbox {
  const { ruleset } = context;
  const review = createReviewInbox(context);
  const { approve, sendToPool, bringBack } = review;

  return {
    ...createFormInbox(context, review),
    approve,
    sendToPool,
    bringBack,
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

    endExperiment: createEndClick(context),
    command: async (command) => context.answerCommand(await context.directory.identify(command.person), command),
  };
}
