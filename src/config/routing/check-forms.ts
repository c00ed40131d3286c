/** What is wrong between the parts of a form: its fields, and what each of them is and offers. */
import { ASKED_FIELDS } from '../../domain/forms/form.ts';
import { ORIGIN_KEYS } from '../../domain/forms/origin.ts';
import { nearestName } from '../../domain/normalise/nearest-name.ts';
import { checkFormField } from './check-form-field.ts';
import { checkFormTexts, languagesOf } from './check-form-texts.ts';
import { CUSTOM_FIELD } from './condition-schema.ts';
import { items, record, text } from './draft.ts';
import type { Finding, Path } from './problem.ts';

export function checkForms(forms: readonly Record<string, unknown>[]): Finding[] {
  return forms.flatMap((form, index) => {
    const path = ['forms', index];
    const fields = items(form.fields).map(draftField);
    const names = fields.map(({ field }) => field);
    const languages = languagesOf(form);
    return [
      ...checkFormTexts(form, path),
      ...fields.flatMap((field, place) => {
        const at = [...path, 'fields', place];
        const wrongName = field.field === null ? null : nameProblem(field.field);
        if (wrongName) return [{ path: field.isShort ? at : [...at, 'field'], message: wrongName }];
        return [...double(names, place, at), ...checkFormField(field, languages, at)];
      }),
      ...noContact(form, names, path),
    ];
  });
}

/** A field as written; what is no text where text belongs is `null` or left out. */
export interface DraftField {
  /** Written as its name alone. */
  isShort: boolean;
  field: string | null;
  kind: string | null;
  /** Keys that are there. */
  written: string[];
  required: boolean;
  value: string | null;
  /** Values, in the file's order; `null`: there is no list. */
  options: (string | null)[] | null;
}

function draftField(given: unknown): DraftField {
  const { field, kind, required, value, options } = record(given);
  return {
    isShort: typeof given === 'string',
    field: text(given) ?? text(field),
    kind: text(kind),
    written: Object.keys(record(given)),
    required: required === true,
    value: text(value),
    options: Array.isArray(options) ? options.map((option) => text(option) ?? text(record(option).value)) : null,
  };
}

/** What Dibs writes there itself. */
const OUR_OWN: readonly string[] = [...ORIGIN_KEYS, 'suspicion'].map((key) => `custom.${key}`);

const NEVER_ASKED: Readonly<Record<string, string>> = {
  externalId: 'externalId is what systems call a lead, and no stranger may choose it; use custom.<name>',
  domain: 'domain is worked out from email and website; ask for one of them',
  consent: 'consent is no field: write consent: { text: … } beside fields',
};

function nameProblem(name: string): string | null {
  if (NEVER_ASKED[name]) return NEVER_ASKED[name];
  if (OUR_OWN.includes(name)) return `Dibs fills ${name} in by itself; use another name`;
  if (ASKED_FIELDS.some((known) => known === name) || CUSTOM_FIELD.test(name)) return null;
  const nearest = nearestName(name, ASKED_FIELDS);
  const hint = nearest ? `did you mean ${nearest}?` : `use ${ASKED_FIELDS.join(', ')} or custom.<name>`;
  return `there is no lead field ${JSON.stringify(name.slice(0, 40))}; ${hint}`;
}

function double(names: readonly (string | null)[], place: number, path: Path): Finding[] {
  const first = names.indexOf(names[place] ?? null);
  if (names[place] === null || first === place) return [];
  return [{ path, message: `asks for ${names[place]} a second time: fields[${first}] has it` }];
}

function noContact(form: Record<string, unknown>, names: readonly (string | null)[], path: Path): Finding[] {
  if (names.length === 0 || names.includes('email') || names.includes('phone')) return [];
  const message = 'asks for neither email nor phone, so that nobody could answer; add one of them';
  return [{ path: form.fields === undefined ? path : [...path, 'fields'], message }];
}
