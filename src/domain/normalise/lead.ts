/**
 * Puts a checked lead into its normal form: codes for countries, regions and languages, E.164, the company's domain.
 * A lead is never lost over a field that cannot be understood: such a value moves to `custom.<field>AsGiven`.
 */
import type { CustomValue, LeadAttributes } from '../lead.ts';
import { companyDomain } from './company-domain.ts';
import { normaliseCountry } from './country.ts';
import { normaliseLanguage } from './language.ts';
import type { ADDED_CUSTOM_KEYS, CheckedLead } from './lead-schema.ts';
import { normalisePhone, type Phone } from './phone.ts';
import { normaliseRegion } from './region.ts';
import { normaliseWebsite } from './website.ts';

/**
 * @param lead as `lead-schema.ts` gives it
 * @param defaultCountry ISO alpha-2 by which to read the phone number of a lead without a country
 */
export function normaliseLead(lead: CheckedLead, defaultCountry?: string): LeadAttributes {
  const {
    receivedAt: _,
    custom: __,
    country: givenCountry,
    language: givenLanguage,
    website: givenWebsite,
    ...kept
  } = lead;
  const country = givenCountry && normaliseCountry(givenCountry);
  const language = givenLanguage && normaliseLanguage(givenLanguage);
  const website = givenWebsite && (normaliseWebsite(givenWebsite) ?? undefined);
  const phone = lead.phone === undefined ? undefined : normalisePhone(lead.phone, country ?? defaultCountry);

  const custom = {
    ...asGiven('countryAsGiven', givenCountry, country),
    ...asGiven('languageAsGiven', givenLanguage, language),
    ...asGiven('websiteAsGiven', givenWebsite, website),
    ...extensionOf(phone),
    ...lead.custom,
  };
  return assemble(custom, kept, {
    name: lead.name ?? joinedName(lead),
    phone: phone?.number,
    country,
    language,
    website,
    region: lead.region && normaliseRegion(lead.region, country),
    postalCode: lead.postalCode?.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
    domain: companyDomain(website, lead.email),
  });
}

type Fields = Omit<LeadAttributes, 'custom'>;
type Derived = { [Field in keyof Fields]: Fields[Field] | undefined };

/** One object of what is known; spreading the parts took four times as long. */
function assemble(custom: LeadAttributes['custom'], kept: Fields, derived: Derived): LeadAttributes {
  const attributes: Record<string, unknown> & { custom: LeadAttributes['custom'] } = { custom };
  for (const [field, value] of Object.entries(kept)) attributes[field] = value;
  for (const [field, value] of Object.entries(derived)) {
    if (value !== undefined) attributes[field] = value;
  }
  return attributes;
}

/** First and last name in one; a full name is never split, since no rule splits the names of all people. */
function joinedName({ firstName, lastName }: CheckedLead): string | undefined {
  return [firstName, lastName].filter(Boolean).join(' ') || undefined;
}

function asGiven(
  key: (typeof ADDED_CUSTOM_KEYS)[number],
  given?: string,
  understood?: string,
): Record<string, CustomValue> {
  return given === undefined || understood !== undefined ? {} : { [key]: given };
}

function extensionOf(phone: Phone | undefined): Record<string, CustomValue> {
  return phone?.extension ? { phoneExtension: phone.extension } : {};
}
