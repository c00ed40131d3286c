/** The way back from a click: what a card's button carried, and what was filled in around it. */
import { z } from 'zod';
import { CARD_ACTIONS, type CardActionId } from '../../domain/card.ts';
import { inputNames, VALUE_MAX } from './render-actions.ts';

/** A click, unchecked beyond its form: the app checks what it says. */
export interface ReadAction {
  action: CardActionId;
  delivery: string;
  /** The menu's choice; `null` for anything but a menu. */
  choice: string | null;
  /** Empty when the form has none. */
  reason: string;
  note: string | null;
}

/** An input that was left alone is missing or empty, depending on the client. */
const filled = z.string().catch('');

/** What `Action.Submit` sends as the message's value, and `Action.Execute` as its data. */
const clicked = z.looseObject({
  action: z.enum(CARD_ACTIONS),
  delivery: z.string().min(1).max(VALUE_MAX),
});

const executed = z.object({ action: z.object({ type: z.literal('Action.Execute'), data: z.unknown() }) });

/**
 * @param value of an invoke `adaptiveCard/action`, or of a message that a button sent
 * @returns `null` for anything that no button of ours sends
 */
export function readAction(value: unknown): ReadAction | null {
  const invoke = executed.safeParse(value);
  const { data } = clicked.safeParse(invoke.success ? invoke.data.action.data : value);
  if (!data) return null;
  const { action, delivery } = data;
  return {
    action,
    delivery,
    choice: filled.parse(data[inputNames.choice(action)]) || null,
    reason: filled.parse(data[inputNames.reason(action)]),
    note: filled.parse(data[inputNames.note(action)]).trim() || null,
  };
}
