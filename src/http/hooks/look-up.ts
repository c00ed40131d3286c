/** Reads leads that a vendor only named, from the vendor's own API. */
import type { JsonValue } from '../../domain/sources/json-value.ts';

/**
 * @param ids as the vendor named them
 * @returns each lead as the vendor's API has it; `null` for one that the vendor has no more. What could not be read now is not in it,
 * and the vendor should send it again. Never rejects
 */
export type LookUp = (ids: readonly string[]) => Promise<ReadonlyMap<string, JsonValue | null>>;
