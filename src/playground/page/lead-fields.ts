/** The fields of the page's lead form: the main ones of `POST /v1/leads`. */

export interface LeadField {
  /** As the lead API calls it. */
  name: string;
  label: string;
  choices?: readonly { value: string; label: string }[];
  number?: boolean;
  multiline?: boolean;
  /** Takes the whole width. */
  wide?: boolean;
}

const COUNTRIES = [
  { value: 'ES', label: 'Spain' },
  { value: 'PT', label: 'Portugal' },
  { value: 'FR', label: 'France' },
  { value: 'DE', label: 'Germany' },
  { value: 'GB', label: 'United Kingdom' },
  { value: 'US', label: 'United States' },
];

const PRODUCTS = ['basic', 'pro', 'enterprise'].map((value) => ({ value, label: value }));

export const LEAD_FIELDS: readonly LeadField[] = [
  { name: 'firstName', label: 'First name' },
  { name: 'lastName', label: 'Last name' },
  { name: 'email', label: 'E-mail', wide: true },
  { name: 'phone', label: 'Phone' },
  { name: 'jobTitle', label: 'Job title' },
  { name: 'company', label: 'Company', wide: true },
  { name: 'employees', label: 'Employees', number: true },
  { name: 'industry', label: 'Industry' },
  { name: 'country', label: 'Country', choices: COUNTRIES },
  { name: 'city', label: 'City' },
  { name: 'product', label: 'Product', choices: PRODUCTS },
  { name: 'revenue', label: 'Possible revenue', number: true },
  { name: 'message', label: 'Message', multiline: true, wide: true },
];

/**
 * The lead that a form describes. Empty fields are left out; a number that is none is sent as it was typed, so that the API
 * can say so.
 */
export function readLead(filled: Record<string, string>): Record<string, unknown> {
  const entries = LEAD_FIELDS.flatMap(({ name, number }) => {
    const text = filled[name]?.trim() ?? '';
    if (text === '') return [];
    return [[name, number && Number.isFinite(Number(text)) ? Number(text) : text] as const];
  });
  return Object.fromEntries([...entries, ['source', 'playground']]);
}
