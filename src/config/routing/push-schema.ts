/** How a pool hands out leads: offers, claims, the skills it asks for, and what results earn. Everything has a default. */
import { z } from 'zod';
import type { SkillNeeds } from '../../domain/fit/skill-needs.ts';
import { SKILLS, type Skill } from '../../domain/fit/skills.ts';
import { LEAD_FIELDS } from '../../domain/lead.ts';
import { DEFAULT_EXPLORATION, DEFAULT_FLOOR, MONTHLY_CEILING } from '../../domain/performance/earned-weights.ts';
import { DEFAULT_HALF_LIFE_DAYS, DEFAULT_WINDOW_DAYS } from '../../domain/performance/team-performance.ts';
import type { ClaimTerms, OfferTerms, PerformanceTerms } from '../../domain/ruleset.ts';
import { CUSTOM_FIELD, condition } from './condition-schema.ts';
import { duration, isClean, list } from './values.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const turnRule = (description: string) =>
  z
    .enum(['next-turn', 'lose-turn'])
    .meta({ description, examples: ['next-turn'] })
    .exactOptional();

const whenUnavailable = z
  .union([
    z
      .enum(['lose-turn', 'keep-turn'], {
        error: ({ input }) =>
          typeof input === 'string' ? 'must be lose-turn, keep-turn or { catch-up: 3 }' : undefined,
      })
      .transform((word) => (word === 'keep-turn' ? 1 : 0)),
    z
      .strictObject({
        'catch-up': z
          .int()
          .min(1)
          .max(100)
          .meta({ description: 'Most leads to catch up.', examples: [3] }),
      })
      .transform((raw) => raw['catch-up']),
  ])
  .meta({
    description: 'What an absent rep keeps of their turns; lose-turn if it is left out.',
    examples: ['keep-turn'],
  });

const queueField = z
  .string()
  .refine((field) => LEAD_FIELDS.some((known) => known === field) || CUSTOM_FIELD.test(field), {
    error: 'must be a lead field such as country, or custom.<name>',
  })
  .meta({
    description: 'A queue of its own for each value of this field, so that everybody gets their share of each.',
    examples: ['country'],
  });

export const offer = z
  .strictObject({
    acceptWithin: duration('How much working time a rep has to accept; 5m if it is left out.').exactOptional(),
    whenUnavailable: whenUnavailable.exactOptional(),
    declines: turnRule('Whether a rep who declines is next again, or has had their turn; next-turn if left out.'),
    timeouts: turnRule('The same for a rep who lets the offer run out; lose-turn if left out.'),
    assignments: turnRule(
      'Whether a lead that an admin assigns past the rotation is free, or costs a turn; lose-turn if left out.',
    ),
    returningOwners: turnRule('The same for a lead that comes back to its owner; next-turn if left out.'),
    atOnce: z
      .int()
      .min(1)
      .max(1000)
      .meta({ description: 'Unanswered offers of one rep at a time; 3 if it is left out.', examples: [3] })
      .exactOptional(),
    maxOffers: z
      .int()
      .min(1)
      .max(100)
      .meta({
        description: 'Offers of one lead before it goes on to the fallback; 10 if it is left out.',
        examples: [10],
      })
      .exactOptional(),
    queuePer: queueField.exactOptional(),
  })
  .transform(
    ({ acceptWithin = 5 * MINUTE, whenUnavailable: keeps = 0, queuePer = null, ...rest }): OfferTerms => ({
      acceptWithinMs: acceptWithin,
      keeps,
      declines: 'next-turn',
      timeouts: 'lose-turn',
      assignments: 'lose-turn',
      returningOwners: 'next-turn',
      atOnce: 3,
      maxOffers: 10,
      queuePer,
      ...rest,
    }),
  );

export const claims = z
  .strictObject({
    window: duration(
      'Shotgun: clicks this soon after the first count alike; the most owed of them gets it.',
    ).exactOptional(),
    budget: z
      .strictObject({
        claims: z
          .int()
          .min(1)
          .max(10_000)
          .meta({ description: 'Most claims.', examples: [5] }),
        per: duration('In how much time.'),
      })
      .transform(({ claims: most, per }) => ({ claims: most, perMs: per }))
      .meta({ description: 'The most leads one rep may claim.', examples: [{ claims: 5, per: '1h' }] })
      .exactOptional(),
    cards: z
      .enum(['channel', 'direct'])
      .meta({
        description: 'Shotgun: one card in the channel, or one in each member’s direct messages.',
        examples: ['direct'],
      })
      .exactOptional(),
    openFor: duration('Shotgun: how long the card is open to this pool alone.').exactOptional(),
    afterwards: z
      .enum(['widen', 'fallback'])
      .meta({
        description: 'After openFor: the fallback’s members may claim too, or it goes there altogether.',
        examples: ['widen'],
      })
      .exactOptional(),
  })
  .transform(
    ({ window, openFor, cards = 'channel', afterwards = 'fallback', ...rest }): ClaimTerms => ({
      cards,
      afterwards,
      ...rest,
      ...(window === undefined ? {} : { windowMs: window }),
      ...(openFor === undefined ? {} : { openForMs: openFor }),
    }),
  );

const skillName = z.enum(SKILLS).meta({ description: 'A kind of skill.', examples: ['languages'] });

/** A skill in both lists would be asked for for ever and dropped. */
export const skillNeeds = z
  .strictObject({
    require: list(skillName)
      .meta({ description: 'Must fit; all that are not under prefer, if it is left out.', examples: [['countries']] })
      .exactOptional(),
    prefer: z
      .partialRecord(skillName, duration('Dropped after the lead has waited so long.'))
      .meta({ description: 'Should fit, for so long.', examples: [{ languages: '10m' }] })
      .exactOptional(),
    unknown: z
      .enum(['misfit', 'fit'])
      .meta({
        description: 'Whether a lead that does not say, such as one without a country, fits; misfit if it is left out.',
        examples: ['fit'],
      })
      .exactOptional(),
  })
  .refine(({ require = [], prefer = {} }) => !require.some((skill) => prefer[skill] !== undefined), {
    error: 'names a skill under both require and prefer; keep one',
    when: isClean,
  })
  .transform(({ require, prefer = {}, unknown }): SkillNeeds => {
    const preferred = (Object.entries(prefer) as [Skill, number][])
      .map(([skill, waitMs]) => ({ skill, waitMs }))
      .sort((a, b) => a.waitMs - b.waitMs);
    return {
      required: require ?? SKILLS.filter((skill) => prefer[skill] === undefined),
      preferred,
      ...(unknown === undefined ? {} : { unknown }),
    };
  });

const part = (description: string, example: number) =>
  z
    .number()
    .min(0)
    .max(1)
    .meta({ description, examples: [example] })
    .exactOptional();

export const performance = z
  .strictObject({
    goal: z
      .enum(['won', 'opportunity'])
      .meta({ description: 'What counts as success; won if it is left out.', examples: ['won'] })
      .exactOptional(),
    window: duration(`How far back results count; ${DEFAULT_WINDOW_DAYS}d if it is left out.`).exactOptional(),
    halfLife: duration(
      `After how long a result counts half; ${DEFAULT_HALF_LIFE_DAYS}d if it is left out.`,
    ).exactOptional(),
    exploration: part(
      `The part of the leads that is shared out equally; ${DEFAULT_EXPLORATION} if it is left out.`,
      DEFAULT_EXPLORATION,
    ),
    floor: part(
      `The least anybody gets, as a part of an equal share; ${DEFAULT_FLOOR} if it is left out.`,
      DEFAULT_FLOOR,
    ),
    ceiling: z
      .int()
      .min(1)
      .meta({
        description: `Most leads per member and month; ${MONTHLY_CEILING} if it is left out.`,
        examples: [MONTHLY_CEILING],
      })
      .exactOptional(),
    promising: condition.exactOptional().meta({
      description: 'Leads that are like this go to the best who is free, whoever’s turn it is.',
      examples: [{ revenue: { gte: 50_000 } }],
    }),
  })
  .transform(
    ({
      window = DEFAULT_WINDOW_DAYS * DAY,
      halfLife = DEFAULT_HALF_LIFE_DAYS * DAY,
      promising = null,
      ...rest
    }): PerformanceTerms => ({
      goal: 'won',
      windowMs: window,
      halfLifeMs: halfLife,
      exploration: DEFAULT_EXPLORATION,
      floor: DEFAULT_FLOOR,
      ceiling: MONTHLY_CEILING,
      promising,
      ...rest,
    }),
  );

/** What a pool that says nothing has. */
export const DEFAULT_OFFER: OfferTerms = offer.parse({});
export const DEFAULT_CLAIMS: ClaimTerms = claims.parse({});
export const DEFAULT_SKILLS: SkillNeeds = skillNeeds.parse({});
export const DEFAULT_PERFORMANCE: PerformanceTerms = performance.parse({});
