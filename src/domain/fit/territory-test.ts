/** Whether a lead lies in one of a rep's territories. */
import { countryKey, type LeadFacts, languageKey } from './lead-facts.ts';
import { fitsPostal, type PostalReading, parsePostalPattern, postalRange } from './postal-pattern.ts';
import { regionKeys } from './region-chain.ts';
import type { SkillTest } from './skill-test.ts';
import type { FitOptions, Territory } from './skills.ts';
import { shortList, textKey } from './text-key.ts';

/** `null`: the lead does not say. */
type Part = (lead: LeadFacts) => boolean | null;

/** @returns `undefined` when no line counts in this pool: then territories do not narrow there */
export function territoryTest(territories: readonly Territory[], { pool }: FitOptions): SkillTest | undefined {
  const counting = territories.filter((territory) => territory.pool === undefined || territory.pool === pool);
  if (counting.length === 0) return undefined;
  const lines = counting.map(territoryParts);
  const countries = counting.flatMap(({ country }) => (country === undefined ? [] : [countryKey(country)]));
  const known = new Set(counting.flatMap(askedFields));
  return {
    skill: 'territories',
    wants: shortList(counting.map(describeTerritory)),
    holds: (lead) => anyHolds(lines, lead),
    has: ({ attributes }) => {
      const values = [...known].flatMap((field) => attributes[field] ?? []);
      return values.length > 0 ? values.join(' ') : null;
    },
    ...(countries.length === counting.length ? { values: new Set(countries) } : {}),
  };
}

/** `ES 28000-28999, product pro` */
export function describeTerritory(territory: Territory): string {
  const { country, region, product, language } = territory;
  // `US-CA` names its country.
  const place = [region?.startsWith(`${country}-`) ? undefined : country, region, postalReading(territory)?.written];
  const rest = [product && `product ${product}`, language && `language ${language}`];
  return [place.filter(Boolean).join(' '), ...rest].filter(Boolean).join(', ');
}

/** What a line says about postal codes; `null` when it says nothing. */
export function postalReading({
  postalPrefix,
  postalFrom,
  postalTo,
}: Territory): (PostalReading & { written: string }) | null {
  if (postalPrefix !== undefined) return { ...parsePostalPattern(postalPrefix), written: postalPrefix };
  if (postalFrom === undefined && postalTo === undefined) return null;
  const [from, to] = [postalFrom ?? '', postalTo ?? ''];
  return { ...postalRange(from, to), written: `${from}-${to}` };
}

/** A line that is certain to hold, else one that might if the lead said more. */
function anyHolds(lines: readonly (readonly Part[])[], lead: LeadFacts): boolean | null {
  let best: boolean | null = false;
  for (const parts of lines) {
    const verdict = allHold(parts, lead);
    if (verdict === true) return true;
    if (verdict === null) best = null;
  }
  return best;
}

function allHold(parts: readonly Part[], lead: LeadFacts): boolean | null {
  let verdict: boolean | null = true;
  for (const part of parts) {
    const held = part(lead);
    if (held === false) return false;
    if (held === null) verdict = null;
  }
  return verdict;
}

/** The country first: it decides most lines. */
function territoryParts(territory: Territory): Part[] {
  const { country, region, product, language } = territory;
  const regions = region === undefined ? null : new Set(regionKeys(region, country === undefined ? [] : [country]));
  const postal = postalReading(territory);
  return [
    country !== undefined && equals('country', countryKey(country)),
    regions && ((lead: LeadFacts) => lead.regions?.some((key) => regions.has(key)) ?? null),
    postal && postalPart(postal),
    product !== undefined && equals('product', textKey(product)),
    language !== undefined && equals('language', languageKey(language)),
  ].filter((part): part is Part => Boolean(part));
}

function equals(field: 'country' | 'product' | 'language', wanted: string): Part {
  return (lead) => (lead[field] === null ? null : lead[field] === wanted);
}

/** What cannot be read fits nothing; `parseTerritories` has said why. */
function postalPart(reading: PostalReading): Part {
  if (!reading.ok) return () => false;
  return ({ postalCode }) => (postalCode === null ? null : fitsPostal(reading.pattern, postalCode));
}

type AskedField = 'country' | 'region' | 'postalCode' | 'product' | 'language';

function askedFields({ country, region, postalPrefix, postalFrom, product, language }: Territory): AskedField[] {
  const given = { country, region, postalCode: postalPrefix ?? postalFrom, product, language };
  return (Object.keys(given) as AskedField[]).filter((field) => given[field] !== undefined);
}
