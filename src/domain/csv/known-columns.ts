/**
 * What columns are called in the exports of common CRMs and forms, as `foldWords` leaves the names (`Company / Account` is
 * `company account`, `Person - Email - Work` is `person email work`).
 */
import type { InputField } from '../normalise/lead-schema.ts';

/** A field that a column can fill by itself. */
export type CsvField = Exclude<InputField, 'custom'>;

/** Names that mean exactly this field. Separated by commas. */
export const KNOWN_COLUMNS: Readonly<Record<CsvField, string>> = {
  externalId: 'external id, externalid, id, lead id, record id, record id contact, deal id, opportunity id, reference',
  email: `email, e mail, mail, email address, e mail address, work email, work e mail, business email,
    business e mail, contact email, primary email,
    person email, person email work, lead email`,
  firstName: 'first name, firstname, given name, forename, person first name, contact first name',
  lastName: 'last name, lastname, surname, family name, person last name, contact last name',
  name: `name, full name, fullname, contact, contact name, contact person, person name, lead name, associated contact,
    deal contact person, lead contact person`,
  phone: `phone, phone number, telephone, telephone number, tel, work phone, business phone, contact phone, person phone,
    person phone work, lead phone`,
  jobTitle: 'title, job title, jobtitle, position, job position, job role, person job title, contact title',
  company: `company, company name, company account, account, account name, organization, organisation, organization name,
    organisation name, person organization, deal organization, lead organization, associated company, employer,
    business name`,
  website:
    'website, website url, web site, company website, organization website, homepage, company domain name, domain',
  employees: `employees, no of employees, number of employees, num employees, numberofemployees, employee count, headcount,
    company size, organization number of employees`,
  industry: 'industry, sector, company industry, organization industry',
  language: 'language, preferred language',
  country: `country, country region, country name, country code, mailing country, billing country, company country,
    organization country of address`,
  region: `region, state, province, state province, state region, state code, mailing state province, mailing state,
    billing state province, billing state, organization state county of address`,
  city: 'city, town, mailing city, billing city, organization city town village locality of address',
  postalCode: `postal code, postalcode, postcode, post code, zip, zip code, zip postal code, mailing zip postal code,
    billing zip postal code, organization zip postal code of address`,
  product: 'product, product name, product interest, product of interest, interested in',
  revenue: `revenue, potential revenue, potential revenue usd, expected revenue, amount, amount in company currency,
    deal amount, opportunity amount, value, deal value, lead value`,
  source:
    'source, lead source, original source, original traffic source, utm source, deal source channel, lead source channel',
  campaign: 'campaign, campaign name, utm campaign, primary campaign source',
  message: 'message, comment, comments, note, notes, description, inquiry, enquiry, question',
  consent: 'consent, marketing consent, gdpr consent, opt in, email opt in',
  receivedAt: `received at, received on, received, created at, created on, created, create date, created date, creation date,
    date created, created time, submitted at, submission date, timestamp, date added, deal created, deal deal created,
    lead created, lead lead created, person created, person person created`,
};

/** Names that end so probably mean this field: `Head office country`, `Invoice e-mail`. */
export const LIKELY_ENDINGS: Readonly<Partial<Record<CsvField, string>>> = {
  email: 'email, e mail, email address',
  phone: 'phone, phone number, mobile, mobile phone, mobile phone number, telephone, person phone mobile',
  firstName: 'first name',
  lastName: 'last name',
  company: 'company, company name',
  country: 'country',
  city: 'city',
  postalCode: 'postal code, zip code, zip',
  website: 'website',
  employees: 'employees',
  industry: 'industry',
  language: 'language',
  product: 'product',
  campaign: 'campaign',
  externalId: 'person id, contact id, customer id',
};

/** Words that make a column somebody else's, or the opposite of what it ends in. */
export const OTHER_PEOPLE =
  /\b(?:owner|manager|assistant|agent|rep|parent|partner|referrer|previous|old|opt|bounced?|last|by)\b/;

/** Names that look like a field and are not, with the reason. */
export const LOOKALIKES: Readonly<Record<string, string>> = {
  'annual revenue': 'what the company turns over, not what this lead may bring',
  'total revenue': 'what the company has brought, not what this lead may bring',
};
