/** A rep of the routing file: who, when at work, what they can take. */
import { z } from 'zod';
import type { Rep } from '../../domain/ruleset.ts';
import { countries, country } from './country-value.ts';
import { workingHours } from './hours.ts';
import { email, id, language, line, oneOrMore, timeZone } from './values.ts';

const atMost = (description: string) =>
  z
    .int()
    .min(1)
    .meta({ description, examples: [40] })
    .exactOptional();

export const caps = z.strictObject({
  day: atMost('Leads per calendar day.'),
  week: atMost('Leads per calendar week.'),
  month: atMost('Leads per calendar month.'),
  open: atMost('Leads in hand at a time.'),
});

const texts = (description: string, example: string) =>
  oneOrMore(line(200))
    .meta({ description, examples: [[example]] })
    .exactOptional();

const headcount = z
  .strictObject({
    gte: z.int().min(0).meta({ description: 'At least.' }).exactOptional(),
    lte: z.int().min(0).meta({ description: 'At most.' }).exactOptional(),
  })
  .refine(({ gte = 0, lte = gte }) => gte <= lte, { error: 'is upside down: gte is more than lte' })
  .transform(({ gte, lte }) => ({
    ...(gte === undefined ? {} : { from: gte }),
    ...(lte === undefined ? {} : { to: lte }),
  }));

const skills = z.strictObject({
  languages: oneOrMore(language)
    .meta({ description: 'Languages the rep speaks.', examples: [['es', 'en']] })
    .exactOptional(),
  countries: oneOrMore(countries)
    .meta({ description: 'Countries or groups of countries.', examples: [['ES', 'PT']] })
    .transform((values) => [...new Set(values.flatMap((value) => value.codes))])
    .exactOptional(),
  regions: texts('Regions, as ISO 3166-2 codes.', 'US-CA'),
  postalCodes: texts('Beginnings of postal codes.', '28'),
  industries: texts('Industries.', 'Retail'),
  products: texts('Products.', 'pro'),
  employees: headcount
    .meta({ description: 'Head count of companies.', examples: [{ gte: 50, lte: 500 }] })
    .exactOptional(),
});

export const rep: z.ZodType<Rep> = z.strictObject({
  id: id('rep', 'ana'),
  name: line(80).meta({ description: 'Name, as cards show it.', examples: ['Ana Ruiz'] }),
  email: email('Address in Slack and Teams; how the rep is found there.'),
  timezone: timeZone('Where the rep works; the file’s own time zone if it is left out.').exactOptional(),
  hours: workingHours
    .meta({ description: 'When the rep works, by day or range of days.', examples: [{ 'mon-fri': '09:00-18:00' }] })
    .exactOptional(),
  holidays: country
    .meta({ description: 'Country whose public holidays are days off.', examples: ['ES'] })
    .exactOptional(),
  skills: skills.meta({ description: 'What the rep can take; anything, if it is left out.' }).exactOptional(),
  caps: caps
    .meta({ description: 'The most leads the rep may get.', examples: [{ month: 150, open: 40 }] })
    .exactOptional(),
});
