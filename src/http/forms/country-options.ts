/** Countries to choose from, as the page's language calls and orders them. */

import { type FormField, textIn } from '../../domain/forms/form.ts';
import { COUNTRIES } from '../../domain/normalise/country.ts';

interface Option {
  value: string;
  label: string;
}

/** All countries, by language. */
const everywhere = new Map<string, readonly Option[]>();

/** @returns those of the field in its order, else all of them by name */
export function countryOptions({ options }: FormField, language: string): readonly Option[] {
  if (options.length === 0) return allCountries(language);
  const names = namesIn(language);
  return options.map(({ value, label }) => ({
    value,
    label: label ? textIn(label, language) : (names.of(value) ?? value),
  }));
}

function allCountries(language: string): readonly Option[] {
  const known = everywhere.get(language);
  if (known) return known;
  const names = namesIn(language);
  const { compare } = new Intl.Collator(language);
  const options = COUNTRIES.map((value) => ({ value, label: names.of(value) ?? value })).sort((a, b) =>
    compare(a.label, b.label),
  );
  everywhere.set(language, options);
  return options;
}

function namesIn(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames([language, 'en'], { type: 'region' });
}
