/** The dialogs that ask for a reason. Field names are block ids, so that Slack can show a problem beside its field. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import {
  FORM_PURPOSES,
  type FormProblems,
  type FormPurpose,
  type ReasonForm,
  type ReasonSubmission,
} from '../../ports/chat-inbox.ts';
import { plainLine, type SlackMessage } from './block-text.ts';
import { renderOptions } from './render-actions.ts';

const LEAD_MAX = 200;
const OPTIONS_MAX = 100;

/** Slack's limit for what may be typed into one field. */
const INPUT_MAX = 3000;

/** What each dialog says. Titles and buttons have 24 characters. */
const WORDS: Record<
  FormPurpose,
  { title: string; submit: string; close: string; reason: string; note: string; again: string }
> = {
  release: {
    title: 'Release lead',
    submit: 'Release',
    close: 'Keep it',
    reason: 'Why do you give it back?',
    note: 'Anything the next rep should know',
    again: 'The lead was not given back. Click Release again.',
  },
  decline: {
    title: 'Decline lead',
    submit: 'Decline',
    close: 'Not yet',
    reason: 'Why do you not take it?',
    note: 'Anything the next rep should know',
    again: 'The lead was not declined. Click Decline again.',
  },
};

/** What to say when a dialog closed before its problems were known. */
export function askAgain(purpose: FormPurpose): string {
  return WORDS[purpose].again;
}

/** The dialog carries the delivery's id and nothing else of the lead beyond what the person sees on the card. */
export function reasonView(form: ReasonForm): types.ModalView {
  const words = WORDS[form.purpose];
  return {
    type: 'modal',
    callback_id: form.purpose,
    private_metadata: form.delivery,
    title: plainLine(words.title, 24),
    submit: plainLine(words.submit, 24),
    close: plainLine(words.close, 24),
    blocks: [
      { type: 'section', block_id: 'lead', text: plainLine(form.lead, LEAD_MAX) },
      {
        type: 'input',
        block_id: 'reason',
        label: plainLine(words.reason, 75),
        element: { type: 'static_select', action_id: 'reason', options: renderOptions(form.reasons, OPTIONS_MAX) },
      },
      {
        type: 'input',
        block_id: 'note',
        optional: true,
        label: plainLine(words.note, 75),
        element: {
          type: 'plain_text_input',
          action_id: 'note',
          multiline: true,
          max_length: Math.min(form.noteMax, INPUT_MAX),
        },
      },
    ],
  };
}

const submittedView = z.object({
  callback_id: z.enum(FORM_PURPOSES),
  private_metadata: z.string(),
  state: z.object({
    values: z.object({
      reason: z.object({ reason: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) }),
      note: z.object({ note: z.object({ value: z.string().nullish() }) }).optional(),
    }),
  }),
});

/** A dialog as it was filled in. */
export interface FilledForm {
  purpose: FormPurpose;
  answer: Pick<ReasonSubmission, 'delivery' | 'reason' | 'note'>;
}

/**
 * What was filled in.
 * @param view a submission's view as Slack sends it
 * @returns `null` when it is none of these dialogs
 */
export function readForm(view: unknown): FilledForm | null {
  const { data } = submittedView.safeParse(view);
  if (!data) return null;
  const { reason, note } = data.state.values;
  return {
    purpose: data.callback_id,
    answer: {
      delivery: data.private_metadata,
      reason: reason.reason.selected_option?.value ?? '',
      note: note?.note.value?.trim() || null,
    },
  };
}

/** Keeps the dialog open, with each problem under its field. */
export function problemsResponse({ problems }: FormProblems) {
  const errors = Object.fromEntries(problems.map(({ field, text }) => [field, text]));
  return { response_action: 'errors' as const, errors };
}

/** Turns the dialog into the answer, to be read and closed. */
export function answerResponse(purpose: FormPurpose, message: SlackMessage) {
  const view: types.ModalView = {
    type: 'modal',
    title: plainLine(WORDS[purpose].title, 24),
    close: plainLine('Close', 24),
    blocks: message.blocks,
  };
  return { response_action: 'update' as const, view };
}
