/** The dialog that asks why a lead is given back. Field names are block ids, so that Slack can show a problem beside its field. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { FormProblems, ReleaseForm, ReleaseSubmission } from '../../ports/chat-inbox.ts';
import { plainLine, type SlackMessage } from './block-text.ts';
import { renderOptions } from './render-actions.ts';

/** Tells the dialog's submission from others. */
const RELEASE_FORM = 'release';

const LEAD_MAX = 200;
const OPTIONS_MAX = 100;

/** Slack's limit for what may be typed into one field. */
const INPUT_MAX = 3000;

/** The dialog carries the delivery's id and nothing else of the lead beyond what its owner sees. */
export function releaseView(form: ReleaseForm): types.ModalView {
  return {
    type: 'modal',
    callback_id: RELEASE_FORM,
    private_metadata: form.delivery,
    title: plainLine('Release lead', 24),
    submit: plainLine('Release', 24),
    close: plainLine('Keep it', 24),
    blocks: [
      { type: 'section', block_id: 'lead', text: plainLine(form.lead, LEAD_MAX) },
      {
        type: 'input',
        block_id: 'reason',
        label: plainLine('Why do you give it back?', 75),
        element: { type: 'static_select', action_id: 'reason', options: renderOptions(form.reasons, OPTIONS_MAX) },
      },
      {
        type: 'input',
        block_id: 'note',
        optional: true,
        label: plainLine('Anything the next rep should know', 75),
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
  callback_id: z.literal(RELEASE_FORM),
  private_metadata: z.string(),
  state: z.object({
    values: z.object({
      reason: z.object({ reason: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) }),
      note: z.object({ note: z.object({ value: z.string().nullish() }) }).optional(),
    }),
  }),
});

/**
 * What was filled in.
 * @param view a submission's view as Slack sends it
 * @returns `null` when it is not this dialog
 */
export function readRelease(view: unknown): Pick<ReleaseSubmission, 'delivery' | 'reason' | 'note'> | null {
  const parsed = submittedView.safeParse(view);
  if (!parsed.success) return null;
  const { reason, note } = parsed.data.state.values;
  return {
    delivery: parsed.data.private_metadata,
    reason: reason.reason.selected_option?.value ?? '',
    note: note?.note.value?.trim() || null,
  };
}

/** Keeps the dialog open, with each problem under its field. */
export function problemsResponse({ problems }: FormProblems) {
  const errors = Object.fromEntries(problems.map(({ field, text }) => [field, text]));
  return { response_action: 'errors' as const, errors };
}

/** Turns the dialog into the answer, to be read and closed. */
export function answerResponse(message: SlackMessage) {
  const view: types.ModalView = {
    type: 'modal',
    title: plainLine('Release lead', 24),
    close: plainLine('Close', 24),
    blocks: message.blocks,
  };
  return { response_action: 'update' as const, view };
}
