/** A form that people fill in on a page of ours: what the routing file says under `forms`, checked and complete. */
import { LEAD_FIELDS, type LeadField } from '../lead.ts';
import type { MessageKey } from './messages.ts';

export const FIELD_KINDS = ['text', 'email', 'tel', 'number', 'textarea', 'select', 'checkbox', 'hidden'] as const;
/** How a field is typed or chosen. */
export type FieldKind = (typeof FIELD_KINDS)[number];

/**
 * Lead fields that no form may ask for: an id belongs to a system and would let a stranger pass for a known lead, the domain is
 * derived, and consent has a place of its own.
 */
const NOT_ASKED = ['externalId', 'domain', 'consent'] as const;

export type AskedField = Exclude<LeadField, (typeof NOT_ASKED)[number]>;

export const ASKED_FIELDS = LEAD_FIELDS.filter((field): field is AskedField => !NOT_ASKED.some((no) => no === field));

/** A text in each of the form's languages, by ISO 639-1 code. */
export type Texts = Readonly<Record<string, string>>;

export interface FormOption {
  value: string;
  /** `null`: the value speaks for itself; countries are written in the page's language. */
  label: Texts | null;
}

export interface FormField {
  /** A lead field, or `custom.<key>`. */
  field: string;
  kind: FieldKind;
  /** Without texts for a hidden one. */
  label: Texts;
  help: Texts | null;
  required: boolean;
  /** Of a select; empty for `country`: all countries. */
  options: FormOption[];
  /** Of a hidden field: what it always is. */
  value: string | null;
  /** Of a hidden field: the parameter of the page's address that has it. */
  query: string | null;
}

export interface Form {
  id: string;
  /** ISO 639-1; the first is for those who read none of them. */
  languages: string[];
  title: Texts;
  /** Below the title. */
  text: Texts | null;
  fields: FormField[];
  consent: { text: Texts; required: boolean } | null;
  /** What the button says; `null`: our own word. */
  button: Texts | null;
  /** What a sender reads; `null`: our own words. */
  thanks: Texts | null;
  /** Where a sender goes, an absolute https address; `null`: to our own page of thanks. */
  redirect: string | null;
  source: string;
  /** For leads whose page names no campaign. */
  campaign: string | null;
  /** ISO 3166-1 alpha-2, by which to read phone numbers of people who name no country. */
  country: string | null;
  /** Origins whose pages may show it in a frame, besides our own. */
  allow: string[];
  /** Six hexadecimal digits after `#`: buttons and links; `null`: our own colour. */
  accent: string | null;
  /** What replaces our own messages. */
  messages: Partial<Record<MessageKey, Texts>>;
}

/** The text in a language; the form's check makes sure that there is one. */
export function textIn(texts: Texts, language: string): string {
  return texts[language] ?? Object.values(texts)[0] ?? '';
}

/** The kind that a field has unless the routing file says otherwise. */
export function usualKind(field: string): FieldKind {
  switch (field) {
    case 'email':
      return 'email';
    case 'phone':
      return 'tel';
    case 'employees':
    case 'revenue':
      return 'number';
    case 'message':
      return 'textarea';
    case 'country':
      return 'select';
    default:
      return 'text';
  }
}

/** Kinds that this field can have: a lead field holds what it holds, a custom one anything. */
export function possibleKinds(field: string): readonly FieldKind[] {
  switch (field) {
    case 'email':
      return ['email'];
    case 'phone':
      return ['tel'];
    case 'employees':
    case 'revenue':
      return ['number', 'select', 'hidden'];
    case 'message':
      return ['textarea', 'text', 'hidden'];
    default:
      return field.startsWith('custom.') ? FIELD_KINDS : ['text', 'select', 'hidden'];
  }
}
