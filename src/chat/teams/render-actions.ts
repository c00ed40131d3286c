/** A card's buttons, menus and forms as Adaptive Card actions. What was filled in comes back through `read-action.ts`. */
import type {
  CardButton as ButtonAction,
  CardAction,
  CardActionId,
  CardForm,
  CardOption,
  FormField,
  CardMenu as MenuAction,
} from '../../domain/card.ts';
import { shownLine } from '../card-words.ts';
import { clamp } from '../text.ts';
import type {
  ActionSet,
  CardButton,
  CardInput,
  ChoiceInput,
  ExecuteAction,
  ShowCardAction,
  SubmitAction,
  TextInput,
} from './adaptive-card.ts';

/** Teams shows six buttons of a card; the rest goes behind three dots. */
const BUTTONS_MAX = 6;

/** The longest value a card may carry, in characters: ours have 36. Each is in the payload twice. */
export const VALUE_MAX = 64;

/** The same as in Slack, so that a menu of ids has the same entries in both. */
const OPTION_VALUE_MAX = 75;

/** What fits: buttons, characters for the words on them, and options in a menu. */
interface Room {
  buttons: number;
  action: number;
  options: number;
}

/** What a menu asks once it is unfolded, and the button that sends the choice. */
const MENUS: Partial<Record<CardActionId, { label: string; send: string }>> = {
  'send-to-pool': { label: 'Which pool gets this lead?', send: 'Send' },
  'end-experiment': { label: 'Which arm gets all leads from now on?', send: 'End it' },
};
const ANY_MENU = { label: 'What shall it be?', send: 'Send' };

/** The names under which inputs come back: unique in a card, since it has each action once. */
export const inputNames = {
  choice: (action: CardActionId) => `${action}.choice`,
  field: (action: CardActionId, field: string) => `${action}.${field}`,
  /** A moment is two inputs. */
  date: (action: CardActionId, field: string) => `${action}.${field}.date`,
  time: (action: CardActionId, field: string) => `${action}.${field}.time`,
};

/**
 * @returns nothing for a card without actions, else one set in the order of the card; an action that could not come back
 * unharmed (an id twice, no value or one too long, a menu without options) is left out
 */
export function renderActions(actions: readonly CardAction[], room: Room): ActionSet[] {
  const buttons = new Map<CardActionId, CardButton>();
  for (const action of actions) {
    if (buttons.has(action.id) || action.value === '' || action.value.length > VALUE_MAX) continue;
    const button = action.kind === 'button' ? renderButton(action, room) : renderMenu(action, room);
    if (button) buttons.set(action.id, isTucked(action) ? { ...button, mode: 'secondary' } : button);
  }
  const fitting = [...buttons.values()].slice(0, room.buttons);
  const shown = fitting.map(
    (button, index): CardButton => (index < BUTTONS_MAX ? button : { ...button, mode: 'secondary' }),
  );
  return shown.length > 0 ? [{ type: 'ActionSet', spacing: 'medium', actions: shown }] : [];
}

function isTucked(action: CardAction): boolean {
  return action.kind === 'button' && action.tucked === true;
}

function renderButton(action: ButtonAction, room: Room): CardButton {
  const title = clamp(shownLine(action.label), room.action);
  return action.form ? formCard(action, action.form, title, room) : execute(action, title, 'none');
}

/** A form right in the card; in Slack it is a dialog. */
function formCard(action: CardAction, form: CardForm, title: string, room: Room): ShowCardAction {
  const inputs = form.fields.flatMap((field) => renderField(action.id, field, room));
  const style = action.kind === 'button' ? styleOf(action) : {};
  const send = { id: action.id, value: action.value, style: action.kind === 'button' ? action.style : 'primary' };
  const hidden = Object.entries(form.hidden ?? {}).map(([name, value]) => [inputNames.field(action.id, name), value]);
  return showCard(title, inputs, execute(send, form.submit, 'auto', Object.fromEntries(hidden)), style);
}

function renderField(action: CardActionId, field: FormField, room: Room): CardInput[] {
  const label = field.required ? field.label : `${field.label} (optional)`;
  const id = inputNames.field(action, field.name);
  switch (field.kind) {
    case 'choice': {
      const choices = usableOptions(field.options, room).map(toChoice);
      return [
        selected({ ...choiceInput(id, label, choices), ...required(field, 'Choose one first.') }, field.selected),
      ];
    }
    case 'line':
      return [{ ...textInput(id, label, field), ...required(field, 'Fill this in first.') }];
    case 'text':
      return [{ ...textInput(id, label, field), isMultiline: true }];
    case 'moment': {
      const [date, time] = [inputNames.date(action, field.name), inputNames.time(action, field.name)];
      const must = required(field, 'Pick a day and a time.');
      return [
        { type: 'Input.Date', id: date, label, ...must },
        { type: 'Input.Time', id: time, label: 'At (your own time)', ...must },
      ];
    }
  }
}

function textInput(id: string, label: string, { max, value = '' }: { max: number; value?: string }): TextInput {
  const initial = value !== '' && value.length <= max ? { value } : {};
  return { type: 'Input.Text', id, label, maxLength: max, ...initial };
}

/** The client itself says the message beside the field when nothing was filled in, and sends nothing. */
function required(field: FormField, errorMessage: string): { isRequired?: true; errorMessage?: string } {
  return field.required ? { isRequired: true, errorMessage } : {};
}

function renderMenu(action: MenuAction, room: Room): ShowCardAction | null {
  const choices = usableOptions(action.options, room).map(toChoice);
  if (choices.length === 0) return null;
  const title = clamp(shownLine(action.placeholder), room.action);
  if (action.form) return formCard(action, action.form, title, room);
  const { label, send } = MENUS[action.id] ?? ANY_MENU;
  const must = { isRequired: true, errorMessage: 'Choose one first.' } as const;
  const choice = { ...choiceInput(inputNames.choice(action.id), label, choices), ...must };
  return showCard(title, [selected(choice, action.selected)], execute({ ...action, style: 'primary' }, send, 'auto'));
}

/** With the present one chosen, where it is among the choices. */
function selected(input: ChoiceInput, value: string | undefined): ChoiceInput {
  return input.choices.some((choice) => choice.value === value) && value !== undefined ? { ...input, value } : input;
}

/** One whose value is too long or taken is left out: cut short, it would mean something else. */
function usableOptions(options: readonly CardOption[], room: Room): CardOption[] {
  const byValue = new Map<string, CardOption>();
  for (const option of options) {
    if (option.value === '' || option.value.length > OPTION_VALUE_MAX || byValue.has(option.value)) continue;
    byValue.set(option.value, option);
  }
  return [...byValue.values()]
    .slice(0, room.options)
    .map(({ value, label }) => ({ value, label: clamp(shownLine(label || value), room.action) }));
}

function toChoice({ label, value }: CardOption): ChoiceInput['choices'][number] {
  return { title: label, value };
}

function choiceInput(id: string, label: string, choices: ChoiceInput['choices']): ChoiceInput {
  return { type: 'Input.ChoiceSet', id, label, style: 'compact', placeholder: 'Choose…', choices };
}

function showCard(title: string, inputs: CardInput[], send: ExecuteAction, style = {}): ShowCardAction {
  const sending: ActionSet = { type: 'ActionSet', actions: [send] };
  return { type: 'Action.ShowCard', title, ...style, card: { type: 'AdaptiveCard', body: [...inputs, sending] } };
}

/**
 * @param inputs `auto`: what is filled in around the button goes with it
 * @param hidden what else comes back, by the names of inputs
 */
function execute(
  action: Pick<ButtonAction, 'id' | 'value'> & { style?: ButtonAction['style'] | undefined },
  title: string,
  inputs: ExecuteAction['associatedInputs'],
  hidden: Readonly<Record<string, string>> = {},
): ExecuteAction {
  const common = {
    title,
    data: { action: action.id, delivery: action.value, ...hidden },
    associatedInputs: inputs,
    ...styleOf(action),
  };
  const fallback: SubmitAction = { type: 'Action.Submit', ...common };
  return { type: 'Action.Execute', verb: action.id, ...common, fallback };
}

function styleOf({ style }: { style?: ButtonAction['style'] | undefined }): Pick<ExecuteAction, 'style'> {
  if (!style) return {};
  return { style: style === 'primary' ? 'positive' : 'destructive' };
}
