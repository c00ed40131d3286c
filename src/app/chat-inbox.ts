/**
 * What happens when a person clicks a card, sends a form or types a command, on any platform: find out who and which
 * lead, carry it out, answer in a sentence. Checks everything against the store; a card is only a picture of it.
 */

import { leadTitle } from '../domain/lead.ts';
import type { Destination } from '../domain/lead-event.ts';
import type { Ruleset } from '../domain/ruleset.ts';
import { isReleaseReason, isStage, NOTE_MAX, RELEASE_REASONS } from '../domain/stages.ts';
import type { CardClick, ChatInbox, Gesture, Reply } from '../ports/chat-inbox.ts';
import type { Delivery } from '../ports/deliveries.ts';
import type { Ids } from '../ports/ids.ts';
import type { Store } from '../ports/store.ts';
import type { AnswerCommand } from './answer-command.ts';
import type { ClaimLead } from './claim-lead.ts';
import type { Directory, Known } from './directory.ts';
import { claimReply, note, ownerReply, reviewReply, STRANGER, UNKNOWN_CARD } from './replies.ts';
import type { WorkLead } from './work-lead.ts';

export interface InboxContext {
  store: Store;
  ids: Ids;
  ruleset: Ruleset;
  directory: Directory;
  claimLead: ClaimLead;
  workLead: WorkLead;
  answerCommand: AnswerCommand;
  /** Told how each claim ended, for the metrics. */
  onClaim?: (outcome: string) => void;
}

/** A delivery that belongs to a lead; notices carry no actions. */
type LeadDelivery = Delivery & { leadId: string };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function createChatInbox(context: InboxContext): ChatInbox {
  const { directory, workLead, ruleset } = context;

  async function asRep(click: CardClick, act: (delivery: LeadDelivery, rep: string) => Promise<Reply>): Promise<Reply> {
    const [delivery, who] = await Promise.all([clickedDelivery(context, click), directory.identify(click.person)]);
    if (!delivery) return UNKNOWN_CARD;
    return who.rep ? act(delivery, who.rep.id) : STRANGER;
  }

  async function asAdmin(click: CardClick, to: Destination): Promise<Reply> {
    const [delivery, who] = await Promise.all([clickedDelivery(context, click), directory.identify(click.person)]);
    if (!delivery) return UNKNOWN_CARD;
    if (!who.admin) return note('Only admins can decide a review. They are listed under "admins" in the routing file.');
    return reviewReply(await workLead.decideReview(delivery.leadId, who.admin, to));
  }

  return {
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
      const [delivery, who] = await Promise.all([clickedDelivery(context, click), directory.identify(click.person)]);
      const lead = delivery && (await context.store.leads.find(delivery.leadId));
      if (!delivery || !lead) return UNKNOWN_CARD;
      if (!who.rep || lead.owner !== who.rep.id || lead.status !== 'owned') {
        return ownerReply({ kind: 'refused', because: lead.status === 'erased' ? 'erased' : 'not_yours' });
      }
      return {
        kind: 'form',
        delivery: delivery.id,
        lead: leadTitle(lead.attributes),
        reasons: RELEASE_REASONS,
        noteMax: NOTE_MAX,
      };
    },

    release: async (submission) => {
      if (!isReleaseReason(submission.reason)) {
        return { kind: 'problems', problems: [{ field: 'reason', text: 'Pick a reason.' }] };
      }
      if (submission.note && submission.note.length > NOTE_MAX) {
        return { kind: 'problems', problems: [{ field: 'note', text: `Keep it under ${NOTE_MAX} characters.` }] };
      }
      const [delivery, who] = await Promise.all([
        leadDelivery(context, submission.delivery),
        directory.identify(submission.person),
      ]);
      if (!delivery) return UNKNOWN_CARD;
      if (!who.rep) return STRANGER;
      return ownerReply(await workLead.release(delivery.leadId, who.rep.id, submission.reason, submission.note));
    },

    sendToPool: (click, pool) => asAdmin(click, { kind: 'pool', pool }),
    disqualify: (click) => asAdmin(click, { kind: 'disqualify', reason: 'refused in review' }),
    command: async (command) => context.answerCommand(await known(directory, command), command),
  };
}

function known(directory: Directory, gesture: Gesture): Promise<Known> {
  return directory.identify(gesture.person);
}

async function leadDelivery(context: InboxContext, id: string): Promise<LeadDelivery | null> {
  if (!UUID.test(id)) return null;
  const delivery = await context.store.deliveries.find(id);
  return delivery && delivery.leadId !== null ? { ...delivery, leadId: delivery.leadId } : null;
}

/** The delivery behind a click. A copy that a lost answer left behind is adopted, so that it changes with the others. */
async function clickedDelivery(context: InboxContext, click: CardClick): Promise<LeadDelivery | null> {
  const delivery = await leadDelivery(context, click.delivery);
  if (delivery && click.message && delivery.message !== click.message.message) {
    await context.store.deliveries.adopt(delivery.id, click.message, context.ids.next());
  }
  return delivery;
}
