/** From what somebody typed into a form to a lead as the intake takes it, or to what is wrong, field by field. */
import { parseLeadInput } from '../lead-input.ts';
import { normaliseCountry } from '../normalise/country.ts';
import { cleanLine } from '../normalise/text.ts';
import { type Form, textIn } from './form.ts';
import { withoutLinks } from './links.ts';
import type { Origin } from './origin.ts';
import { type Mistake, readField } from './read-field.ts';

/** What the field of the consent is called, on the page and here. */
export const CONSENT = 'consent';

/** Why a sender may be a machine. Such leads are kept, and screening looks at `custom.suspicion`. */
export type Suspicion = 'honeypot' | 'too-fast';

export interface FieldMistake extends Mistake {
  /** The form's field, or `consent`. */
  field: string;
}

export type Submission =
  /** As `parseLeadInput` takes it; phone numbers are in E.164 already. */
  | { ok: true; lead: Record<string, unknown> }
  /** In the order of the page; at least one. */
  | { ok: false; mistakes: FieldMistake[] };

export interface SubmissionContext {
  /** The page's language: whose consent text was read. */
  language: string;
  origin: Origin;
  suspicion: Suspicion | null;
}

/** Longer names are of no country. */
const COUNTRY_CHARACTERS = 100;

/** A lead in the making: fields of ours, and others under `custom`. */
interface Draft {
  [field: string]: unknown;
  custom: Record<string, unknown>;
}

/** @param typed what was sent under a name; `undefined`: nothing. May be anything */
export function readSubmission(
  form: Form,
  typed: (name: string) => string | undefined,
  context: SubmissionContext,
): Submission {
  const { lead, mistakes } = readFields(form, typed, context.origin);
  mistakes.push(...contactMistakes(form, lead, mistakes));
  if (form.consent) {
    const agreed = Boolean(typed(CONSENT));
    if (form.consent.required && !agreed) mistakes.push({ field: CONSENT, message: 'tick' });
    lead.consent = agreed ? withoutLinks(textIn(form.consent.text, context.language)) : false;
  }
  if (mistakes.length > 0) return { ok: false, mistakes };
  return acceptable(form, withDefaults(lead, form, context));
}

function readFields(
  form: Form,
  typed: (name: string) => string | undefined,
  origin: Origin,
): { lead: Draft; mistakes: FieldMistake[] } {
  const country = normaliseCountry(cleanLine(typed('country') ?? '').slice(0, COUNTRY_CHARACTERS)) ?? form.country;
  const lead: Draft = { custom: { ...origin } };
  const mistakes: FieldMistake[] = [];
  for (const field of form.fields) {
    const read = readField(field, field.value ?? typed(field.field), country ?? undefined);
    if (read.kind === 'value') put(lead, field.field, read.value);
    // Nobody can put right what nobody sees.
    if (read.kind === 'problem' && field.kind !== 'hidden') mistakes.push({ field: field.field, ...read.mistake });
  }
  return { lead, mistakes };
}

/** `custom.seats` goes under `custom`. */
function put(draft: Draft, field: string, value: unknown): void {
  if (field.startsWith('custom.')) draft.custom[field.slice('custom.'.length)] = value;
  else draft[field] = value;
}

/** Where neither is required, one of them is needed all the same. */
function contactMistakes({ fields }: Form, draft: Draft, mistakes: readonly FieldMistake[]): FieldMistake[] {
  if (draft.email !== undefined || draft.phone !== undefined) return [];
  const ways = fields.filter(({ field }) => field === 'email' || field === 'phone');
  const [first] = ways;
  if (!first || mistakes.some((mistake) => ways.some(({ field }) => field === mistake.field))) return [];
  return [{ field: first.field, message: 'contact' }];
}

function withDefaults(draft: Draft, form: Form, { language, origin, suspicion }: SubmissionContext): Draft {
  const campaign = draft.campaign ?? origin.utm_campaign ?? form.campaign ?? undefined;
  // In a form of one language everybody reads that one, so it says nothing of the sender.
  const isChosen = form.languages.length > 1 && !form.fields.some(({ field }) => field === 'language');
  return {
    ...draft,
    source: draft.source ?? form.source,
    ...(campaign === undefined ? {} : { campaign }),
    ...(isChosen ? { language } : {}),
    custom: { ...draft.custom, ...(suspicion ? { suspicion } : {}) },
  };
}

/** The last word is the intake's own check, though nothing should be left for it to find. */
function acceptable(form: Form, lead: Draft): Submission {
  const parsed = parseLeadInput(lead);
  if (parsed.ok) return { ok: true, lead };
  const refused = parsed.problems.map(({ field }) => field);
  const shown = form.fields.filter(({ kind }) => kind !== 'hidden').map(({ field }) => field);
  const named = shown.filter((field) => refused.includes(field));
  const fields = named.length > 0 ? named : shown.slice(0, 1);
  return { ok: false, mistakes: fields.map((field) => ({ field, message: 'invalid' })) };
}
