/** A card's buttons, menus and forms as Adaptive Card actions. What was filled in comes back through `read-action.ts`. */
import type { CardAction, CardActionId, CardOption } from '../../domain/card.ts';
import { DECLINE_REASONS, NOTE_MAX, RELEASE_REASONS } from '../../domain/stages.ts';
import type { FormPurpose } from '../../ports/chat-inbox.ts';
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
  stage: { label: 'Where does this lead stand?', send: 'Set stage' },
  'send-to-pool': { label: 'Which pool gets this lead?', send: 'Send' },
};
const ANY_MENU = { label: 'What shall it be?', send: 'Send' };

/** Buttons that need a reason first. */
const FORMS: Record<FormPurpose, { question: string; reasons: readonly CardOption[] }> = {
  release: { question: 'Why do you give it back?', reasons: RELEASE_REASONS },
  decline: { question: 'Why do you not take it?', reasons: DECLINE_REASONS },
};

/** The names under which inputs come back: unique in a card, since it has each action once. */
export const inputNames = {
  choice: (action: CardActionId) => `${action}.choice`,
  reason: (action: CardActionId) => `${action}.reason`,
  note: (action: CardActionId) => `${action}.note`,
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
    if (button) buttons.set(action.id, button);
  }
  const fitting = [...buttons.values()].slice(0, room.buttons);
  const shown = fitting.map(
    (button, index): CardButton => (index < BUTTONS_MAX ? button : { ...button, mode: 'secondary' }),
  );
  return shown.length > 0 ? [{ type: 'ActionSet', spacing: 'medium', actions: shown }] : [];
}

type ButtonAction = CardAction & { kind: 'button' };
type MenuAction = CardAction & { kind: 'select' };

function renderButton(action: ButtonAction, room: Room): CardButton {
  const title = clamp(shownLine(action.label), room.action);
  if (action.id === 'release' || action.id === 'decline') return reasonForm(action, action.id, title);
  return execute(action, title, 'none');
}

/** The form that asks why; in Slack it is a dialog. */
function reasonForm(action: ButtonAction, purpose: FormPurpose, title: string): ShowCardAction {
  const { question, reasons } = FORMS[purpose];
  const reason = choiceInput(inputNames.reason(purpose), question, reasons.map(toChoice));
  const note: CardInput = {
    type: 'Input.Text',
    id: inputNames.note(purpose),
    label: 'Anything the next rep should know (optional)',
    isMultiline: true,
    maxLength: NOTE_MAX,
  };
  return showCard(title, [reason, note], execute(action, title, 'auto'), styleOf(action));
}

function renderMenu(action: MenuAction, room: Room): ShowCardAction | null {
  const choices = usableOptions(action.options, room).map(toChoice);
  if (choices.length === 0) return null;
  const { label, send } = MENUS[action.id] ?? ANY_MENU;
  const selected = choices.find(({ value }) => value === action.selected);
  const choice = {
    ...choiceInput(inputNames.choice(action.id), label, choices),
    ...(selected ? { value: selected.value } : {}),
  };
  const title = clamp(shownLine(action.placeholder), room.action);
  return showCard(title, [choice], execute({ ...action, style: 'primary' }, send, 'auto'));
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

/** The client itself says the message beside the field when nothing was chosen, and sends nothing. */
function choiceInput(id: string, label: string, choices: ChoiceInput['choices']): ChoiceInput {
  return {
    type: 'Input.ChoiceSet',
    id,
    label,
    style: 'compact',
    placeholder: 'Choose…',
    choices,
    isRequired: true,
    errorMessage: 'Choose one first.',
  };
}

function showCard(title: string, inputs: CardInput[], send: ExecuteAction, style = {}): ShowCardAction {
  const sending: ActionSet = { type: 'ActionSet', actions: [send] };
  return { type: 'Action.ShowCard', title, ...style, card: { type: 'AdaptiveCard', body: [...inputs, sending] } };
}

/** @param inputs `auto`: what is filled in around the button goes with it */
function execute(
  action: Pick<ButtonAction, 'id' | 'value' | 'style'>,
  title: string,
  inputs: ExecuteAction['associatedInputs'],
): ExecuteAction {
  const common = {
    title,
    data: { action: action.id, delivery: action.value },
    associatedInputs: inputs,
    ...styleOf(action),
  };
  const fallback: SubmitAction = { type: 'Action.Submit', ...common };
  return { type: 'Action.Execute', verb: action.id, ...common, fallback };
}

function styleOf({ style }: Pick<ButtonAction, 'style'>): Pick<ExecuteAction, 'style'> {
  if (!style) return {};
  return { style: style === 'primary' ? 'positive' : 'destructive' };
}
