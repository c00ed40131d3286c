/**
 * Checks a lead that nobody can be asked about again. A vendor does not mend what a person typed, so a lead is never refused over one
 * field: what cannot be understood moves to `custom.<field>AsGiven`, and the lead is kept.
 */
import type { LeadAttributes } from '../lead.ts';
import { type InputProblem, type LeadInput, parseLeadInput } from '../lead-input.ts';
import { INPUT_FIELDS, MAX_CUSTOM_KEYS } from '../normalise/lead-schema.ts';
import { cleanLine } from '../normalise/text.ts';

export type KeptLead =
  /** `moved`: fields that were not understood, by name. */
  | { ok: true; attributes: LeadAttributes; receivedAt: Date | null; moved: string[] }
  /** Nothing is left by which the person could be reached or recognised. */
  | { ok: false; problems: InputProblem[] };

/** A value that was not understood may be long; a person reads it. */
const MAX_AS_GIVEN = 2_000;

/** @param options as of `parseLeadInput` */
export function keepLead(input: LeadInput, options: { defaultCountry?: string } = {}): KeptLead {
  const told: InputProblem[] = [];
  let lead = input;
  // Each round takes at least one field away, so it ends.
  for (;;) {
    const parsed = parseLeadInput(lead, options);
    if (parsed.ok) return { ...parsed, moved: told.map(({ field }) => field) };
    const bad = parsed.problems.filter(({ field }) => isThere(lead, field));
    if (bad.length === 0) return { ok: false, problems: told.length > 0 ? told : parsed.problems };
    told.push(...bad);
    lead = without(lead, bad);
  }
}

function isThere(lead: LeadInput, field: string): boolean {
  return field in lead || (field.startsWith('custom.') && Object.hasOwn(lead.custom ?? {}, field.slice(7)));
}

/** Without these fields; their values stand under `custom`, before what was there, so that none falls out for want of room. */
function without(lead: LeadInput, problems: readonly InputProblem[]): LeadInput {
  const bad = new Set(problems.map(({ field }) => field));
  const fields = Object.entries(lead).filter(([field]) => !bad.has(field) && field !== 'custom');
  const asGiven = INPUT_FIELDS.filter((field) => bad.has(field) && field !== 'custom').map((field) => [
    `${field}AsGiven`,
    cleanLine(String(lead[field])).slice(0, MAX_AS_GIVEN),
  ]);
  const own = Object.entries(bad.has('custom') ? {} : (lead.custom ?? {})).filter(([key]) => !bad.has(`custom.${key}`));
  const custom = new Map([...asGiven, ...own].slice(0, MAX_CUSTOM_KEYS) as [string, string | number | boolean][]);
  return { ...Object.fromEntries(fields), ...(custom.size > 0 ? { custom: Object.fromEntries(custom) } : {}) };
}
