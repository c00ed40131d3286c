/** The way back from a click: what a card's button carried, and what was filled in around it. */
import { z } from 'zod';
import { CARD_ACTIONS, type CardActionId } from '../../domain/card.ts';
import { inputNames, VALUE_MAX } from './render-actions.ts';

/** A click, unchecked beyond its form: the app checks what it says. */
export interface ReadAction {
  action: CardActionId;
  delivery: string;
  /** Of a menu without a form; `null` for anything else. */
  choice: string | null;
  /** What was filled in, by field name; see `FormSubmission`. */
  values: Record<string, string>;
}

/** An input that was left alone is missing or empty, depending on the client. */
const filled = z.string().catch('');

/** Fields of our forms, and the halves of a moment. */
const FIELD = /^([A-Za-z]+)(?:\.(date|time))?$/;

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
    values: valuesOf(action, data),
  };
}

function valuesOf(action: CardActionId, data: Readonly<Record<string, unknown>>): Record<string, string> {
  const prefix = inputNames.field(action, '');
  const values = new Map<string, string>();
  for (const key of Object.keys(data)) {
    const [, name, half] = key.startsWith(prefix) ? (FIELD.exec(key.slice(prefix.length)) ?? []) : [];
    if (name === undefined || name === 'choice' || values.has(name)) continue;
    const value = half === undefined ? filled.parse(data[key]).trim() : momentOf(action, name, data);
    if (value !== '') values.set(name, value);
  }
  return Object.fromEntries(values);
}

/** A half that is missing makes it none that anybody can read, for the app to refuse. */
function momentOf(action: CardActionId, name: string, data: Readonly<Record<string, unknown>>): string {
  const date = filled.parse(data[inputNames.date(action, name)]);
  const time = filled.parse(data[inputNames.time(action, name)]);
  return date === '' && time === '' ? '' : `${date}T${time}`;
}
