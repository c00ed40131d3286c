/** What forms say by themselves, in the languages that we speak: messages, and what lead fields are called. */
import type { AskedField, Form } from './form.ts';
import type { MessageKey, Messages } from './messages.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { pt } from './words/pt.ts';

export interface OwnWords {
  messages: Messages;
  labels: Readonly<Record<AskedField, string>>;
}

const OWN: Readonly<Record<string, OwnWords>> = { en, es, de, fr, pt };

/** ISO 639-1 codes. */
export const OWN_LANGUAGES: readonly string[] = Object.keys(OWN);

/** What we call a lead field in a language; `null` where it is no lead field, or we do not speak the language. */
export function ownLabel(field: string, language: string): string | null {
  const labels: Readonly<Record<string, string>> = OWN[language]?.labels ?? {};
  return Object.hasOwn(labels, field) ? (labels[field] ?? null) : null;
}

/** A message, and the language that it is in. */
export interface Said {
  text: string;
  language: string;
}

/** Says things in the page's language: in the form's words, else in ours, else in English. */
export type Say = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => Said;

/** @param form `null` on pages that belong to none */
export function createSay(form: Pick<Form, 'messages'> | null, language: string): Say {
  return (key, values = {}) => {
    const given = form?.messages[key]?.[language];
    const own = OWN[language]?.messages[key];
    const text = (given ?? own ?? en.messages[key]).replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));
    return { text, language: given === undefined && own === undefined ? 'en' : language };
  };
}
