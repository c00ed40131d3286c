/** How a page of a form is shown: in which language, in which colours, in whose frame. Its own address says so. */
import type { FastifyRequest } from 'fastify';
import { chooseLanguage } from '../../domain/forms/choose-language.ts';
import type { Form } from '../../domain/forms/form.ts';
import { createSay, type Said, type Say } from '../../domain/forms/own-words.ts';
import { THEMES, type Theme } from './form-style.ts';
import { type Html, html } from './html.ts';

export interface View {
  form: Form;
  /** ISO 639-1. */
  language: string;
  theme: Theme;
  /** In a frame of another page. */
  isEmbedded: boolean;
  say: Say;
}

/** @param query the address's parameters */
export function viewOf(form: Form, query: URLSearchParams, headers: FastifyRequest['headers']): View {
  const language = chooseLanguage(form.languages, query.get('lang') ?? undefined, headers['accept-language']);
  const theme = THEMES.find((known) => known === query.get('theme')) ?? 'auto';
  // A frame that somebody wrote by hand says so by itself.
  const isEmbedded = query.get('embed') === '1' || headers['sec-fetch-dest'] === 'iframe';
  return { form, language, theme, isEmbedded, say: createSay(form, language) };
}

/** The address of a page that is shown in the same way. @param page `/thanks`, or nothing for the form itself */
export function addressOf({ form, language, theme, isEmbedded }: View, page = ''): string {
  const query = new URLSearchParams({ lang: language });
  if (isEmbedded) query.set('embed', '1');
  if (theme !== 'auto') query.set('theme', theme);
  return `/f/${form.id}${page}?${query}`;
}

/** Marked where it is in another language than the page, so that screen readers pronounce it. */
export function spoken({ text, language }: Said, pageLanguage: string): Html {
  return language === pageLanguage ? html`${text}` : html`<span lang="${language}">${text}</span>`;
}
