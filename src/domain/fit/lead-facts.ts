/** What skills ask of a lead, put into comparable form once per lead, however many reps are compared with it. */
import type { LeadAttributes } from '../lead.ts';
import { postalKey } from './postal-pattern.ts';
import { regionChain } from './region-chain.ts';
import { textKey } from './text-key.ts';

/** `null`: the lead does not say. */
export interface LeadFacts {
  country: string | null;
  /** The region and those it is part of. */
  regions: readonly string[] | null;
  postalCode: string | null;
  language: string | null;
  industry: string | null;
  employees: number | null;
  product: string | null;
  /** The lead itself, for telling why it does not fit. */
  attributes: LeadAttributes;
}

export function leadFacts(attributes: LeadAttributes): LeadFacts {
  const { country, region, postalCode, language, industry, employees, product } = attributes;
  return {
    country: keyOf(country, countryKey),
    regions: keyOf(region, regionChain),
    postalCode: keyOf(postalCode, postalKey),
    language: keyOf(language, languageKey),
    industry: keyOf(industry, textKey),
    employees: employees ?? null,
    product: keyOf(product, textKey),
    attributes,
  };
}

export function countryKey(code: string): string {
  return code.trim().toUpperCase();
}

export function languageKey(code: string): string {
  return code.trim().toLowerCase();
}

function keyOf<Key>(value: string | undefined, key: (value: string) => Key): Key | null {
  return value === undefined || value.trim() === '' ? null : key(value);
}
