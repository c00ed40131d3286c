/** From a form as the file has it to a form with everything filled in. Its parts fit each other: `check-forms.ts` has looked. */
import {
  type FieldKind,
  type Form,
  type FormField,
  type FormOption,
  type Texts,
  usualKind,
} from '../../domain/forms/form.ts';
import { ownLabel } from '../../domain/forms/own-words.ts';
import type { FieldInFile, FormInFile } from './forms-schema.ts';

type Written = string | Record<string, string>;

export const DEFAULT_LANGUAGES = ['en'];

export function toForm({ fields, languages: given = DEFAULT_LANGUAGES, ...raw }: FormInFile): Form {
  const languages = [...new Set(given)];
  const texts = (written: Written): Texts =>
    typeof written === 'string' ? { [languages[0] ?? '']: written } : written;
  const orNull = (written: Written | undefined): Texts | null => (written === undefined ? null : texts(written));
  return {
    id: raw.id,
    languages,
    title: texts(raw.title),
    text: orNull(raw.text),
    fields: fields.map((field) => toField(field, languages, texts)),
    consent: raw.consent ? { text: texts(raw.consent.text), required: raw.consent.required ?? false } : null,
    button: orNull(raw.button),
    thanks: orNull(raw.thanks),
    redirect: raw.redirect ?? null,
    source: raw.source ?? raw.id,
    campaign: raw.campaign ?? null,
    country: raw.country ?? null,
    allow: [...new Set(raw.allow ?? [])],
    accent: raw.accent ?? null,
    messages: Object.fromEntries(
      Object.entries(raw.messages ?? {}).map(([key, written]) => [key, texts(written as Written)]),
    ),
  };
}

function toField(given: FieldInFile, languages: readonly string[], texts: (written: Written) => Texts): FormField {
  const { field, kind, label, help, required = false, options = [], value, query } = given;
  return {
    field,
    kind: kind ?? kindFor(field, options.length > 0),
    label: label === undefined ? ownTexts(field, languages) : texts(label),
    help: help === undefined ? null : texts(help),
    required,
    options: options.map(
      (option): FormOption =>
        typeof option === 'string'
          ? { value: option, label: null }
          : { value: option.value, label: option.label === undefined ? null : texts(option.label) },
    ),
    value: value ?? null,
    query: query ?? null,
  };
}

/** Whoever lists options wants them chosen from. */
export function kindFor(field: string, hasOptions: boolean): FieldKind {
  return hasOptions ? 'select' : usualKind(field);
}

function ownTexts(field: string, languages: readonly string[]): Texts {
  return Object.fromEntries(languages.map((language) => [language, ownLabel(field, language) ?? field]));
}
