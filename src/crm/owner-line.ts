import type { CrmItem } from '../ports/crm.ts';

/** Whoever reads the record should know whose lead it is, though the CRM does not know them. */
export function unknownOwnerLine(
  owner: CrmItem['owner'],
  owners: ReadonlyMap<string, string | null>,
  crm: string,
): string[] {
  if (typeof owner === 'string' || owners.get(owner.email)) return [];
  return [`The owner is ${owner.name} (${owner.email}), whom ${crm} does not know.`];
}
