/** Regions to ISO 3166-2, by name or code within the lead's country. A name that means two of them stays as typed. */
import { iso31662 } from 'iso-3166';
import { REGION_NAMES } from './region-names.ts';
import { foldName } from './text.ts';

/** Words that say what kind of region it is: `Beijing Shi`, `Kalmar län`, `State of Texas`, `Provincia de Cuenca`. */
const KIND =
  /\b(?:state of|region de|province of|provincia de|comunidad de|county|prefecture|province|region|state|sheng|shi|län)\b/gi;

let knownCodes: ReadonlyMap<string, string> | undefined;
const namesByCountry = new Map<string, ReadonlyMap<string, string>>();

/**
 * @param text cleaned text: `US-CA`, `CA`, `California`, `Bavaria`
 * @param country ISO alpha-2 of the lead; without it only whole codes are understood
 * @returns the code, or the text as typed where none is known
 */
export function normaliseRegion(text: string, country: string | undefined): string {
  const codes = regionCodes();
  const whole = codes.get(text.toUpperCase());
  if (whole !== undefined || country === undefined) return whole ?? text;
  const names = regionNames(country);
  return (
    names.get(foldName(text)) ??
    names.get(nameWithoutKind(text)) ??
    codes.get(`${country}-${text.toUpperCase()}`) ??
    text
  );
}

/** Whether a text is a code of ISO 3166-2, in upper case. */
export function isRegionCode(text: string): boolean {
  return regionCodes().has(text);
}

function regionCodes(): ReadonlyMap<string, string> {
  knownCodes ??= new Map(iso31662.map(({ code }) => [code, code]));
  return knownCodes;
}

function regionNames(country: string): ReadonlyMap<string, string> {
  const known = namesByCountry.get(country);
  if (known) return known;
  const names = indexNames(country);
  namesByCountry.set(country, names);
  return names;
}

function indexNames(country: string): ReadonlyMap<string, string> {
  const ofCountry = iso31662.filter(({ code }) => code.startsWith(`${country}-`));
  const regions = ofCountry.filter(({ parent }) => parent === country);
  const parts = ofCountry.filter(({ parent }) => parent !== country);
  // Later entries win: parts of regions are often called like a region (Madrid), and the region is meant.
  const names = new Map([...unambiguous(parts), ...unambiguous(regions)]);
  for (const [key, code] of Object.entries(REGION_NAMES[country] ?? {})) names.set(key, `${country}-${code}`);
  return names;
}

function unambiguous(regions: readonly { code: string; name: string }[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const { code, name } of regions) {
    for (const key of spellings(name)) {
      if (found.has(key)) ambiguous.add(key);
      found.set(key, code);
    }
  }
  for (const key of ambiguous) found.delete(key);
  return found;
}

/** `Madrid, Comunidad de` is also `Comunidad de Madrid` and `Madrid`; `Guyane (française)` is also `Guyane`. */
function spellings(name: string): Set<string> {
  const short = name.replace(/\s*\(.*\)/, '');
  const [first = short, rest] = short.split(/,\s*/, 2);
  const all = [name, short, first, ...(rest ? [rest, `${rest} ${first}`] : [])];
  return new Set([...all.map(foldName), ...all.map(nameWithoutKind)].filter((key) => key !== ''));
}

function nameWithoutKind(text: string): string {
  return foldName(text.replace(KIND, ''));
}
