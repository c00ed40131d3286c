/** What is wrong with one field of a form. */
import { FIELD_KINDS, type FieldKind, possibleKinds } from '../../domain/forms/form.ts';
import { ownLabel } from '../../domain/forms/own-words.ts';
import { parseLeadInput } from '../../domain/lead-input.ts';
import { normaliseCountry } from '../../domain/normalise/country.ts';
import type { DraftField } from './check-forms.ts';
import type { Finding, Path } from './problem.ts';
import { kindFor } from './to-form.ts';
import { alternatives } from './words.ts';

export function checkFormField(field: DraftField, languages: readonly string[], path: Path): Finding[] {
  if (field.field === null) return [];
  const kind = field.kind ?? kindFor(field.field, field.options !== null);
  if (!isKind(kind)) return [];
  return [
    ...kindProblem(field.field, kind, field, path),
    ...optionProblems(field.field, kind, field, path),
    ...(kind === 'hidden' ? hiddenProblems(field, path) : shownProblems(field.field, field, languages, path)),
  ];
}

function isKind(kind: string): kind is FieldKind {
  return FIELD_KINDS.some((known) => known === kind);
}

function kindProblem(name: string, kind: FieldKind, { options }: DraftField, path: Path): Finding[] {
  const possible = possibleKinds(name);
  if (possible.includes(kind)) return [];
  const message = `${name} cannot be a ${kind}; use ${alternatives(possible)}`;
  return [{ path: [...path, options && kind === 'select' ? 'options' : 'kind'], message }];
}

function optionProblems(name: string, kind: FieldKind, { options }: DraftField, path: Path): Finding[] {
  const at = [...path, 'options'];
  if (kind !== 'select') return options ? [{ path: at, message: `is for a select, and this is a ${kind}` }] : [];
  if (!options) {
    if (name === 'country') return [];
    return [{ path: at, message: 'is missing: a select needs something to choose from; for example [ basic, pro ]' }];
  }
  return options.flatMap((value, place) => {
    if (value === null) return [];
    const first = options.indexOf(value);
    if (first < place) return [{ path: [...at, place], message: `is the same as options[${first}]` }];
    const wrong = valueProblem(name, value);
    return wrong ? [{ path: [...at, place], message: wrong }] : [];
  });
}

/** Whether a lead could have it: better said at start than to each sender. */
function valueProblem(name: string, value: string): string | null {
  if (name === 'country' && normaliseCountry(value) !== value) {
    const code = normaliseCountry(value);
    return `must be an ISO code such as ES${code ? `; for ${JSON.stringify(value)} that is ${code}` : ''}`;
  }
  const isCustom = name.startsWith('custom.');
  const parsed = parseLeadInput({
    externalId: 'form',
    ...(isCustom ? { custom: { [name.slice('custom.'.length)]: value } } : { [name]: value }),
  });
  return parsed.ok ? null : `no lead can have this as its ${name}. ${parsed.problems[0]?.message ?? ''}`;
}

function hiddenProblems({ field, written, value, required }: DraftField, path: Path): Finding[] {
  const ways = ['value', 'query'].filter((key) => written.includes(key));
  const findings: Finding[] = [];
  if (ways.length !== 1) {
    const message = 'a hidden field has either a value, or query: the parameter of the page’s address that has it';
    findings.push({ path, message });
  }
  if (required) findings.push({ path: [...path, 'required'], message: 'nobody can fill in a hidden field' });
  const wrong = value === null ? null : valueProblem(field ?? '', value);
  return wrong ? [...findings, { path: [...path, 'value'], message: wrong }] : findings;
}

function shownProblems(name: string, { written }: DraftField, languages: readonly string[], path: Path): Finding[] {
  const idle = ['value', 'query'].filter((key) => written.includes(key));
  const findings: Finding[] = idle.map((key) => ({ path: [...path, key], message: 'is for hidden fields only' }));
  const nameless = languages.filter((language) => ownLabel(name, language) === null);
  if (written.includes('label') || nameless.length === 0) return findings;
  const why = name.startsWith('custom.') ? `of ${name}` : `in ${alternatives(nameless)}, which Dibs does not speak`;
  const example = languages.length > 1 ? `{ ${languages.map((language) => `${language}: …`).join(', ')} }` : '…';
  return [...findings, { path: [...path, 'label'], message: `is missing: the name ${why}; add label: ${example}` }];
}
