/** What an open lead learns when the same person writes again. Nothing that it says already is changed: a rep may have acted on it. */
import type { CustomValue, LeadAttributes } from '../lead.ts';

/** Fields that only make sense together: they are filled in where the two leads do not contradict each other in any of them. */
const TOGETHER: readonly (readonly (keyof LeadAttributes)[])[] = [
  ['name', 'firstName', 'lastName'],
  ['company', 'website', 'domain', 'employees', 'industry'],
  ['country', 'region', 'city', 'postalCode'],
  ['email'],
  ['phone'],
  ['jobTitle'],
  ['language'],
  ['product'],
  ['revenue'],
  ['externalId'],
  ['source'],
  ['campaign'],
];

/** What somebody said last is what they mean: it is what the cards show. What they said before stays in the timelines. */
const NEWEST: readonly (keyof LeadAttributes)[] = ['message', 'consent'];

/** @returns what changes in the attributes of the lead that was there before; `custom` only where there is something */
export function mergeFills(known: LeadAttributes, newer: LeadAttributes): Partial<LeadAttributes> {
  const fills: Record<string, unknown> = {};
  for (const fields of TOGETHER) {
    const contradict = fields.some(
      (field) => known[field] !== undefined && newer[field] !== undefined && known[field] !== newer[field],
    );
    if (contradict) continue;
    for (const field of fields)
      if (known[field] === undefined && newer[field] !== undefined) fills[field] = newer[field];
  }
  for (const field of NEWEST) {
    if (newer[field] !== undefined && newer[field] !== known[field]) fills[field] = newer[field];
  }
  const custom = Object.entries(newer.custom).filter(([key]) => !Object.hasOwn(known.custom, key));
  if (custom.length > 0) fills.custom = Object.fromEntries(custom) satisfies Record<string, CustomValue>;
  return fills;
}
