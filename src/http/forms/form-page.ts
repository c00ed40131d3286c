/** The page with the form itself: empty, or with what was typed and what is wrong with it. */
import { textIn } from '../../domain/forms/form.ts';
import type { MessageKey } from '../../domain/forms/messages.ts';
import { ORIGIN_KEYS, type Origin } from '../../domain/forms/origin.ts';
import type { Said } from '../../domain/forms/own-words.ts';
import { CONSENT, type FieldMistake } from '../../domain/forms/read-submission.ts';
import { fieldHtml, fieldId, halvesOf, linkedHtml, tickHtml } from './field-html.ts';
import { type Html, html } from './html.ts';
import type { Page } from './page.ts';
import { addressOf, spoken, type View } from './view.ts';

/** Names of what the page sends beside the form's own fields; none of them can be a field's. */
export const TOKEN = '_token';
export const SWITCH = '_switch';
/** A field that people never see. Its name is one that machines like to fill in and browsers do not. */
export const HONEYPOT = 'homepage';

export interface FormState {
  token: string;
  /** What was typed under a name; empty if nothing was. */
  typed: (name: string) => string;
  origin: Origin;
  mistakes: readonly FieldMistake[];
  /** Why the page came again, though nothing is wrong with what was typed. */
  notice: { message: MessageKey; values?: { n: number } } | null;
}

export function formPage(view: View, state: FormState): Page {
  const { form, language, theme, isEmbedded, say } = view;
  const heading = textIn(form.title, language);
  const isWrong = state.mistakes.length > 0 || state.notice !== null;
  const content = html`<main${form.languages.length > 1 && html` class="has-languages"`}>
<h1>${heading}</h1>
${form.text && html`<p class="lead">${linkedHtml(textIn(form.text, language))}</p>`}
${summaryHtml(view, state)}
<form id="form" method="post" action="${addressOf(view)}" novalidate>
${fieldsHtml(view, state)}
<button class="send">${form.button ? textIn(form.button, language) : spoken(say('send'), language)}</button>
</form>
${languagesHtml(view)}
</main>`;
  const title = isWrong ? `${say('error').text}: ${heading}` : heading;
  return { language, title, theme, isEmbedded, content, form };
}

function fieldsHtml(view: View, { token, typed, origin, mistakes }: FormState): Html {
  const { form, language } = view;
  const halves = halvesOf(form.fields);
  const fields = form.fields.map((field) => {
    if (field.kind === 'hidden') return field.query && hiddenHtml(field.field, typed(field.field));
    const mistake = mistakeOf(view, mistakes, field.field);
    return fieldHtml({ field, typed: typed(field.field), mistake, isHalf: halves.has(field) }, view);
  });
  const consent =
    form.consent &&
    tickHtml({
      name: CONSENT,
      isTicked: typed(CONSENT) !== '',
      required: form.consent.required,
      label: linkedHtml(textIn(form.consent.text, language)),
      mistake: mistakeOf(view, mistakes, CONSENT),
      help: null,
      language,
    });
  return html`${hiddenHtml(TOKEN, token)}${ORIGIN_KEYS.map((key) => hiddenHtml(key, origin[key] ?? ''))}
${fields}${consent}${honeypotHtml(view)}`;
}

function hiddenHtml(name: string, value: string): Html | null {
  return value === '' ? null : html`<input type="hidden" name="${name}" value="${value}">`;
}

/** Hidden by the style sheet, from eyes, screen readers and the Tab key alike; the label is for whoever has no style sheet. */
function honeypotHtml({ say, language }: View): Html {
  return html`<div class="unseen"><label for="${HONEYPOT}">${spoken(say('leaveEmpty'), language)}</label><input type="text" id="${HONEYPOT}" name="${HONEYPOT}" tabindex="-1" autocomplete="off"></div>`;
}

function mistakeOf({ say }: View, mistakes: readonly FieldMistake[], field: string): Said | null {
  const mistake = mistakes.find((one) => one.field === field);
  return mistake ? say(mistake.message, mistake.values) : null;
}

/** Gets the focus, so that it is read out first, and leads to each field that is wrong. */
function summaryHtml(view: View, { mistakes, notice }: FormState): Html | null {
  const { say, language } = view;
  const heading = notice
    ? say(notice.message, notice.values)
    : say(mistakes.length === 1 ? 'wrongOne' : 'wrongMany', { n: mistakes.length });
  if (!notice && mistakes.length === 0) return null;
  const list = mistakes.map(
    ({ field, message, values }) =>
      html`<li><a href="#${fieldId(field)}">${labelOf(view, field)}${spoken(say(message, values), language)}</a></li>`,
  );
  return html`<div class="summary" role="alert" tabindex="-1" autofocus>
<h2>${spoken(heading, language)}</h2>
${list.length > 0 && html`<ul>${list}</ul>`}
</div>`;
}

/** A consent is too long to be repeated. */
function labelOf({ form, language }: View, name: string): string | null {
  const field = form.fields.find((one) => one.field === name);
  return field && field.kind !== 'checkbox' ? `${textIn(field.label, language)}: ` : null;
}

/** Buttons, not links: what was typed goes along. Behind the form, so that Enter in a field sends it. */
function languagesHtml(view: View): Html | null {
  const { form, say, language } = view;
  if (form.languages.length < 2) return null;
  return html`<nav class="languages" aria-label="${say('language').text}">${form.languages.map(
    (one) =>
      html`<button form="form" name="${SWITCH}" value="1" formaction="${addressOf({ ...view, language: one })}" lang="${one}"${one === language && html` aria-current="true"`}>${ownName(one)}</button>`,
  )}</nav>`;
}

/** What a language calls itself. */
function ownName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
