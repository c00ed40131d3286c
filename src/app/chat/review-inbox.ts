/** What admins do on the card of a lead in review, and the forms that it opens. */
import { type Lead, leadTitle } from '../../domain/lead.ts';
import { labelOfField } from '../../domain/lead-fields.ts';
import { leadForm } from '../../domain/lead-forms.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import { isCorrectable } from '../../domain/screening/corrections.ts';
import { isRejectReason, REJECT_REASONS } from '../../domain/screening/reject-reasons.ts';
import { type EditOutcome, notInReview, type ReviewOutcome } from '../../domain/screening/review-actions.ts';
import { type ReviewForm, VERSION_FIELD } from '../../domain/screening/review-forms.ts';
import { labelOf, NOTE_MAX } from '../../domain/stages.ts';
import type { CardClick, ChatInbox, FormProblems, FormSubmission, OpenForm, Reply } from '../../ports/chat-inbox.ts';
import type { ReviewLead } from '../review-lead.ts';
import { type ClickContext, type LeadDelivery, readClick } from './clicked-card.ts';
import { noteTooLong } from './form-values.ts';
import { note, UNKNOWN_CARD } from './replies.ts';
import { reviewReply } from './review-replies.ts';

export interface ReviewInboxContext extends ClickContext {
  ruleset: Ruleset;
  reviewLead: ReviewLead;
}

export interface ReviewInbox extends Pick<ChatInbox, 'approve' | 'sendToPool' | 'bringBack'> {
  ask(asked: AskedForm): Promise<OpenForm | Reply>;
  submit(submission: FormSubmission, delivery: LeadDelivery, admin: string | null): Promise<Reply | FormProblems>;
}

export interface AskedForm {
  purpose: ReviewForm;
  lead: Lead;
  delivery: LeadDelivery;
  /** Who asks; `null`: no admin. */
  admin: string | null;
  at: Date;
}

const ADMINS_ONLY = note('Only admins can decide a review. They are listed under "admins" in the routing file.');

export function createReviewInbox(context: ReviewInboxContext): ReviewInbox {
  const { reviewLead, ruleset, store } = context;

  async function asAdmin(
    click: CardClick,
    act: (leadId: string, by: string) => Promise<ReviewOutcome>,
  ): Promise<Reply> {
    const { delivery, who } = await readClick(context, click);
    if (!delivery) return UNKNOWN_CARD;
    if (!who.admin) return ADMINS_ONLY;
    return reviewReply(await act(delivery.leadId, who.admin), { ruleset, reader: who.admin, at: click.at });
  }

  return {
    approve: (click) => asAdmin(click, reviewLead.approve),
    sendToPool: (click, pool) => asAdmin(click, (leadId, by) => reviewLead.decide(leadId, by, { kind: 'pool', pool })),
    bringBack: (click) => asAdmin(click, reviewLead.restore),

    ask: async ({ purpose, lead, delivery: { id: delivery, leadId }, admin, at }) => {
      if (!admin) return ADMINS_ONLY;
      const timeline = lead.status === 'review' ? [] : await store.leads.timeline(leadId);
      const refusal = notInReview(lead, timeline);
      if (refusal) return reviewReply(refusal, { ruleset, reader: admin, at });
      const form = leadForm(purpose, lead, ruleset);
      return { kind: 'form', purpose, delivery, lead: leadTitle(lead.attributes), form };
    },

    submit: async ({ purpose, values, at }, { leadId }, admin) => {
      if (!admin) return ADMINS_ONLY;
      const telling = { ruleset, reader: admin, at };
      if (purpose === 'disqualify') {
        const read = readRejection(values);
        if (read.kind === 'problems') return read;
        const to = { kind: 'disqualify', reason: labelOf(REJECT_REASONS, read.reason) } as const;
        return reviewReply(await reviewLead.decide(leadId, admin, to, read.note), telling);
      }
      const { [VERSION_FIELD]: version = '', ...fields } = values;
      const seen = /^\d{1,9}$/.test(version) ? Number(version) : null;
      const outcome = await reviewLead.edit(leadId, admin, fields, seen);
      return outcome.kind === 'problems' ? fieldProblems(outcome) : reviewReply(outcome, telling);
    },
  };
}

type Rejection = { kind: 'rejection'; reason: string; note: string | null };

function readRejection({ reason = '', note: typed = '' }: Readonly<Record<string, string>>): Rejection | FormProblems {
  const words = typed.trim() || null;
  const problems = [
    ...(isRejectReason(reason) ? [] : [{ field: 'reason', text: 'Pick a reason.' }]),
    ...(words && words.length > NOTE_MAX ? [{ field: 'note', text: noteTooLong(words) }] : []),
  ];
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'rejection', reason, note: words };
}

/** One about a field that the form does not show stands where the form begins to say how to reach the person. */
function fieldProblems({ problems }: EditOutcome & { kind: 'problems' }): FormProblems {
  return {
    kind: 'problems',
    problems: problems.map(({ field, message }) =>
      isCorrectable(field)
        ? { field, label: labelOfField(field), text: message }
        : { field: 'email', text: `${field}: ${message}` },
    ),
  };
}
