/** What an admin may put right about a lead: which fields a form shows, with what is known, and what comes of it filled in. */
import type { LeadAttributes, LeadField } from '../lead.ts';
import { type InputProblem, parseLeadInput } from '../lead-input.ts';
import type { ADDED_CUSTOM_KEYS } from '../normalise/lead-schema.ts';

/** In the order of the form. */
const CORRECTABLE = [
  'firstName',
  'lastName',
  'name',
  'email',
  'phone',
  'company',
  'jobTitle',
  'website',
  'employees',
  'country',
  'language',
  'product',
  'revenue',
  'message',
] as const satisfies readonly LeadField[];

export function isCorrectable(field: string): field is (typeof CORRECTABLE)[number] {
  return CORRECTABLE.some((name) => name === field);
}

/**
 * The longest value that a form shows. A longer one could be cut on the way through a chat, and would come back so; it keeps out of the
 * form, and stays as it is.
 */
const SHOWN_MAX = 300;
const MESSAGE_MAX = 1000;

export interface CorrectableField {
  name: (typeof CORRECTABLE)[number];
  value: string;
  /** Characters that may be typed. */
  max: number;
}

/** As the lead came: with a full name, with a first and a last one, or with both where they say different things. */
export function correctableFields(attributes: LeadAttributes): CorrectableField[] {
  const { firstName, lastName, name: fullName } = attributes;
  const joined = [firstName, lastName].filter(Boolean).join(' ');
  const isWhole = fullName !== undefined && joined === '';
  const isJoined = fullName === undefined || fullName === joined;
  return CORRECTABLE.flatMap((name): CorrectableField[] => {
    if (name === 'name' ? isJoined : isWhole && isPartOfName(name)) return [];
    const value = String(attributes[name] ?? '');
    const max = name === 'message' ? MESSAGE_MAX : SHOWN_MAX;
    return value.length > max ? [] : [{ name, value, max }];
  });
}

function isPartOfName(name: string): boolean {
  return name === 'firstName' || name === 'lastName';
}

/** What normalising puts elsewhere when it cannot make sense of it; here somebody is there to be told. */
const FIELDS_UNDERSTOOD: readonly { field: LeadField; key: (typeof ADDED_CUSTOM_KEYS)[number]; message: string }[] = [
  {
    field: 'country',
    key: 'countryAsGiven',
    message: 'No country of this name is known. Use its English name or its code, such as ES.',
  },
  {
    field: 'language',
    key: 'languageAsGiven',
    message: 'No language of this name is known. Use its English name or its code, such as es.',
  },
  { field: 'website', key: 'websiteAsGiven', message: 'Expected a web address such as https://company.example.' },
];

/**
 * @param values by field name; of the fields that the form shows, those that are missing were emptied
 * @returns the lead's attributes with them, in their normal form; or what is wrong, by field
 */
export function correctedLead(
  attributes: LeadAttributes,
  values: Readonly<Record<string, string>>,
): { ok: true; attributes: LeadAttributes } | { ok: false; problems: InputProblem[] } {
  const fields = correctableFields(attributes);
  const typed = Object.fromEntries(fields.map(({ name }) => [name, values[name]?.trim() ?? '']));
  const { domain: _derived, custom, ...given } = attributes;
  const raw: Record<string, unknown> = { ...given, ...typed };
  // It is put together again from the first and the last name.
  if (!('name' in typed)) delete raw.name;
  const parsed = parseLeadInput(raw);
  if (!parsed.ok) return parsed;
  const problems = FIELDS_UNDERSTOOD.flatMap(({ field, key, message }) =>
    Object.hasOwn(parsed.attributes.custom, key) ? [{ field, message }] : [],
  );
  if (problems.length > 0) return { ok: false, problems };
  const kept = keptCustom(custom, attributes, typed);
  return { ok: true, attributes: { ...parsed.attributes, custom: { ...kept, ...parsed.attributes.custom } } };
}

/** Without what was noted of values that are better known now. */
function keptCustom(
  custom: LeadAttributes['custom'],
  before: LeadAttributes,
  typed: Readonly<Record<string, string>>,
): LeadAttributes['custom'] {
  const stale = new Set<string>(FIELDS_UNDERSTOOD.flatMap(({ field, key }) => (typed[field] ? [key] : [])));
  if (typed.phone !== undefined && typed.phone !== (before.phone ?? '')) stale.add('phoneExtension');
  return Object.fromEntries(Object.entries(custom).filter(([key]) => !stale.has(key)));
}
