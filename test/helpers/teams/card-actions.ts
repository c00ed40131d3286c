/** A card as its reader's client sees it: which buttons there are, and what a click on one sends. */

type Node = Record<string, unknown>;

/** A button with the inputs whose values go with it: its own card's, and those of the cards around it. */
export interface CardAction {
  action: Node;
  inputs: Node[];
}

/** Not drawn where the element itself is understood, or never. */
const NOT_SHOWN = new Set(['data', 'fallback', 'refresh', 'authentication', 'msteams']);

/** All buttons of a card, those in its ShowCards too. */
export function actionsOf(card: unknown, inputsAround: readonly Node[] = []): CardAction[] {
  const elements: Node[] = [];
  const cards: Node[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value) && value.type === 'AdaptiveCard') cards.push(value);
    else if (isNode(value)) {
      elements.push(value);
      visitParts(value);
    }
  };
  const visitParts = (node: Node): void => {
    for (const [name, part] of Object.entries(node)) if (!NOT_SHOWN.has(name)) visit(part);
  };
  if (isNode(card)) visitParts(card);
  const inputs = [...inputsAround, ...elements.filter(({ type }) => String(type).startsWith('Input.'))];
  const own = elements.filter(({ type }) => String(type).startsWith('Action.')).map((action) => ({ action, inputs }));
  return [...own, ...cards.flatMap((inner) => actionsOf(inner, inputs))];
}

/**
 * The button with this verb. Throws when a person could not click it.
 * @param cards of one message
 */
export function executeAction(cards: readonly unknown[], verb: string): CardAction {
  const actions = cards.flatMap((card) => actionsOf(card)).filter(({ action }) => action.type === 'Action.Execute');
  const found = actions.find(({ action }) => action.verb === verb);
  const offered = actions.map(({ action }) => String(action.verb)).join(', ');
  if (!found) throw new Error(`no button for ${verb}; there are: ${offered || 'none'}`);
  if (found.action.isEnabled === false) throw new Error(`the button for ${verb} is grey`);
  return found;
}

/** What a client that knows no Action.Execute shows in its place: its fallback, with the same inputs. */
export function submitAction(cards: readonly unknown[], verb: string): CardAction {
  const { action, inputs } = executeAction(cards, verb);
  if (!isNode(action.fallback) || action.fallback.type !== 'Action.Submit') {
    throw new Error(`the button for ${verb} has no Action.Submit to fall back to`);
  }
  return { action: action.fallback, inputs };
}

/**
 * The action's data with what was typed and chosen, as the client puts it together.
 * @param given by input id; what is left out keeps the value that the card came with
 * Throws for an input that is not there, a choice that is not offered and a required input that is empty.
 */
export function dataOf({ action, inputs }: CardAction, given: Record<string, string>): Node {
  const asked = action.associatedInputs === 'none' ? [] : inputs;
  const unknown = Object.keys(given).filter((id) => !asked.some((input) => input.id === id));
  if (unknown.length > 0) throw new Error(`no input ${unknown.join(', ')} beside this button`);
  const values = asked.map((input) => [String(input.id), enteredIn(input, given[String(input.id)])] as const);
  return { ...(isNode(action.data) ? action.data : {}), ...Object.fromEntries(values.filter(([, value]) => value)) };
}

function enteredIn(input: Node, given: string | undefined): string | undefined {
  const value = given ?? (typeof input.value === 'string' ? input.value : undefined);
  if (!value && input.isRequired === true) throw new Error(`input ${String(input.id)} is required`);
  const choices = Array.isArray(input.choices) && input.isMultiSelect !== true ? input.choices.filter(isNode) : null;
  if (given && choices && !choices.some((choice) => choice.value === given)) {
    throw new Error(`input ${String(input.id)} does not offer ${given}`);
  }
  return value;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
