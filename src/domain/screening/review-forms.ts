/** What admins are asked before a lead in review is rejected, or put right. */
import type { CardForm, FormField } from '../card.ts';
import type { Lead } from '../lead.ts';
import { labelOfField } from '../lead-fields.ts';
import type { Ruleset } from '../ruleset.ts';
import { NOTE_MAX } from '../stages.ts';
import { correctableFields } from './corrections.ts';
import { REJECT_REASONS } from './reject-reasons.ts';

export const REVIEW_FORMS = ['disqualify', 'edit'] as const;
export type ReviewForm = (typeof REVIEW_FORMS)[number];

export function isReviewForm(purpose: string): purpose is ReviewForm {
  return REVIEW_FORMS.some((form) => form === purpose);
}

/** Under which the form for corrections brings back the version that it showed. */
export const VERSION_FIELD = 'version';

export function rejectForm(): CardForm {
  return {
    submit: 'Reject',
    fields: [
      { kind: 'choice', name: 'reason', label: 'Why is it no lead?', required: true, options: REJECT_REASONS },
      { kind: 'text', name: 'note', label: 'Note', required: false, max: NOTE_MAX },
    ],
  };
}

export function editForm({ attributes, version }: Lead, { currency }: Ruleset): CardForm {
  return {
    submit: 'Save',
    fields: correctableFields(attributes).map(
      ({ name, value, max }): FormField => ({
        kind: name === 'message' ? 'text' : 'line',
        name,
        label: name === 'revenue' && currency ? `Revenue in ${currency}` : labelOfField(name),
        required: false,
        max,
        ...(value === '' ? {} : { value }),
      }),
    ),
    hidden: { [VERSION_FIELD]: String(version) },
  };
}
