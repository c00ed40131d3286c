/** Whether a form says everything in each of its languages, and nothing in others. */
import { normaliseLanguage } from '../../domain/normalise/language.ts';
import { items, record, text } from './draft.ts';
import type { Finding, Path } from './problem.ts';
import { DEFAULT_LANGUAGES } from './to-form.ts';

/** ISO 639-1, as far as the list can be read. */
export function languagesOf({ languages }: Record<string, unknown>): string[] {
  if (languages === undefined) return DEFAULT_LANGUAGES;
  return [...new Set(items(languages).flatMap((name) => normaliseLanguage(text(name) ?? '') ?? []))];
}

export function checkFormTexts(form: Record<string, unknown>, path: Path): Finding[] {
  const languages = languagesOf(form);
  return placesOf(form).flatMap(([place, written]) => inEachLanguage(written, languages, [...path, ...place]));
}

/** Everything in a form that people read, where it is there. */
function placesOf(form: Record<string, unknown>): [Path, unknown][] {
  const named: [Path, unknown][] = ['title', 'text', 'button', 'thanks'].map((key) => [[key], form[key]]);
  const fields = items(form.fields).flatMap((field, index): [Path, unknown][] => {
    const { label, help, options } = record(field);
    const at = ['fields', index];
    return [
      [[...at, 'label'], label],
      [[...at, 'help'], help],
      ...items(options).map((option, place): [Path, unknown] => [
        [...at, 'options', place, 'label'],
        record(option).label,
      ]),
    ];
  });
  const messages = Object.entries(record(form.messages)).map(([key, said]): [Path, unknown] => [
    ['messages', key],
    said,
  ]);
  const places: [Path, unknown][] = [
    ...named,
    ...fields,
    [['consent', 'text'], record(form.consent).text],
    ...messages,
  ];
  return places.filter(([, written]) => written !== undefined);
}

function inEachLanguage(written: unknown, languages: readonly string[], path: Path): Finding[] {
  if (typeof written === 'string') {
    if (languages.length < 2) return [];
    const each = languages.map((language) => `${language}: …`).join(', ');
    return [{ path, message: `must be said in each language of the form: { ${each} }` }];
  }
  const given = Object.keys(record(written));
  if (given.length === 0) return [];
  // Our own messages are there in other languages already.
  const missing = path.includes('messages') ? [] : languages.filter((language) => !given.includes(language));
  const foreign = given.filter((language) => !languages.includes(language));
  return [
    ...(missing.length > 0 ? [{ path, message: `is not said in ${missing.join(' and ')}` }] : []),
    ...foreign.map(
      (language): Finding => ({
        path: [...path, language],
        message: `the form has no language ${JSON.stringify(language)}; add it to languages, or leave this out`,
        at: 'key',
      }),
    ),
  ];
}
