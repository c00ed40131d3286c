/** A card's buttons and menus as Block Kit actions, and the way back from a click to what it carries. */
import type { types } from '@slack/bolt';
import type { CardAction, CardButton, CardMenu, CardOption } from '../../domain/card.ts';
import { plainLine } from './block-text.ts';

type Element = types.Button | types.StaticSelect | types.Overflow;

/** Slack's limit for the words of a button or an option. */
const LABEL_MAX = 75;
const OPTION_VALUE_MAX = 75;

/** The menu behind the three dots, which holds up to five buttons under their own names. */
export const MORE = 'more';
const MORE_MAX = 5;

/** A menu's choice has no room for the card's value, so that the block's id carries it; 255 characters in all. */
const BLOCK_PREFIX = 'actions:';
const EDITION_LENGTH = 9;
const VALUE_MAX = 255 - BLOCK_PREFIX.length - EDITION_LENGTH;

/** What fits: characters for the words (75 at most) and options in a menu (100 at most). */
interface Room {
  action: number;
  options: number;
}

/**
 * @returns one block for each value that the actions carry, in the order of the card; an action that Slack could not take
 * back unharmed (an id twice, a value too long, a menu without options) is left out
 * @param edition 8 hex digits, others for each content of the card: Slack keeps what was chosen in a menu while its block has the same
 * id (its docs: "if a message is updated, use a new block_id"), and tells nobody when the same is chosen again
 */
export function renderActions(actions: readonly CardAction[], room: Room, edition = ''): types.ActionsBlock[] {
  const blocks = new Map<string, CardAction[]>();
  const drawn = new Set<string>();
  for (const action of actions) {
    const isEmpty = action.kind === 'select' && renderOptions(action.options, 1).length === 0;
    if (isEmpty || drawn.has(action.id) || action.value === '' || action.value.length > VALUE_MAX) continue;
    drawn.add(action.id);
    blocks.set(action.value, [...(blocks.get(action.value) ?? []), action]);
  }
  return [...blocks].map(([value, its]) => ({
    type: 'actions',
    block_id: BLOCK_PREFIX + (edition && `${edition}:`) + value,
    elements: elementsOf(its, room),
  }));
}

function elementsOf(actions: readonly CardAction[], room: Room): Element[] {
  const tucked = actions
    .flatMap((action) => (action.kind === 'button' && action.tucked ? [action] : []))
    .slice(0, MORE_MAX);
  const hidden: ReadonlySet<CardAction> = new Set(tucked);
  const shown = actions.filter((action) => !hidden.has(action));
  const elements = shown.map((action) => (action.kind === 'button' ? button(action, room) : menu(action, room)));
  return tucked.length > 0 ? [...elements, more(tucked, room)] : elements;
}

function more(buttons: readonly CardButton[], room: Room): types.Overflow {
  const options = buttons.map(({ id, label }) => ({ text: plainLine(label, room.action), value: id }));
  return { type: 'overflow', action_id: MORE, options };
}

/** The card's value from the id of the block that was clicked; `null` for a block that is not ours. */
export function valueOfBlock(blockId: string): string | null {
  return /^actions:(?:[\da-f]{8}:)?(.*)$/.exec(blockId)?.[1] ?? null;
}

/** Options as Slack takes them. One whose value is too long or taken is left out: cut short, it would mean something else. */
export function renderOptions(
  options: readonly CardOption[],
  most: number,
  length = LABEL_MAX,
): types.PlainTextOption[] {
  const byValue = new Map<string, types.PlainTextOption>();
  for (const { value, label } of options) {
    if (value === '' || value.length > OPTION_VALUE_MAX || byValue.has(value)) continue;
    byValue.set(value, { text: plainLine(label || value, length), value });
  }
  return [...byValue.values()].slice(0, most);
}

function button(action: CardButton, room: Room): types.Button {
  const style = action.style ? { style: action.style } : {};
  return {
    type: 'button',
    action_id: action.id,
    text: plainLine(action.label, room.action),
    value: action.value,
    ...style,
  };
}

function menu(action: CardMenu, room: Room): types.StaticSelect {
  const options = renderOptions(action.options, room.options, room.action);
  const selected = options.find((option) => option.value === action.selected);
  return {
    type: 'static_select',
    action_id: action.id,
    placeholder: plainLine(action.placeholder, room.action),
    options,
    ...(selected ? { initial_option: selected } : {}),
  };
}
