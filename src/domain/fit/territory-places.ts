/** Countries and regions as a territory table may name them. */
import { iso31662 } from 'iso-3166';
import { COUNTRY_GROUPS } from '../country-groups.ts';
import { normaliseCountry } from '../normalise/country.ts';
import { nearestName } from '../normalise/nearest-name.ts';
import { isRegionCode, normaliseRegion } from '../normalise/region.ts';

/** What was read, or what is wrong and what would be right. */
export type Reading<Value> = { ok: true; value: Value } | { ok: false; problem: string };

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });

/** @param text a country, a group such as `DACH`, or several of them; codes or names */
export function readCountries(text: string): Reading<string[]> {
  // `Korea, Republic of` is one country.
  const whole = normaliseCountry(text);
  const parts = whole && !isAmbiguous(text) ? [whole] : listParts(text);
  const codes: string[] = [];
  for (const part of parts) {
    const group = COUNTRY_GROUPS.get(part.toUpperCase());
    const code = isAmbiguous(part) ? undefined : normaliseCountry(part);
    if (!group && !code) return { ok: false, problem: countryProblem(part) };
    codes.push(...(group ?? [String(code)]));
  }
  return { ok: true, value: [...new Set(codes)] };
}

/**
 * @param countries those of the row
 * @returns the code with its country; the region as written, with a doubt, where the country is known and the region is not
 */
export function readRegion(
  text: string,
  countries: readonly string[],
): Reading<{ region: string; country: string; doubt?: string }> {
  const [country = wholeCodesCountry(text), ...others] = countries;
  if (country === undefined) {
    return { ok: false, problem: `“${text}” needs its country beside it, or a whole code such as US-CA` };
  }
  if (others.length > 0)
    return { ok: false, problem: `one region cannot lie in ${countries.length} countries; one row each` };
  const region = normaliseRegion(text, country);
  if (isRegionCode(region)) {
    if (region.startsWith(`${country}-`)) return { ok: true, value: { region, country } };
    return { ok: false, problem: `${region} is not in ${country}; correct one of the two` };
  }
  const names = new Map(regionsOf(country).map(({ name, code }) => [name, code]));
  const near = nearestName(text, [...names.keys()]);
  if (near)
    return { ok: false, problem: `${country} has no region “${text}”; did you mean ${names.get(near)} (${near})?` };
  const doubt = `no region “${text}” of ${country} is known: only leads that write it the same way lie in it`;
  return { ok: true, value: { region, country, doubt } };
}

/** The parts of a cell that lists several: `28, 29; 30` */
export function listParts(text: string): string[] {
  return text
    .split(/[,;|/]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The ISO code of Namibia, and what many write for North America. */
function isAmbiguous(text: string): boolean {
  return text.trim().toUpperCase() === 'NA';
}

function countryProblem(text: string): string {
  if (isAmbiguous(text)) return 'NA can mean two things: write Namibia for the country, or NORAM for North America';
  const codes = new Set([...COUNTRY_GROUPS.values()].flat());
  const names = new Map([...codes].map((code) => [countryNames.of(code) ?? code, code]));
  const near = nearestName(text, [...names.keys(), ...COUNTRY_GROUPS.keys()]);
  const meant = near && (names.has(near) ? `${names.get(near)} (${near})` : near);
  return `there is no country “${text}”; ${meant ? `did you mean ${meant}?` : 'use an ISO code such as ES'}`;
}

function wholeCodesCountry(text: string): string | undefined {
  const code = normaliseRegion(text, undefined);
  return isRegionCode(code) ? code.slice(0, 2) : undefined;
}

function regionsOf(country: string): { code: string; name: string }[] {
  return iso31662.filter(({ code }) => code.startsWith(`${country}-`));
}
