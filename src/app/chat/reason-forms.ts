/** The forms that ask for a reason: what they ask, and whether what comes back will do. */
import type { CardOption } from '../../domain/card.ts';
import { DECLINE_REASONS, isDeclineReason, isReleaseReason, NOTE_MAX, RELEASE_REASONS } from '../../domain/stages.ts';
import type { FormProblems, FormPurpose, ReasonForm, ReasonSubmission } from '../../ports/chat-inbox.ts';

const REASONS: Record<FormPurpose, { options: readonly CardOption[]; isOne: (value: string) => boolean }> = {
  release: { options: RELEASE_REASONS, isOne: isReleaseReason },
  decline: { options: DECLINE_REASONS, isOne: isDeclineReason },
};

/** @param lead what the person may know the lead by */
export function reasonForm(purpose: FormPurpose, delivery: string, lead: string): ReasonForm {
  return { kind: 'form', purpose, delivery, lead, reasons: REASONS[purpose].options, noteMax: NOTE_MAX };
}

/** @returns `null` when the form is filled in as it should be */
export function formProblems(
  purpose: FormPurpose,
  { reason, note }: Pick<ReasonSubmission, 'reason' | 'note'>,
): FormProblems | null {
  if (!REASONS[purpose].isOne(reason))
    return { kind: 'problems', problems: [{ field: 'reason', text: 'Pick a reason.' }] };
  if (!note || note.length <= NOTE_MAX) return null;
  return { kind: 'problems', problems: [{ field: 'note', text: `Keep it under ${NOTE_MAX} characters.` }] };
}
