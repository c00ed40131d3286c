/** The forms that ask for a reason: what they ask, and whether what comes back will do. */
import type { CardOption } from '../../domain/card.ts';
import { DECLINE_REASONS, isDeclineReason, isReleaseReason, NOTE_MAX, RELEASE_REASONS } from '../../domain/stages.ts';
import type { FormProblems, FormPurpose, ReasonForm, ReasonSubmission, Reply } from '../../ports/chat-inbox.ts';
import { type ClickContext, type LeadDelivery, leadDelivery } from './clicked-card.ts';
import { STRANGER, UNKNOWN_CARD } from './replies.ts';

const REASONS: Record<FormPurpose, { options: readonly CardOption[]; isOne: (value: string) => boolean }> = {
  release: { options: RELEASE_REASONS, isOne: isReleaseReason },
  decline: { options: DECLINE_REASONS, isOne: isDeclineReason },
};

/** @param lead what the person may know the lead by */
export function reasonForm(purpose: FormPurpose, delivery: string, lead: string): ReasonForm {
  return { kind: 'form', purpose, delivery, lead, reasons: REASONS[purpose].options, noteMax: NOTE_MAX };
}

/** Who filled in a form about which lead, once it is filled in as it should be; else what to answer. */
export async function readForm(
  context: ClickContext,
  purpose: FormPurpose,
  submission: ReasonSubmission,
): Promise<{ delivery: LeadDelivery; rep: string } | Reply | FormProblems> {
  const problems = formProblems(purpose, submission);
  if (problems) return problems;
  const [delivery, who] = await Promise.all([
    leadDelivery(context, submission.delivery),
    context.directory.identify(submission.person),
  ]);
  if (!delivery) return UNKNOWN_CARD;
  return who.rep ? { delivery, rep: who.rep.id } : STRANGER;
}

/** @returns `null` when the form is filled in as it should be */
function formProblems(
  purpose: FormPurpose,
  { reason, note }: Pick<ReasonSubmission, 'reason' | 'note'>,
): FormProblems | null {
  if (!REASONS[purpose].isOne(reason))
    return { kind: 'problems', problems: [{ field: 'reason', text: 'Pick a reason.' }] };
  if (!note || note.length <= NOTE_MAX) return null;
  return { kind: 'problems', problems: [{ field: 'note', text: `Keep it under ${NOTE_MAX} characters.` }] };
}
