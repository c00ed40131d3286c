/** Forms as dialogs. Field names are block ids, so that Slack can show a problem beside its field. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { FormField } from '../../domain/card.ts';
import { FORM_PURPOSES, type FormPurpose } from '../../domain/lead-forms.ts';
import type { FormProblems, FormSubmission, OpenForm } from '../../ports/chat-inbox.ts';
import { plainLine, type SlackMessage } from './block-text.ts';
import { renderOptions } from './render-actions.ts';

const LEAD_MAX = 200;
const OPTIONS_MAX = 100;

/** Slack's limit for what may be typed into one field. */
const INPUT_MAX = 3000;

/** What each dialog says. Titles and buttons have 24 characters. `undone`, `again`: where it came too late for Slack. */
const WORDS: Record<FormPurpose, { title: string; close: string; undone: string; again: string }> = {
  release: {
    title: 'Release lead',
    close: 'Keep it',
    undone: 'The lead was not given back.',
    again: 'click Release again',
  },
  decline: {
    title: 'Decline lead',
    close: 'Not yet',
    undone: 'The lead was not declined.',
    again: 'click Decline again',
  },
  contacted: {
    title: 'Contacted',
    close: 'Cancel',
    undone: 'The contact was not recorded.',
    again: 'choose “With a note…” again',
  },
  stage: {
    title: 'Stage',
    close: 'Cancel',
    undone: 'The stage was not changed.',
    again: 'choose the stage again',
  },
  won: { title: 'Won', close: 'Not yet', undone: 'The lead was not marked as won.', again: 'choose Won again' },
  lost: { title: 'Lost', close: 'Not yet', undone: 'The lead was not marked as lost.', again: 'choose Lost again' },
  snooze: { title: 'Snooze', close: 'Cancel', undone: 'The lead was not put off.', again: 'choose the time again' },
  'snooze-until': {
    title: 'Snooze',
    close: 'Cancel',
    undone: 'The lead was not put off.',
    again: 'choose “Pick a moment…” again',
  },
  'hand-over': {
    title: 'Hand over lead',
    close: 'Keep it',
    undone: 'The lead was not handed over.',
    again: 'choose Hand over again',
  },
  disqualify: {
    title: 'Reject lead',
    close: 'Cancel',
    undone: 'The lead was not rejected.',
    again: 'click Reject again',
  },
  edit: { title: 'Edit lead', close: 'Cancel', undone: 'The lead was not changed.', again: 'click Edit again' },
};

/** What to say when a dialog closed before its problems were known: `The lead was not given back: click Release again.` */
export function askAgain(purpose: FormPurpose): string {
  const { undone, again } = WORDS[purpose];
  return `${undone.slice(0, -1)}: ${again}.`;
}

/** What to do when Slack no longer opens the dialog. */
export function againWords(purpose: FormPurpose): string {
  return WORDS[purpose].again;
}

/** The dialog carries the delivery's id and nothing else of the lead beyond what the person sees on the card. */
export function formView({ purpose, delivery, lead, form }: OpenForm): types.ModalView {
  const words = WORDS[purpose];
  return {
    type: 'modal',
    callback_id: purpose,
    private_metadata: metadata(delivery, form.hidden),
    title: plainLine(words.title, 24),
    submit: plainLine(form.submit, 24),
    close: plainLine(words.close, 24),
    blocks: [{ type: 'section', block_id: 'lead', text: plainLine(lead, LEAD_MAX) }, ...form.fields.map(input)],
  };
}

/** What comes back with the dialog: the delivery's id, and what the form hides. */
function metadata(delivery: string, hidden: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(hidden).toString();
  return query === '' ? delivery : `${delivery}?${query}`;
}

function input(field: FormField): types.InputBlock {
  return {
    type: 'input',
    block_id: field.name,
    ...(field.required ? {} : { optional: true }),
    label: plainLine(field.label, 75),
    element: element(field),
  };
}

function element(field: FormField): types.InputBlock['element'] {
  const { name: action_id } = field;
  switch (field.kind) {
    case 'choice': {
      const options = renderOptions(field.options, OPTIONS_MAX);
      const selected = options.find(({ value }) => value === field.selected);
      return { type: 'static_select', action_id, options, ...(selected ? { initial_option: selected } : {}) };
    }
    case 'line':
    case 'text': {
      const max_length = Math.min(field.max, INPUT_MAX);
      const { value = '' } = field;
      const initial = value !== '' && value.length <= max_length ? { initial_value: value } : {};
      return { type: 'plain_text_input', action_id, multiline: field.kind === 'text', max_length, ...initial };
    }
    case 'moment':
      return { type: 'datetimepicker', action_id };
  }
}

const filledElement = z.object({
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_date_time: z.int().min(0).max(9_999_999_999).nullish(),
  value: z.string().nullish(),
});

const submittedView = z.object({
  callback_id: z.enum(FORM_PURPOSES),
  private_metadata: z.string(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), filledElement)) }),
});

/** A dialog as it was filled in. */
export type FilledForm = Pick<FormSubmission, 'purpose' | 'delivery' | 'values'>;

/**
 * What was filled in.
 * @param view a submission's view as Slack sends it
 * @returns `null` when it is none of these dialogs
 */
export function readForm(view: unknown): FilledForm | null {
  const { data } = submittedView.safeParse(view);
  if (!data) return null;
  const filled = Object.entries(data.state.values).flatMap(([name, elements]) => {
    const value = enteredIn(elements[name]);
    return value === '' ? [] : [[name, value] as const];
  });
  const [delivery = '', query] = data.private_metadata.split('?', 2);
  const hidden = Object.fromEntries(new URLSearchParams(query));
  return { purpose: data.callback_id, delivery, values: { ...Object.fromEntries(filled), ...hidden } };
}

function enteredIn(filled: z.infer<typeof filledElement> | undefined): string {
  if (typeof filled?.selected_date_time === 'number') return new Date(filled.selected_date_time * 1000).toISOString();
  return filled?.selected_option?.value ?? filled?.value?.trim() ?? '';
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
