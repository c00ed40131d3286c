/**
 * Country names in any common spelling and many languages to ISO 3166-1 alpha-2. The names of 80 languages take about 0.1 s
 * to index, so that happens once, with the first name that is neither a code nor English.
 */
import countries from 'i18n-iso-countries';
import { COUNTRY_NICKNAMES } from './country-nicknames.ts';
import { DISPLAY_LANGUAGES } from './display-languages.ts';
import { foldName } from './text.ts';

/** Every country there is, as ISO 3166-1 alpha-2. */
export const COUNTRIES: readonly string[] = Object.keys(countries.getAlpha2Codes());

/** A folded name or code, and the alpha-2 code of its country. */
type Named = [name: string, country: string];
type Names = ReadonlyMap<string, string>;

let english: Names | undefined;
let worldwide: Names | undefined;

/**
 * @param text cleaned text: a name in any case, with or without accents, or an alpha-2, alpha-3 or numeric code
 * @returns alpha-2 in upper case; `undefined` when no country, or more than one (`Congo`), is called that
 */
export function normaliseCountry(text: string): string | undefined {
  const name = foldName(text);
  if (name === '') return undefined;
  english ??= new Map([...unambiguous(listedNames(['en'])), ...codes(), ...Object.entries(COUNTRY_NICKNAMES)]);
  return english.get(name) ?? worldwideName(name) ?? withoutArticle(text);
}

function worldwideName(name: string): string | undefined {
  worldwide ??= unambiguous([...listedNames(countries.langs()), ...displayNames()]);
  return worldwide.get(name);
}

/** `The Bahamas` and `Korea, Republic of` are found as `Bahamas` and `Republic of Korea`. */
function withoutArticle(text: string): string | undefined {
  const turned = text.replace(/^([^,]+),\s*([^,]+)$/, '$2 $1').replace(/^the\s+/i, '');
  return turned === text ? undefined : normaliseCountry(turned);
}

/** Names that mean one country only. */
function unambiguous(named: readonly Named[]): Names {
  const found = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const [name, country] of named) {
    if ((found.get(name) ?? country) !== country) ambiguous.add(name);
    found.set(name, country);
  }
  for (const name of ambiguous) found.delete(name);
  return found;
}

/** Alpha-2, alpha-3 and numeric codes; numeric ones with and without their zeros in front. */
function codes(): Named[] {
  return [
    ...COUNTRIES.map((code): Named => [code.toLowerCase(), code]),
    ...Object.entries(countries.getAlpha3Codes()).map(([code, country]): Named => [code.toLowerCase(), country]),
    ...Object.entries(countries.getNumericCodes()).flatMap(([code, country]): Named[] => [
      [code, country],
      [String(Number(code)), country],
    ]),
  ];
}

/** All names and other names that the lists have in these languages. */
function listedNames(languages: readonly string[]): Named[] {
  return languages.flatMap((language) =>
    Object.entries(countries.getNames(language, { select: 'all' })).flatMap(([country, names]) =>
      names.map((name): Named => [foldName(name), country]),
    ),
  );
}

/** The runtime's own names, long and short (`États-Unis`, `EE. UU.`), which the lists write out in full. */
function displayNames(): Named[] {
  return DISPLAY_LANGUAGES.flatMap((language) =>
    (['long', 'short'] as const).flatMap((style) => {
      const names = new Intl.DisplayNames([language], { type: 'region', style, fallback: 'none' });
      return COUNTRIES.map((country): Named => [foldName(names.of(country) ?? country), country]);
    }),
  );
}
