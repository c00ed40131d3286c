/** A webhook's body as a JSON value, whether it came as JSON or as a form. */
import type { JsonValue } from '../../domain/sources/json-value.ts';
import { decodeBody, type ParseJson } from '../json-body.ts';
import { Problem } from '../problem.ts';

export const FORM = 'application/x-www-form-urlencoded';

/** @throws Problem `malformed-json` or `forbidden-key`, without anything of the body */
export function readHookBody(body: unknown, contentType: string, parseJson: ParseJson): JsonValue {
  const text = decodeBody(body);
  return isForm(contentType) ? readForm(text) : (parseJson(text) as JsonValue);
}

export function isForm(contentType: string): boolean {
  return contentType.toLowerCase().startsWith(FORM);
}

/** A name that is there more than once is a list. */
function readForm(text: string): JsonValue {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    // As in JSON, where the parser refuses it.
    if (name === '__proto__') throw new Problem('forbidden-key', { detail: 'Remove the field __proto__.' });
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  const entries = [...fields].map(([name, values]): [string, JsonValue] => [
    name,
    values.length === 1 ? (values[0] ?? '') : values,
  ]);
  return Object.fromEntries(entries);
}
