/** How a lead's fields are called and written on cards. One place, so that every card says the same. */
import type { CardField } from './card.ts';
import type { LeadAttributes, LeadField } from './lead.ts';

const LABELS: Record<LeadField, string> = {
  externalId: 'Reference',
  email: 'E-mail',
  firstName: 'First name',
  lastName: 'Last name',
  name: 'Name',
  phone: 'Phone',
  jobTitle: 'Title',
  company: 'Company',
  website: 'Website',
  domain: 'Domain',
  employees: 'Employees',
  industry: 'Industry',
  language: 'Language',
  country: 'Country',
  region: 'Region',
  city: 'City',
  postalCode: 'Postal code',
  product: 'Product',
  revenue: 'Revenue',
  source: 'Source',
  campaign: 'Campaign',
  message: 'Message',
  consent: 'Consent',
};

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });
const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });
const wholeNumbers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/**
 * The fields of a lead as label and value, in the order asked for; missing ones are left out.
 * @param names lead fields, `custom.<key>`, or `place`: city and country as one
 * @param currency ISO 4217, for the revenue; without it the number stands alone
 */
export function cardFields(attributes: LeadAttributes, names: readonly string[], currency?: string): CardField[] {
  return names.flatMap((name) => {
    const field = fieldOf(attributes, name, currency);
    return field ? [field] : [];
  });
}

/** What a field is called. */
export function labelOfField(field: LeadField): string {
  return LABELS[field];
}

function fieldOf(attributes: LeadAttributes, name: string, currency: string | undefined): CardField | null {
  if (name === 'place') return placeField(attributes);
  if (name === 'revenue' && currency !== undefined) return revenueField(attributes, currency);
  return name.startsWith('custom.') ? customField(attributes, name.slice(7)) : leadField(attributes, name);
}

function placeField({ city, country }: LeadAttributes): CardField | null {
  const parts = [city, country && nameOf(countryNames, country)].filter((part) => part !== undefined);
  return parts.length > 0 ? { label: 'Place', value: parts.join(', ') } : null;
}

function revenueField({ revenue }: LeadAttributes, currency: string): CardField | null {
  if (revenue === undefined) return null;
  const amount = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 });
  return { label: LABELS.revenue, value: amount.format(revenue) };
}

/** What a deal brings, to the cent where there are any: `€12,500`. @param currency ISO 4217; without it the number stands alone */
export function money(amount: number, currency?: string): string {
  const digits = { minimumFractionDigits: Number.isInteger(amount) ? 0 : 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat('en', currency ? { ...digits, style: 'currency', currency } : digits).format(amount);
}

function leadField(attributes: LeadAttributes, name: string): CardField | null {
  if (!Object.hasOwn(LABELS, name)) return null;
  const field = name as LeadField;
  const value = attributes[field];
  if (value === undefined) return null;
  const link = linkOf(field, value);
  return { label: LABELS[field], value: written(field, value), ...(link ? { link } : {}) };
}

/** Marked as the sender's own, so that a key like "Taken by" cannot pass for ours. */
function customField(attributes: LeadAttributes, key: string): CardField | null {
  if (!Object.hasOwn(attributes.custom, key)) return null;
  const value = attributes.custom[key];
  return value === null || value === undefined ? null : { label: `${key} (custom)`, value: String(value) };
}

function written(field: LeadField, value: string | number | boolean): string {
  if (typeof value === 'number') return wholeNumbers.format(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (field === 'country') return nameOf(countryNames, value);
  if (field === 'language') return nameOf(languageNames, value);
  return value;
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code; // as typed by the sender: not a code that Intl knows
  }
}

/** Only values whose whole form is known become links, so that a lead's text can never choose where a tap leads. */
function linkOf(field: LeadField, value: string | number | boolean): string | null {
  if (typeof value !== 'string') return null;
  if (field === 'email' && /^[a-z0-9.+_-]+@[a-z0-9.-]+$/.test(value)) return `mailto:${value}`;
  if (field === 'phone' && /^\+[0-9]{5,15}$/.test(value)) return `tel:${value}`;
  if (field === 'website' && /^https?:\/\/[a-z0-9.-]+(\/[A-Za-z0-9._~/-]*)?$/.test(value)) return value;
  return null;
}
