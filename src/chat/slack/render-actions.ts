/** A card's buttons and menus as Block Kit actions, and the way back from a click to what it carries. */
import type { types } from '@slack/bolt';
import type { CardAction, CardOption } from '../../domain/card.ts';
import { plainLine } from './block-text.ts';

type Element = types.Button | types.StaticSelect;

/** Slack's limit for the words of a button or an option. */
const LABEL_MAX = 75;
const OPTION_VALUE_MAX = 75;

/** A menu's choice has no room for the card's value, so that the block's id carries it; 255 characters in all. */
const BLOCK_PREFIX = 'actions:';
const VALUE_MAX = 255 - BLOCK_PREFIX.length;

/** What fits: characters for the words (75 at most) and options in a menu (100 at most). */
interface Room {
  action: number;
  options: number;
}

/**
 * @returns one block for each value that the actions carry, in the order of the card; an action that Slack could not take
 * back unharmed (an id twice, a value too long, a menu without options) is left out
 */
export function renderActions(actions: readonly CardAction[], room: Room): types.ActionsBlock[] {
  const blocks = new Map<string, Element[]>();
  const drawn = new Set<string>();
  for (const action of actions) {
    const element = action.kind === 'button' ? button(action, room) : menu(action, room);
    if (!element || drawn.has(action.id) || action.value === '' || action.value.length > VALUE_MAX) continue;
    drawn.add(action.id);
    blocks.set(action.value, [...(blocks.get(action.value) ?? []), element]);
  }
  return [...blocks].map(([value, elements]) => ({ type: 'actions', block_id: BLOCK_PREFIX + value, elements }));
}

/** The card's value from the id of the block that was clicked; `null` for a block that is not ours. */
export function valueOfBlock(blockId: string): string | null {
  return blockId.startsWith(BLOCK_PREFIX) ? blockId.slice(BLOCK_PREFIX.length) : null;
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

function button(action: CardAction & { kind: 'button' }, room: Room): types.Button {
  const style = action.style ? { style: action.style } : {};
  return {
    type: 'button',
    action_id: action.id,
    text: plainLine(action.label, room.action),
    value: action.value,
    ...style,
  };
}

function menu(action: CardAction & { kind: 'select' }, room: Room): types.StaticSelect | null {
  const options = renderOptions(action.options, room.options, room.action);
  if (options.length === 0) return null;
  const selected = options.find((option) => option.value === action.selected);
  return {
    type: 'static_select',
    action_id: action.id,
    placeholder: plainLine(action.placeholder, room.action),
    options,
    ...(selected ? { initial_option: selected } : {}),
  };
}
