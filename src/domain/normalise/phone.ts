/** Telephone numbers to E.164, by the numbering plans in libphonenumber. */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

export interface Phone {
  /** E.164 such as `+34911234567`; as typed where it cannot be parsed: a lead must not be lost over it. */
  number: string;
  /** Digits to dial after the connection; E.164 has no place for them. */
  extension?: string;
}

/**
 * @param text cleaned text as the person typed it
 * @param country ISO alpha-2 of the lead; without it only numbers in international form (`+34…`, `0034…`) can be parsed
 */
export function normalisePhone(text: string, country: string | undefined): Phone {
  const dialled = text.replace(/^tel:/i, '');
  const international = dialled.startsWith('00') ? parse(`+${dialled.slice(2)}`) : null;
  return parse(dialled, country) ?? international ?? { number: text };
}

function parse(text: string, country?: string): Phone | null {
  const defaultCountry = country && isSupportedCountry(country) ? country : undefined;
  const phone = parsePhoneNumberFromString(text, { ...(defaultCountry ? { defaultCountry } : {}), extract: false });
  if (!phone?.isPossible()) return null;
  return phone.ext ? { number: phone.number, extension: phone.ext } : { number: phone.number };
}
