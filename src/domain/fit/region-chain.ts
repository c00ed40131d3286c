/** Regions as skills compare them: by ISO 3166-2 where known, and a part counts as inside what it is part of. */
import { iso31662 } from 'iso-3166';
import { normaliseRegion } from '../normalise/region.ts';
import { textKey } from './text-key.ts';

let parents: ReadonlyMap<string, string> | undefined;

/**
 * A region and all it is part of, innermost first, as keys: a lead in Paris (`FR-75C`) is for whoever takes
 * Île-de-France (`FR-IDF`). Where the list of codes has no such order (Britain, Belgium), a region is only itself.
 * @param region ISO 3166-2, or as typed where no code is known
 */
export function regionChain(region: string): string[] {
  parents ??= new Map(iso31662.map(({ code, parent }) => [code, parent]));
  const chain = [textKey(region)];
  for (let code = parents.get(region.trim().toUpperCase()); code?.includes('-'); code = parents.get(code)) {
    chain.push(textKey(code));
  }
  return chain;
}

/**
 * The keys under which a rep's region may be found: as written, and its codes in the countries that the rep takes, so that
 * `California` in a routing file means `US-CA`.
 */
export function regionKeys(region: string, countries: readonly string[]): string[] {
  const codes = countries.map((country) => normaliseRegion(region, country));
  return [...new Set([region, ...codes].map(textKey))];
}
