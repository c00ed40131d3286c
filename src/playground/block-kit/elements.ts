/**
 * Block Kit's interactive elements with their limits, and which of them may stand where.
 * Numbers are Slack's own (docs.slack.dev, block elements).
 */
import { z } from 'zod';
import {
  choiceOption,
  confirmDialog,
  image,
  menuOption,
  optionGroup,
  overflowOption,
  plainText,
  url,
} from './composition.ts';
import { offeredOptions } from './find-elements.ts';

const actionId = z.string().min(1).max(255).optional();
const confirm = confirmDialog.optional();
const placeholder = plainText(150).optional();
const focus = z.boolean().optional();
const date = z.iso.date().optional();
const dispatch = z
  .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).optional() })
  .optional();

const button = z.strictObject({
  type: z.literal('button'),
  action_id: actionId,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: url.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm,
  accessibility_label: z.string().max(75).optional(),
});

const menu = { action_id: actionId, confirm, placeholder, focus_on_load: focus };
const many = { ...menu, max_selected_items: z.int().min(1).optional() };
const ids = z.array(z.string()).optional();

const optionLists = {
  options: z.array(menuOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};

const staticSelect = z
  .strictObject({ type: z.literal('static_select'), ...menu, ...optionLists, initial_option: menuOption.optional() })
  .refine(hasOneList, { error: 'needs exactly one of options and option_groups' })
  .refine((value) => allOffered(value, [value.initial_option]), { error: 'initial_option must be one of the options' });

const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...many,
    ...optionLists,
    initial_options: z.array(menuOption).optional(),
  })
  .refine(hasOneList, { error: 'needs exactly one of options and option_groups' })
  .refine((value) => allOffered(value, value.initial_options), { error: 'initial_options must be among the options' });

const usersSelect = z.strictObject({ type: z.literal('users_select'), ...menu, initial_user: z.string().optional() });
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...menu,
  initial_channel: z.string().optional(),
});
const multiUsersSelect = z.strictObject({ type: z.literal('multi_users_select'), ...many, initial_users: ids });

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  options: z.array(overflowOption).min(1).max(5),
  confirm,
});

const choices = { action_id: actionId, options: z.array(choiceOption).min(1).max(10), confirm, focus_on_load: focus };

const radioButtons = z
  .strictObject({ type: z.literal('radio_buttons'), ...choices, initial_option: choiceOption.optional() })
  .refine((value) => allOffered(value, [value.initial_option]), { error: 'initial_option must be one of the options' });

const checkboxes = z
  .strictObject({ type: z.literal('checkboxes'), ...choices, initial_options: z.array(choiceOption).optional() })
  .refine((value) => allOffered(value, value.initial_options), { error: 'initial_options must be among the options' });

const datepicker = z.strictObject({ type: z.literal('datepicker'), ...menu, initial_date: date });

const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...menu,
  initial_time: z.iso.time({ precision: -1 }).optional(),
  timezone: z.string().optional(),
});

/** Of a moment: Unix seconds, ten digits. No placeholder. */
const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  action_id: actionId,
  confirm,
  focus_on_load: focus,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const typed = { action_id: actionId, placeholder, focus_on_load: focus, dispatch_action_config: dispatch };

const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  })
  .refine((value) => (value.min_length ?? 0) <= (value.max_length ?? 3000), {
    error: 'min_length must not exceed max_length',
  });

const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});

const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});
const urlInput = z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() });

const pickers = [
  staticSelect,
  multiStaticSelect,
  usersSelect,
  channelsSelect,
  multiUsersSelect,
  radioButtons,
  checkboxes,
  datepicker,
  timepicker,
  datetimepicker,
] as const;

/** What an actions block may hold. */
export const actionElement = z.discriminatedUnion('type', [button, overflow, ...pickers]);
/** What may stand beside a section's text. */
export const accessory = z.discriminatedUnion('type', [button, overflow, image, ...pickers]);
/** What an input block may ask for. */
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  numberInput,
  emailInput,
  urlInput,
  ...pickers,
]);
/** A button alone, for card blocks. */
export const buttonElement = button;

type ActionElement = z.infer<typeof actionElement>;
type InputElement = z.infer<typeof inputElement>;
/** Everything that a person can click, choose or fill in. */
export type InteractiveElement = ActionElement | InputElement;

interface Lists {
  options?: { value: string }[] | undefined;
  option_groups?: { options: { value: string }[] }[] | undefined;
}

function hasOneList(value: Lists): boolean {
  return (value.options === undefined) !== (value.option_groups === undefined);
}

/** Slack wants an initial option to equal an offered one in every property. */
function allOffered(element: Lists, chosen: readonly unknown[] | undefined): boolean {
  const offered = new Set(offeredOptions(element).map((option) => JSON.stringify(option)));
  return (chosen ?? []).every((option) => option === undefined || offered.has(JSON.stringify(option)));
}
