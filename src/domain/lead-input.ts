/**
 * From what a sender says to a lead in its normal form, in one step. The HTTP API, the hosted forms and the CSV import all
 * come through here, so a lead means the same wherever it came from.
 */
import type { z } from 'zod';
import type { LeadAttributes } from './lead.ts';
import { normaliseLead } from './normalise/lead.ts';
import { CUSTOM_KEY, INPUT_FIELDS, LEAD_SCHEMA, RESERVED_KEYS } from './normalise/lead-schema.ts';
import { nearestName } from './normalise/nearest-name.ts';
import { cleanLine, cleanText } from './normalise/text.ts';

/** What is wrong with one field. */
export interface InputProblem {
  /** `email`, `custom.size`; `lead` when the whole is no object. */
  field: string;
  /** What would be right. Never repeats the value. */
  message: string;
}

export type ParsedLead =
  | { ok: true; attributes: LeadAttributes; receivedAt: Date | null }
  | { ok: false; problems: InputProblem[] };

/** A lead as senders may write it. */
export type LeadInput = z.input<typeof LEAD_SCHEMA>;

/** A sender with more mistakes than these has the wrong format altogether. */
const MAX_PROBLEMS = 20;

/**
 * Checks a lead and puts it into its normal form. `null` and empty text count as absent.
 * @param raw any JSON value
 * @param options.defaultCountry ISO alpha-2 by which to read phone numbers of leads that name no country
 * @returns the attributes and when the sender received it (`null`: not said), or every problem found. Never throws on JSON
 */
export function parseLeadInput(raw: unknown, options: { defaultCountry?: string } = {}): ParsedLead {
  if (!isObject(raw))
    return refused([{ field: 'lead', message: 'Expected a JSON object with the fields of one lead.' }]);
  const reserved = reservedKeys(raw);
  if (reserved.length > 0) return refused(reserved);
  const checked = LEAD_SCHEMA.safeParse(tidy(raw));
  if (!checked.success) return refused(checked.error.issues.flatMap(problemsOf));
  return {
    ok: true,
    attributes: normaliseLead(checked.data, options.defaultCountry),
    receivedAt: checked.data.receivedAt ?? null,
  };
}

function refused(problems: readonly InputProblem[]): ParsedLead {
  return { ok: false, problems: problems.slice(0, MAX_PROBLEMS) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function reservedKeys(raw: Record<string, unknown>): InputProblem[] {
  const custom = Object.hasOwn(raw, 'custom') && isObject(raw.custom) ? Object.keys(raw.custom) : [];
  return [...Object.keys(raw), ...custom.map((key) => `custom.${key}`)]
    .filter((path) => RESERVED_KEYS.includes(path.replace(/^custom\./, '')))
    .map((field) => ({ field, message: 'This name is reserved; call the field something else.' }));
}

/** Cleans every text and leaves out what is empty, except under unknown names: a mistyped name must not pass unseen. */
function tidy(raw: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(raw).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'custom' && isObject(value)) return [[key, tidyCustom(value)]];
    const cleaned = typeof value === 'string' ? clean(key, value) : value;
    return isAbsent(cleaned) && isKnown(key) ? [] : [[key, cleaned]];
  });
  return Object.fromEntries(entries);
}

function tidyCustom(custom: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(custom)
    .map(([key, value]): [string, unknown] => [key, typeof value === 'string' ? cleanLine(value) : value])
    .filter(([, value]) => !isAbsent(value));
  return Object.fromEntries(entries);
}

function clean(field: string, value: string): string {
  return field === 'message' ? cleanText(value) : cleanLine(value);
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function isKnown(key: string): boolean {
  return (INPUT_FIELDS as readonly string[]).includes(key);
}

function problemsOf(issue: z.core.$ZodIssue): InputProblem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.slice(0, MAX_PROBLEMS).map(unknownField);
  const field = readable(issue.path.join('.'));
  if (issue.code !== 'invalid_key') return [{ field, message: issue.message }];
  return [{ field, message: 'Expected a key of at most 60 letters, digits and the characters _ . and -' }];
}

function unknownField(key: string): InputProblem {
  const nearest = nearestName(key, INPUT_FIELDS);
  const hint = nearest
    ? `Did you mean ${nearest}?`
    : `Fields of your own go under custom${CUSTOM_KEY.test(key) ? `, as custom.${key}` : ''}.`;
  return { field: readable(key), message: `There is no field of this name. ${hint}` };
}

/** Names come from the sender too: cleaned and cut, they can be shown. */
function readable(name: string): string {
  return cleanLine(name).slice(0, 80);
}
