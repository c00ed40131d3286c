/** Countries as the routing file may name them: ISO codes, names, and groups such as EU, which stand for their members. */
import { z } from 'zod';
import { COUNTRY_GROUPS } from '../../domain/country-groups.ts';
import { normaliseCountry } from '../../domain/normalise/country.ts';
import { nearestName } from '../../domain/normalise/nearest-name.ts';

export interface CountryValue {
  /** ISO 3166-1 alpha-2. */
  codes: readonly string[];
  /** The code or the group's name, for explanations. */
  written: string;
}

const regionNames = new Intl.DisplayNames(['en'], { type: 'region' });

export const countries = z
  .string()
  .meta({ description: 'Country (ISO code or name) or group of countries (EU, DACH, …).', examples: ['ES'] })
  .transform((text, context): CountryValue => {
    const value = readCountry(text);
    if (typeof value !== 'string') return value;
    context.issues.push({ code: 'custom', message: value, input: text });
    return z.NEVER;
  });

/** One country, no group. */
export const country = countries.transform(({ codes, written }, context): string => {
  const [code] = codes;
  if (code && codes.length === 1) return code;
  context.issues.push({ code: 'custom', message: `must be one country, not ${written}`, input: written });
  return z.NEVER;
});

/** @returns the value, or what is wrong with the text */
function readCountry(text: string): CountryValue | string {
  const name = text.trim().toUpperCase();
  if (name === 'NA') return 'NA can mean two things: write Namibia for the country, or NORAM for North America';
  const group = COUNTRY_GROUPS.get(name);
  if (group) return { codes: group, written: name };
  const code = normaliseCountry(text);
  if (code) return { codes: [code], written: code };
  const hint = suggestion(text);
  return `there is no country or group ${JSON.stringify(text.slice(0, 40))}${hint ? `; did you mean ${hint}?` : '; use an ISO code such as ES'}`;
}

/** The nearest group or English name; for two letters, the countries whose names begin so. */
function suggestion(text: string): string | null {
  const nearest = nearestName(text, [...COUNTRY_GROUPS.keys(), ...englishNames().keys()]);
  if (nearest) return named(nearest);
  if (text.length > 3) return null;
  const beginning = [...englishNames().keys()].filter((name) => name.toLowerCase().startsWith(text.toLowerCase()));
  return beginning.length > 0 && beginning.length <= 3 ? beginning.map(named).join(' or ') : null;
}

function named(name: string): string {
  const code = englishNames().get(name);
  return code ? `${code} (${name})` : name;
}

/** English name → code, of every country in a group; together they are the inhabited world. */
function englishNames(): Map<string, string> {
  const codes = new Set([...COUNTRY_GROUPS.values()].flat());
  return new Map([...codes].map((code) => [regionNames.of(code) ?? code, code]));
}
