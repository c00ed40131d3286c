/** Languages to ISO 639-1: codes, locales, and names in the language itself and in the larger languages. */
import { DISPLAY_LANGUAGES } from './display-languages.ts';
import { foldName } from './text.ts';

let codes: ReadonlySet<string> | undefined;
let names: ReadonlyMap<string, string> | undefined;

/**
 * @param text cleaned text: `es`, `es-ES`, `es_MX`, `spa`, `Spanish`, `español`, `Portuguese (Brazil)`
 * @returns two lower-case letters; `undefined` when it names no language that has a two-letter code
 */
export function normaliseLanguage(text: string): string | undefined {
  const main = text.split(/[(/,;]| - /, 1)[0]?.trim() ?? '';
  return fromTag(main) ?? fromName(text) ?? fromName(main);
}

/** Codes and locales. Three-letter codes become two-letter ones where those exist. */
function fromTag(text: string): string | undefined {
  const tag = text.replaceAll('_', '-');
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag)) return undefined;
  const first = tag.slice(0, 2).toLowerCase();
  codes ??= new Set(twoLetterCodes());
  if (/^[a-z]{2}(-|$)/i.test(tag) && codes.has(first)) return first;
  const language = canonical(tag)?.split('-', 1)[0];
  return language && codes.has(language) ? language : undefined;
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined; // shaped like a locale, and none
  }
}

function fromName(text: string): string | undefined {
  const name = foldName(text);
  names ??= indexNames();
  return names.get(name);
}

function indexNames(): ReadonlyMap<string, string> {
  codes ??= new Set(twoLetterCodes());
  const own = [...codes].filter((code) => Intl.DisplayNames.supportedLocalesOf(code).length > 0);
  const found = new Map<string, string>();
  for (const locale of [...DISPLAY_LANGUAGES, ...own]) {
    const display = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' });
    for (const code of (DISPLAY_LANGUAGES as readonly string[]).includes(locale) ? codes : [locale]) {
      const name = foldName(display.of(code) ?? '');
      if (name && !found.has(name)) found.set(name, code);
    }
  }
  for (const [name, code] of Object.entries(OTHER_NAMES)) found.set(name, code);
  return found;
}

/** Names that differ from the runtime's. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  castellano: 'es',
  castilian: 'es',
  mandarin: 'zh',
  cantonese: 'zh',
  simplifiedchinese: 'zh',
  traditionalchinese: 'zh',
  farsi: 'fa',
  flemish: 'nl',
  bokmal: 'nb',
  fil: 'tl',
  filipino: 'tl',
  tagalog: 'tl',
  americanenglish: 'en',
  britishenglish: 'en',
  brazilianportuguese: 'pt',
};

/** Withdrawn codes that the runtime still names; their languages have newer ones. */
const WITHDRAWN = new Set(['bh', 'in', 'iw', 'ji', 'jw', 'mo', 'sh']);

/** The runtime has no list of languages, but knows the name of each. */
function twoLetterCodes(): string[] {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const english = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !WITHDRAWN.has(code) && english.of(code) !== undefined);
}
