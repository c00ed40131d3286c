/**
 * The shape of a lead as the API accepts it: types, limits, and in words what each field would have to be.
 * Messages never repeat a value: they end in logs and in the answers of other systems.
 */
import { z } from 'zod';
import { normaliseEmail } from './email.ts';
import { parseAmount, parseHeadcount } from './numbers.ts';
import { MAX_WEBSITE_CHARACTERS } from './website.ts';

/** Enough for every column of a CRM that rules and cards may want. */
export const MAX_CUSTOM_KEYS = 50;

/** What a key under `custom` may look like, so that a routing file can write it as `custom.<key>`. */
export const CUSTOM_KEY = /^[A-Za-z0-9_.-]{1,60}$/;

/** Names that every object has of itself: as keys they could change how the program behaves. */
export const RESERVED_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Keys under `custom` that normalising may add; they do not count towards the sender's limit. */
export const ADDED_CUSTOM_KEYS = ['countryAsGiven', 'languageAsGiven', 'websiteAsGiven', 'phoneExtension'] as const;

/** How long each text may be. */
export const MOST_CHARACTERS = {
  externalId: 200,
  firstName: 120,
  lastName: 120,
  name: 250,
  phone: 60,
  jobTitle: 200,
  company: 200,
  website: MAX_WEBSITE_CHARACTERS,
  industry: 200,
  language: 100,
  country: 100,
  region: 200,
  city: 200,
  postalCode: 20,
  product: 200,
  source: 100,
  campaign: 200,
  message: 10_000,
  custom: 2_000,
} as const;

/** Years that both the database and a person could mean. */
const YEARS = { first: 1970, last: 2199 };

export const LEAD_SCHEMA = z
  .strictObject({
    externalId: code(MOST_CHARACTERS.externalId).exactOptional(),
    email: email().exactOptional(),
    firstName: text(MOST_CHARACTERS.firstName).exactOptional(),
    lastName: text(MOST_CHARACTERS.lastName).exactOptional(),
    name: text(MOST_CHARACTERS.name).exactOptional(),
    phone: code(MOST_CHARACTERS.phone).exactOptional(),
    jobTitle: text(MOST_CHARACTERS.jobTitle).exactOptional(),
    company: text(MOST_CHARACTERS.company).exactOptional(),
    website: text(MOST_CHARACTERS.website).exactOptional(),
    employees: number(
      parseHeadcount,
      'Expected a whole number such as 250, or a range such as 51-200 or 1000+.',
    ).exactOptional(),
    industry: text(MOST_CHARACTERS.industry).exactOptional(),
    language: text(MOST_CHARACTERS.language).exactOptional(),
    country: text(MOST_CHARACTERS.country).exactOptional(),
    region: text(MOST_CHARACTERS.region).exactOptional(),
    city: text(MOST_CHARACTERS.city).exactOptional(),
    postalCode: code(MOST_CHARACTERS.postalCode).exactOptional(),
    product: text(MOST_CHARACTERS.product).exactOptional(),
    revenue: number(
      parseAmount,
      'Expected a plain amount such as 1200 or 1200.50, without a currency, that can be read only one way.',
    ).exactOptional(),
    source: text(MOST_CHARACTERS.source).exactOptional(),
    campaign: text(MOST_CHARACTERS.campaign).exactOptional(),
    message: text(MOST_CHARACTERS.message).exactOptional(),
    consent: consent().exactOptional(),
    receivedAt: moment().exactOptional(),
    custom: z
      .record(z.string().regex(CUSTOM_KEY), customValue(), {
        error: 'Expected an object of your own fields, such as {"size": 5}.',
      })
      .refine((custom) => ownKeys(custom).length <= MAX_CUSTOM_KEYS, `Expected at most ${MAX_CUSTOM_KEYS} keys.`)
      .exactOptional(),
  })
  .refine(({ email, phone, externalId }) => email ?? phone ?? externalId, {
    error: 'Give at least one of email, phone and externalId: without them nobody can be contacted or recognised.',
    path: ['email'],
  });

/** A lead that has the right shape; not yet in its normal form. */
export type CheckedLead = z.output<typeof LEAD_SCHEMA>;

/** Every field a sender may give. `domain` is not among them: it is derived. */
export const INPUT_FIELDS = LEAD_SCHEMA.keyof().options;
export type InputField = (typeof INPUT_FIELDS)[number];

function text(max: number) {
  const error = `Expected text of at most ${max.toLocaleString('en')} characters.`;
  return z.string({ error }).max(max, { error });
}

/** Text that many systems send as a number. */
function code(max: number) {
  const error = `Expected text of at most ${max} characters, or a whole number.`;
  return z.union([z.string(), z.int().transform(String)], { error }).pipe(z.string().max(max, { error }));
}

function email() {
  const error = 'Expected one address such as ana@company.example.';
  return z.string({ error }).transform(orRefuse(normaliseEmail, error));
}

function number(reader: (value: number | string) => number | null, error: string) {
  return z.union([z.number(), z.string().max(60, { error })], { error }).transform(orRefuse(reader, error));
}

function moment() {
  const error = `Expected a time such as 2026-03-01T09:30:00Z or a date such as 2026-03-01, from ${YEARS.first} to ${YEARS.last}.`;
  return z.union([z.iso.datetime({ offset: true }), z.iso.date()], { error }).transform(orRefuse(momentOf, error));
}

/** A transformation by `reader`, which answers `null` to what it cannot make sense of. */
function orRefuse<Given, Result>(reader: (value: Given) => Result | null, error: string) {
  return (value: Given, context: z.core.ParsePayload): Result => {
    const result = reader(value);
    if (result !== null) return result;
    context.issues.push({ code: 'custom', message: error, input: undefined });
    return z.NEVER;
  };
}

function customValue() {
  const error = 'Expected text of at most 2,000 characters, a number, true or false.';
  return z.union([z.string().max(MOST_CHARACTERS.custom, { error }), z.number(), z.boolean()], { error });
}

function consent() {
  const error = 'Expected true, false, or the text that the person agreed to, of at most 2,000 characters.';
  return z.union([z.boolean(), z.string().max(2_000, { error }).transform(yesOrNo)], { error });
}

function yesOrNo(text: string): boolean | string {
  if (/^(?:yes|y|true|on|1)$/i.test(text)) return true;
  return /^(?:no|n|false|off|0)$/i.test(text) ? false : text;
}

function momentOf(text: string): Date | null {
  const moment = new Date(text);
  const year = moment.getUTCFullYear();
  return year >= YEARS.first && year <= YEARS.last ? moment : null;
}

function ownKeys(custom: Record<string, unknown>): string[] {
  return Object.keys(custom).filter((key) => !(ADDED_CUSTOM_KEYS as readonly string[]).includes(key));
}
