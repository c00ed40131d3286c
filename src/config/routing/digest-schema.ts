/** Digests in the routing file: how often, when, to whom, about what. */
import { z } from 'zod';
import { DIMENSIONS } from '../../domain/digest/figures.ts';
import { DIGEST_SPANS } from '../../domain/digest/period.ts';
import type { DigestPlan, DigestTarget, Pool, Rep } from '../../domain/ruleset.ts';
import { id, isClean, list, oneOrMore, slackChannel, teamsChannel } from './values.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const DEFAULT_AT = 8 * 60;

const timeOfDay = z
  .string()
  .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, { error: 'must be a time of day such as "08:00"' })
  .meta({ description: 'When it is sent; 08:00 if it is left out.', examples: ['08:00'] })
  .transform((text) => {
    const [hours = 0, minutes = 0] = text.split(':').map(Number);
    return hours * 60 + minutes;
  });

/** By its form: a channel begins with # or has a slash in it; everything else is a person. */
type Target = Exclude<DigestTarget, { kind: 'rep' }> | { kind: 'person'; name: string };

const person = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$|^\S+@\S+$/, {
    error: 'must be a channel (#sales-managers, Sales/Managers), or the id or e-mail address of a rep',
  })
  .transform((name) => (name.includes('@') ? name.toLowerCase() : name));

const target = z
  .string()
  .transform((text, context): Target => {
    const [kind, schema] = text.startsWith('#')
      ? (['slack', slackChannel] as const)
      : text.includes('/')
        ? (['teams', teamsChannel] as const)
        : ([null, person] as const);
    const parsed = schema.safeParse(text);
    if (!parsed.success) {
      context.issues.push({ code: 'custom', message: parsed.error.issues[0]?.message ?? '', input: text });
      return z.NEVER;
    }
    return kind === null
      ? { kind: 'person', name: parsed.data }
      : { kind: 'channel', platform: kind, channel: parsed.data };
  })
  .meta({
    description:
      'A channel, or a rep by id or e-mail address. Who is no admin gets only their own figures and the totals.',
    examples: ['#sales-managers'],
  });

export const digest = z
  .strictObject({
    every: z.enum(DIGEST_SPANS).meta({ description: 'How often, and about how long a time.', examples: ['week'] }),
    at: timeOfDay.exactOptional(),
    on: z
      .enum(DAYS)
      .meta({ description: 'The day on which a weekly one is sent; monday if it is left out.', examples: ['monday'] })
      .exactOptional(),
    to: oneOrMore(target).meta({ description: 'Who gets it.', examples: [['#sales-managers']] }),
    pools: oneOrMore(id('pool', 'iberia'))
      .meta({ description: 'Which pools it is about; all of them if it is left out.', examples: [['iberia']] })
      .exactOptional(),
    by: list(z.enum(DIMENSIONS))
      .meta({
        description: 'By what figures are told apart, the most important first; rep and source if it is left out.',
        examples: [['rep', 'source']],
      })
      .exactOptional(),
  })
  .refine(({ every, on }) => on === undefined || every === 'week', {
    error: 'is only for weekly ones',
    path: ['on'],
    when: isClean,
  })
  .meta({ examples: [{ every: 'week', to: ['#sales-managers'] }] });

/** @param people whose names the digests use; checked before */
export function toDigestPlan(
  { every, at = DEFAULT_AT, on = 'monday', to, pools, by = ['rep', 'source'] }: z.output<typeof digest>,
  { reps, pools: all, timezone }: { reps: readonly Rep[]; pools: readonly Pool[]; timezone: string },
): DigestPlan {
  const [only] = pools?.length === 1 ? pools : [];
  return {
    every,
    atMinutes: at,
    weekday: DAYS.indexOf(on),
    to: to.map((one): DigestTarget => {
      if (one.kind === 'channel') return one;
      const rep = reps.find(({ id: known, email }) => known === one.name || email === one.name);
      return { kind: 'rep', rep: rep?.id ?? one.name };
    }),
    pools: pools ?? null,
    by: [...new Set(by)],
    timezone: all.find(({ id: pool }) => pool === only)?.timezone ?? timezone,
  };
}
