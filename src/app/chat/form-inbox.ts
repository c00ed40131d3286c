/** Forms: may this person do it, what is there to ask, and what comes of what they filled in. */
import { leadTitle } from '../../domain/lead.ts';
import { type FormPurpose, leadForm } from '../../domain/lead-forms.ts';
import { type OwnerOutcome, type OwnerRefusal, ownerRefusal } from '../../domain/owner-actions.ts';
import type { Rep, Ruleset } from '../../domain/ruleset.ts';
import { isReviewForm } from '../../domain/screening/review-forms.ts';
import type { ChatInbox, FormProblems, FormSubmission, Reply } from '../../ports/chat-inbox.ts';
import type { WorkLead } from '../work-lead.ts';
import { type LeadDelivery, leadDelivery, readClick } from './clicked-card.ts';
import { doFilled } from './do-filled.ts';
import { createFindRep } from './find-rep.ts';
import { type OwnerForm, readFilled } from './form-values.ts';
import { createDecline, type OfferInboxContext } from './offer-inbox.ts';
import { ownerReply, ownerSentence, STRANGER, UNKNOWN_CARD } from './replies.ts';
import type { ReviewInbox } from './review-inbox.ts';

export interface FormContext extends OfferInboxContext {
  workLead: WorkLead;
}

/** @param review what admins are asked */
export function createFormInbox(
  context: FormContext,
  review: Pick<ReviewInbox, 'ask' | 'submit'>,
): Pick<ChatInbox, 'ask' | 'submit'> {
  const { store, ruleset, workLead } = context;
  const decline = createDecline(context);
  const findRep = createFindRep(ruleset, context.directory);

  async function carryOut(
    submission: FormSubmission & { purpose: OwnerForm },
    delivery: LeadDelivery,
    rep: Rep,
  ): Promise<Reply | FormProblems> {
    const filled = readFilled(submission.purpose, submission.values, fillContext(submission, rep, ruleset));
    if (filled.kind === 'problems') return filled;
    if (filled.kind === 'decline') return decline.submit(filled, delivery, rep);
    const outcome = await doFilled(workLead, filled, {
      leadId: delivery.leadId,
      rep: rep.id,
      findRep: (word) => findRep(word, submission.person),
    });
    return fieldProblem(outcome, submission.purpose) ?? ownerReply(outcome);
  }

  return {
    ask: async (click, purpose) => {
      const { delivery, who } = await readClick(context, click);
      const lead = delivery && (await store.leads.find(delivery.leadId));
      if (!delivery || !lead) return UNKNOWN_CARD;
      if (isReviewForm(purpose)) return review.ask({ purpose, lead, delivery, admin: who.admin, at: click.at });
      if (!who.rep) return STRANGER;
      if (purpose === 'decline') return decline.ask(lead, delivery, who.rep, click.at);
      const refused = ownerRefusal(lead, who.rep.id, CLOSED_TOO.has(purpose)) ?? nothingToSnooze(purpose, lead.limit);
      if (refused) return ownerReply({ kind: 'refused', because: refused });
      const title = leadTitle(lead.attributes);
      return { kind: 'form', purpose, delivery: delivery.id, lead: title, form: leadForm(purpose, lead, ruleset) };
    },

    submit: async (submission) => {
      const [delivery, who] = await Promise.all([
        leadDelivery(context, submission.delivery),
        context.directory.identify(submission.person),
      ]);
      if (!delivery) return UNKNOWN_CARD;
      const { purpose } = submission;
      if (isReviewForm(purpose)) return review.submit(submission, delivery, who.admin);
      return who.rep ? carryOut({ ...submission, purpose }, delivery, who.rep) : STRANGER;
    },
  };
}

/** What may be said of a lead that is won or lost. */
const CLOSED_TOO: ReadonlySet<FormPurpose> = new Set(['stage', 'won', 'lost']);

function nothingToSnooze(purpose: FormPurpose, limit: unknown): OwnerRefusal | null {
  return purpose === 'snooze-until' && limit === null ? 'nothing_to_snooze' : null;
}

export function fillContext({ at }: { at: Date }, { timezone }: Rep, ruleset: Ruleset) {
  return { now: at, timezone: timezone ?? ruleset.timezone, currency: ruleset.currency };
}

/** Which field a refusal is about, where another value would do. */
const FIELDS: Partial<Record<FormPurpose, Partial<Record<OwnerRefusal, string>>>> = {
  'snooze-until': { in_the_past: 'at', too_far: 'at' },
  'hand-over': { unknown_rep: 'rep', to_yourself: 'rep' },
};

function fieldProblem(outcome: OwnerOutcome, purpose: FormPurpose): FormProblems | null {
  if (outcome.kind !== 'refused') return null;
  const field = FIELDS[purpose]?.[outcome.because];
  return field === undefined ? null : { kind: 'problems', problems: [{ field, text: ownerSentence(outcome.because) }] };
}
