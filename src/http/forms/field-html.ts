/** One field of a form, with its label, help and what is wrong with it. */
import { type FormField, textIn } from '../../domain/forms/form.ts';
import { partsOf } from '../../domain/forms/links.ts';
import type { Said } from '../../domain/forms/own-words.ts';
import { countryOptions } from './country-options.ts';
import { type Html, html } from './html.ts';
import { spoken, type View } from './view.ts';

/** What a browser may fill in by itself (WCAG 2.2, 1.3.5). */
const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  email: 'email',
  firstName: 'given-name',
  lastName: 'family-name',
  name: 'name',
  phone: 'tel',
  jobTitle: 'organization-title',
  company: 'organization',
  website: 'url',
  country: 'country',
  region: 'address-level1',
  city: 'address-level2',
  postalCode: 'postal-code',
};

const KEYBOARDS: Readonly<Record<string, string>> = { employees: 'numeric', revenue: 'decimal', website: 'url' };

/** Short enough for two to a line. */
const HALVES: readonly string[] = ['firstName', 'lastName', 'postalCode', 'city'];

/** @param mistake what is wrong with it, if anything is */
export interface ShownField {
  field: FormField;
  typed: string;
  mistake: Said | null;
  /** Whether a neighbour that is as short stands beside it. */
  isHalf: boolean;
}

export function fieldId(field: string): string {
  return `field-${field}`;
}

/** Which of them share a line with a neighbour. */
export function halvesOf(fields: readonly FormField[]): ReadonlySet<FormField> {
  const halves = new Set<FormField>();
  for (const [index, field] of fields.entries()) {
    const before = fields[index - 1];
    if (!before || !HALVES.includes(field.field) || !HALVES.includes(before.field) || halves.has(before)) continue;
    halves.add(before).add(field);
  }
  return halves;
}

export function fieldHtml(shown: ShownField, view: View): Html {
  const { field, mistake, isHalf } = shown;
  if (field.kind === 'checkbox') return checkboxHtml(shown, view);
  const id = fieldId(field.field);
  const optional = html` <span class="optional">(${spoken(view.say('optional'), view.language)})</span>`;
  return html`<div class="field${isHalf && ' half'}${mistake && ' wrong'}">
<label for="${id}">${textIn(field.label, view.language)}${!field.required && optional}</label>
${noteHtml(shown, view)}${controlHtml(shown, view)}
</div>
`;
}

function checkboxHtml(shown: ShownField, view: View): Html {
  const { field, typed } = shown;
  return tickHtml({
    name: field.field,
    isTicked: typed !== '',
    required: field.required,
    label: html`${linkedHtml(textIn(field.label, view.language))}`,
    mistake: shown.mistake,
    help: field.help && textIn(field.help, view.language),
    language: view.language,
  });
}

/** A box to tick. @param tick.help below it */
export function tickHtml(tick: {
  name: string;
  isTicked: boolean;
  required: boolean;
  label: Html;
  mistake: Said | null;
  help: string | null;
  language: string;
}): Html {
  const { name, isTicked, required, label, mistake, help, language } = tick;
  const id = fieldId(name);
  return html`<div class="field tick${mistake && ' wrong'}">
${mistakeHtml(id, mistake, language)}<input type="checkbox" id="${id}" name="${name}" value="yes"${isTicked && html` checked`}${stateHtml({ id, required, mistake, help })}>
<label for="${id}">${label}</label>${help && html`<p class="help" id="${id}-help">${linkedHtml(help)}</p>`}
</div>
`;
}

function noteHtml({ field, mistake }: ShownField, { language }: View): Html {
  const id = fieldId(field.field);
  const help = field.help && html`<p class="help" id="${id}-help">${linkedHtml(textIn(field.help, language))}</p>`;
  return html`${help}${mistakeHtml(id, mistake, language)}`;
}

function mistakeHtml(id: string, mistake: Said | null, language: string): Html | null {
  return mistake && html`<p class="mistake" id="${id}-mistake">${spoken(mistake, language)}</p>`;
}

function controlHtml({ field, typed, mistake }: ShownField, view: View): Html {
  const id = fieldId(field.field);
  const fills = AUTOCOMPLETE[field.field] ?? null;
  const state = stateHtml({ id, required: field.required, mistake, help: field.help });
  const shared = html`class="control" id="${id}" name="${field.field}"${fills && html` autocomplete="${fills}"`}${state}`;
  switch (field.kind) {
    case 'textarea':
      // The first line break of a text area is none of the text's.
      return html`<textarea ${shared} rows="5">\n${typed}</textarea>`;
    case 'select':
      return html`<select ${shared}>${optionsHtml(field, typed, view)}</select>`;
    default:
      return html`<input ${typeHtml(field)} ${shared} value="${typed}">`;
  }
}

/** What a screen reader says of it. */
function stateHtml(of: { id: string; required: boolean; mistake: Said | null; help: unknown }): Html {
  const notes = [of.help ? `${of.id}-help` : null, of.mistake ? `${of.id}-mistake` : null].filter(Boolean).join(' ');
  return html`${of.required && html` required`}${of.mistake && html` aria-invalid="true"`}${notes && html` aria-describedby="${notes}"`}`;
}

/** Numbers are typed as text: a browser's number field loses what it does not understand. */
function typeHtml({ field, kind }: FormField): Html {
  if (kind === 'email' || kind === 'tel') return html`type="${kind}"`;
  const keyboard = KEYBOARDS[field] ?? (kind === 'number' ? 'decimal' : null);
  return html`type="text"${keyboard && html` inputmode="${keyboard}"`}`;
}

function optionsHtml(field: FormField, typed: string, view: View): Html {
  const choose = view.say('choose');
  const options =
    field.field === 'country'
      ? countryOptions(field, view.language)
      : field.options.map(({ value, label }) => ({ value, label: label ? textIn(label, view.language) : value }));
  return html`<option value=""${choose.language !== view.language && html` lang="${choose.language}"`}>${choose.text}</option>${options.map(
    ({ value, label }) => html`<option value="${value}"${value === typed && html` selected`}>${label}</option>`,
  )}`;
}

/** Links open beside the page, where nothing typed is lost. */
export function linkedHtml(text: string): Html {
  return html`${partsOf(text).map((part) =>
    part.url === null
      ? html`${part.text}`
      : html`<a href="${part.url}" target="_blank" rel="noopener">${part.text}</a>`,
  )}`;
}
