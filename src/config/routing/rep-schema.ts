/** A rep of the routing file: who, when at work, what they can take. */
import { z } from 'zod';
import type { Rep } from '../../domain/ruleset.ts';
import { holidayPlace } from './holiday-place.ts';
import { workingHours } from './hours.ts';
import { skills } from './skills-schema.ts';
import { email, id, line, timeZone } from './values.ts';

const atMost = (description: string) =>
  z
    .int()
    .min(1)
    .meta({ description, examples: [40] })
    .exactOptional();

export const caps = z.strictObject({
  hour: atMost('Leads per hour.'),
  day: atMost('Leads per day.'),
  week: atMost('Leads per week.'),
  month: atMost('Leads per month, of 30 days unless the pool counts by the calendar.'),
  open: atMost('Leads in hand at a time.'),
});

export const rep: z.ZodType<Rep> = z.strictObject({
  id: id('rep', 'ana'),
  name: line(80).meta({ description: 'Name, as cards show it.', examples: ['Ana Ruiz'] }),
  email: email('Address in Slack and Teams; how the rep is found there.'),
  timezone: timeZone('Where the rep works; the file’s own time zone if it is left out.').exactOptional(),
  hours: workingHours
    .meta({ description: 'When the rep works, by day or range of days.', examples: [{ 'mon-fri': '09:00-18:00' }] })
    .exactOptional(),
  holidays: holidayPlace
    .meta({ description: 'Country or region whose public holidays are days off.', examples: ['ES', 'ES-MD'] })
    .exactOptional(),
  skills: skills.meta({ description: 'What the rep can take; anything, if it is left out.' }).exactOptional(),
  caps: caps
    .meta({ description: 'The most leads the rep may get.', examples: [{ month: 150, open: 40 }] })
    .exactOptional(),
});
