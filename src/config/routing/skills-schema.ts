/** What a rep can take, in the form in which leads are compared with it. */
import { z } from 'zod';
import { parsePostalPattern } from '../../domain/fit/postal-pattern.ts';
import { isRegionCode, normaliseRegion } from '../../domain/normalise/region.ts';
import type { Skills } from '../../domain/ruleset.ts';
import { countries } from './country-value.ts';
import { language, line, oneOrMore } from './values.ts';

const texts = (description: string, example: string) =>
  oneOrMore(line(200))
    .meta({ description, examples: [[example]] })
    .exactOptional();

const postalCode = line(40).superRefine((text, context) => {
  const reading = parsePostalPattern(text);
  if (!reading.ok) context.addIssue({ code: 'custom', message: reading.problem });
});

const headcount = z
  .strictObject({
    gte: z
      .int()
      .min(0)
      .meta({ description: 'At least.', examples: [50] })
      .exactOptional(),
    lte: z
      .int()
      .min(0)
      .meta({ description: 'At most.', examples: [500] })
      .exactOptional(),
  })
  .refine(({ gte = 0, lte = gte }) => gte <= lte, { error: (issue) => upsideDown(issue.input) })
  .transform(({ gte, lte }) => ({
    ...(gte === undefined ? {} : { from: gte }),
    ...(lte === undefined ? {} : { to: lte }),
  }));

function upsideDown(range: unknown): string {
  const { gte, lte } = range as { gte: number; lte: number };
  return `is upside down; write { gte: ${lte}, lte: ${gte} }`;
}

export const skills = z
  .strictObject({
    languages: oneOrMore(language)
      .meta({ description: 'Languages the rep speaks.', examples: [['es', 'en']] })
      .exactOptional(),
    countries: oneOrMore(countries)
      .meta({ description: 'Countries or groups of countries.', examples: [['ES', 'PT']] })
      .transform((values) => [...new Set(values.flatMap((value) => value.codes))])
      .exactOptional(),
    regions: texts('Regions, as ISO 3166-2 codes; names too, where countries say of which.', 'US-CA'),
    postalCodes: oneOrMore(postalCode)
      .meta({ description: 'Beginnings of postal codes, or ranges.', examples: [['28', '08000-08999']] })
      .exactOptional(),
    industries: texts('Industries.', 'Retail'),
    products: texts('Products.', 'pro'),
    employees: headcount
      .meta({ description: 'Head count of companies.', examples: [{ gte: 50, lte: 500 }] })
      .exactOptional(),
  })
  .transform(({ regions, ...rest }): Skills => {
    return regions ? { ...rest, regions: regionsAsInLeads(regions, rest.countries ?? []) } : rest;
  });

/** A name means each of the rep's countries that has a region of that name: Limburg is in Belgium and in the Netherlands. */
function regionsAsInLeads(regions: readonly string[], among: readonly string[]): string[] {
  const read = regions.flatMap((text) => {
    const codes = [undefined, ...among].map((country) => normaliseRegion(text, country)).filter(isRegionCode);
    return codes.length > 0 ? codes : [text];
  });
  return [...new Set(read)];
}
