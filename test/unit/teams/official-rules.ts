/** What Microsoft's own schema and renderer say of a card. */
import { readFileSync } from 'node:fs';
import { AdaptiveCard, SerializationContext } from 'adaptivecards';
import { Ajv } from 'ajv';

/** There only where the official schemas lie beside the repository. */
export const SCHEMA_FILE = new URL('../../../../shared/schemas/adaptive-card-1.5.0.json', import.meta.url);

/** @returns checks a card against the official schema of version 1.5: what is wrong with it, empty for a valid one */
export function readOfficialSchema(): (card: unknown) => string {
  const schema: unknown = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'), modernised);
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const check = ajv.compile(Object(schema));
  return (card) => (check(card) ? '' : ajv.errorsText(check.errors));
}

/** It is written in draft 6 with leftovers of draft 4: ids by their old name, and `required` on a property. */
function modernised(this: Record<string, unknown>, key: string, value: unknown): unknown {
  if (key === '$schema' || (key === 'id' && typeof value === 'string')) return undefined;
  if (key === 'required' && typeof value === 'boolean') return undefined;
  return value;
}

/** What the official renderer has to complain about while it reads a card. */
export function parseEvents(card: object): string[] {
  const context = new SerializationContext();
  new AdaptiveCard().parse(JSON.parse(JSON.stringify(card)), context);
  return Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
}
