/** What a person chose or typed, in the shape that each kind of element has in Slack's payloads. */
import type { Block } from './block-kit/blocks.ts';
import type { Option } from './block-kit/composition.ts';
import type { InteractiveElement } from './block-kit/elements.ts';
import { interactiveElements, offeredOptions } from './block-kit/find-elements.ts';

/** Plain answers: an option's value, a text, a date, a moment in Unix seconds, a user id; several for elements that take several. */
export type Chosen = string | string[];

/** Answers by `block_id` and `action_id`. */
export type FormValues = Record<string, Record<string, Chosen>>;

/** Somebody sent an option that the element does not offer. */
export class NotOffered extends Error {}

/**
 * One element's part of `actions` or of `state.values`.
 * @param chosen what was chosen; `undefined` or empty for nothing
 * @throws NotOffered when it is no option of the element
 */
export function elementValue(element: InteractiveElement, chosen: Chosen | undefined): Record<string, unknown> {
  const { type } = element;
  const one = Array.isArray(chosen) ? chosen[0] : chosen || undefined;
  switch (element.type) {
    case 'button':
      return { type, text: element.text, ...(element.value === undefined ? {} : { value: element.value }) };
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: one === undefined ? null : pick(offeredOptions<Option>(element), one) };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: several(chosen).map((value) => pick(offeredOptions<Option>(element), value)) };
    case 'users_select':
      return { type, selected_user: one ?? null };
    case 'channels_select':
      return { type, selected_channel: one ?? null };
    case 'multi_users_select':
      return { type, selected_users: several(chosen) };
    case 'datepicker':
      return { type, selected_date: one ?? null };
    case 'timepicker':
      return { type, selected_time: one ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: one === undefined ? null : Number(one) };
    default:
      return { type, value: one ?? null };
  }
}

/** What an element shows before anybody touched it. */
export function initialChoice(element: InteractiveElement): Chosen | undefined {
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
      return element.initial_option?.value;
    case 'multi_static_select':
    case 'checkboxes':
      return element.initial_options?.map((option) => option.value);
    case 'users_select':
      return element.initial_user;
    case 'channels_select':
      return element.initial_channel;
    case 'multi_users_select':
      return element.initial_users;
    case 'datepicker':
      return element.initial_date;
    case 'timepicker':
      return element.initial_time;
    case 'datetimepicker':
      return element.initial_date_time === undefined ? undefined : String(element.initial_date_time);
    case 'button':
    case 'overflow':
      return undefined;
    default:
      return element.initial_value;
  }
}

/** Slack's `state.values`: every element that holds a value, filled in or as it was shown. */
export function stateValues(blocks: readonly Block[], filled: FormValues): Record<string, Record<string, unknown>> {
  const values: Record<string, Record<string, unknown>> = {};
  for (const { block, element } of interactiveElements(blocks)) {
    if (element.type === 'button' || element.type === 'overflow') continue;
    const { block_id: blockId = '' } = block;
    const { action_id: actionId = '' } = element;
    const inBlock = values[blockId] ?? {};
    inBlock[actionId] = elementValue(element, filled[blockId]?.[actionId] ?? initialChoice(element));
    values[blockId] = inBlock;
  }
  return values;
}

/** What Slack's client itself refuses to send, by `block_id`. */
export function fieldErrors(blocks: readonly Block[], filled: FormValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element } of interactiveElements(blocks)) {
    if (block.type !== 'input') continue;
    const { block_id: blockId = '' } = block;
    const chosen = filled[blockId]?.[element.action_id ?? ''] ?? initialChoice(element);
    const error = fieldError(element, chosen, block.optional === true);
    if (error) errors[blockId] = error;
  }
  return errors;
}

function fieldError(element: InteractiveElement, chosen: Chosen | undefined, optional: boolean): string | null {
  if (several(chosen).length === 0) return optional ? null : 'Please complete this required field.';
  if (element.type !== 'plain_text_input' || typeof chosen !== 'string') return null;
  const { min_length: min = 0, max_length: max = 3000 } = element;
  if (chosen.length < min) return `Please write at least ${min} characters.`;
  return chosen.length > max ? `Please write at most ${max} characters.` : null;
}

function several(chosen: Chosen | undefined): string[] {
  if (Array.isArray(chosen)) return chosen;
  return chosen ? [chosen] : [];
}

function pick(options: readonly Option[], value: string): Option {
  const option = options.find((candidate) => candidate.value === value);
  if (!option) throw new NotOffered(value);
  return option;
}
