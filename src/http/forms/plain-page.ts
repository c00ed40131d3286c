/** Pages that only say something: thanks, and what went wrong where there is no form to show it in. */
import type { FastifyRequest } from 'fastify';
import { chooseLanguage } from '../../domain/forms/choose-language.ts';
import { textIn } from '../../domain/forms/form.ts';
import type { MessageKey } from '../../domain/forms/messages.ts';
import { createSay, OWN_LANGUAGES } from '../../domain/forms/own-words.ts';
import { linkedHtml } from './field-html.ts';
import { type Html, html } from './html.ts';
import type { Page } from './page.ts';
import { spoken, type View } from './view.ts';

const TICK = html`<svg class="sign" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="3" aria-hidden="true"><circle cx="24" cy="24" r="22"/><path d="m14 25 7 7 13-15" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** In a frame the way on is a link, which leads the whole page there. */
export function thanksPage(view: View): Page {
  const { form, language, theme, isEmbedded, say } = view;
  const title = say('thanksTitle');
  const text = form.thanks ? linkedHtml(textIn(form.thanks, language)) : spoken(say('thanks'), language);
  const goOn =
    form.redirect && html`<a class="go-on" href="${form.redirect}" target="_top">${spoken(say('goOn'), language)}</a>`;
  const content = doneHtml(html`${TICK}<h1 tabindex="-1" autofocus>${spoken(title, language)}</h1>
<p class="lead">${text}</p>${goOn}`);
  return { language, title: title.text, theme, isEmbedded, content, form };
}

const MESSAGES = {
  404: ['notFoundTitle', 'notFound'],
  413: ['tooLargeTitle', 'tooLarge'],
} as const satisfies Record<number, readonly [MessageKey, MessageKey]>;

const BROKEN = ['brokenTitle', 'broken'] as const;

/** @param status HTTP's; what has no words of its own is something that went wrong */
export function errorPage(status: number, { headers }: FastifyRequest): Page {
  const language = chooseLanguage(OWN_LANGUAGES, undefined, headers['accept-language']);
  const say = createSay(null, language);
  const [title, text] = status === 404 || status === 413 ? MESSAGES[status] : BROKEN;
  const content = doneHtml(html`<h1>${say(title).text}</h1><p>${say(text).text}</p>`);
  return { language, title: say(title).text, theme: 'auto', isEmbedded: false, content, form: null };
}

function doneHtml(content: Html): Html {
  return html`<main><div class="done">${content}</div></main>`;
}
