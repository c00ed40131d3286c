/** Whose public holidays a rep has: a country, or one of its regions as ISO 3166-2 writes it. */
import { z } from 'zod';
import { holidayRegions, publicHolidays } from '../../domain/availability/public-holidays.ts';
import { country } from './country-value.ts';

/** A country's code with that of a region behind it, and maybe of a part of that: `ES-MD`, `DE-BY-A`. */
const REGION = /^[A-Z]{2}(?:-[A-Z0-9]{1,3}){1,2}$/;

export const holidayPlace = z.string().transform((text, context): string => {
  const place = readPlace(text);
  if (place.ok) return place.code;
  context.issues.push({ code: 'custom', message: place.problem, input: text });
  return z.NEVER;
});

function readPlace(text: string): { ok: true; code: string } | { ok: false; problem: string } {
  const code = text.trim().toUpperCase();
  if (REGION.test(code)) return publicHolidays(code) ? { ok: true, code } : unknown(code);
  const parsed = country.safeParse(text);
  if (!parsed.success) return { ok: false, problem: parsed.error.issues[0]?.message ?? 'is no country' };
  return publicHolidays(parsed.data) ? { ok: true, code: parsed.data } : unknown(parsed.data);
}

/** Without tables the rep would work through every holiday, and nobody would know why. */
function unknown(code: string): { ok: false; problem: string } {
  const [of = ''] = code.split('-');
  const regions = holidayRegions(of);
  const others = regions.length > 0 ? regions.join(', ') : publicHolidays(of) ? of : null;
  return {
    ok: false,
    problem: `no public holidays are known for ${code}${others && others !== code ? `; use ${others}` : '; leave it out'}`,
  };
}
