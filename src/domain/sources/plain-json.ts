/** Bodies of no vendor in particular: fields by their names, whatever they stand in. Zapier, Make, and what people write themselves. */
import { type Answer, type Delivery, MAX_ITEMS, type Submission } from './delivery.ts';
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from './json-value.ts';

const MAX_ANSWERS = 300;

const MAX_DEPTH = 6;

/** An object, or a list of them. */
export function readPlainJson(body: JsonValue): Delivery {
  const items = Array.isArray(body) ? body : [body];
  const objects = items.filter(isJsonObject);
  if (objects.length === 0 || objects.length < items.length || items.length > MAX_ITEMS) {
    const message = `Expected an object with the fields of one lead, or a list of at most ${MAX_ITEMS} of them.`;
    return { kind: 'other-shape', problems: [{ field: 'body', message }] };
  }
  return { kind: 'submissions', submissions: objects.map(plainSubmission), isBatch: Array.isArray(body) };
}

/**
 * Standard Webhooks: `{ type, timestamp, data }`, or any other object. The event's id is in a header.
 * @param events types that make a lead; all, where it is not given
 */
export function readStandard(body: JsonValue, events?: readonly string[]): Delivery {
  if (!isJsonObject(body)) {
    return { kind: 'other-shape', problems: [{ field: 'body', message: 'Expected an object.' }] };
  }
  const type = memberOf(body, 'type');
  if (events && !(typeof type === 'string' && events.includes(type))) {
    return { kind: 'ignored', why: 'This type of event is not among the source’s events.' };
  }
  const data = memberOf(body, 'data');
  const submission = isJsonObject(data) ? { ...plainSubmission(data), document: body } : plainSubmission(body);
  return { kind: 'submissions', submissions: [submission], isBatch: false };
}

function plainSubmission(object: JsonObject): Submission {
  return { eventId: null, document: object, answers: answersOf(object), facts: {} };
}

/**
 * Every value with the names on its way: `contact.email` is found as `contact email`, and `owner.email` is not the lead's. Lists are
 * one answer; lists of objects are left to the routing file's paths.
 */
function answersOf(object: JsonObject): Answer[] {
  const answers: Answer[] = [];
  collect(object, '', 1, answers);
  return answers;
}

function collect(object: JsonObject, prefix: string, depth: number, answers: Answer[]): void {
  for (const [key, value] of Object.entries(object)) {
    if (answers.length >= MAX_ANSWERS) return;
    // Own fields are written as the lead API has them.
    const name = prefix === 'custom ' ? key : `${prefix}${key}`;
    if (!isJsonObject(value)) answers.push({ names: [name], value });
    else if (depth < MAX_DEPTH) collect(value, `${name} `, depth + 1, answers);
  }
}
