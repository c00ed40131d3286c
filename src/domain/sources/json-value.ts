/** JSON that strangers send: its shape, and how deep it goes. */

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export interface JsonObject {
  [key: string]: JsonValue;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own values only, so that a body's keys never reach what every object has. */
export function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A value as one line of text would have it; lists are joined. `undefined` for what is no such value, or empty. */
export function plainValue(value: JsonValue | undefined): string | number | boolean | undefined {
  if (Array.isArray(value)) {
    const parts = value.map(plainValue).filter((part) => part !== undefined);
    return parts.length > 1 ? parts.join(', ') : parts[0];
  }
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** Whether something in the value is more than `most` levels down. Goes level by level: recursion would end at a hostile body. */
export function isDeeperThan(value: JsonValue, most: number): boolean {
  let level: JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
