/** `then: { split: … }`: a rule that tries out several destinations. */
import { z } from 'zod';
import { dateOf, isoDate, type LocalDate } from '../../domain/availability/local-time.ts';
import type { Arm, Split } from '../../domain/experiments/experiment.ts';
import { id, isClean } from './values.ts';

const LEAST_ARMS = 2;
/** With more, each gets so few leads that nothing is ever found out. */
const MOST_ARMS = 6;

/** More leads than any experiment takes. */
const MOST_LEADS = 1_000_000;

const arm = z
  .strictObject({
    arm: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, {
        error: 'must be at most 40 letters, digits, - and _, such as rotate',
      })
      .meta({ description: 'What the arm is called where results are shown.', examples: ['rotate'] }),
    pool: id('pool', 'iberia')
      .meta({ description: 'The arm’s leads go into this pool.', examples: ['iberia'] })
      .exactOptional(),
    rep: id('rep', 'ana')
      .meta({ description: 'The arm’s leads go to this rep, past all pools.', examples: ['ana'] })
      .exactOptional(),
    share: z
      .number()
      .positive()
      .max(1000)
      .meta({ description: 'Weight of its share; 1 if it is left out.', examples: [1] })
      .exactOptional(),
  })
  .refine(({ pool, rep }) => (pool === undefined) !== (rep === undefined), {
    error: 'must have one of pool or rep',
    when: isClean,
  })
  .meta({
    description: 'An arm: a destination to be compared.',
    oneOf: [{ required: ['pool'] }, { required: ['rep'] }],
  })
  .transform(
    ({ arm: name, pool, rep, share = 1 }): Arm => ({
      name,
      to: pool === undefined ? { kind: 'rep', rep: rep ?? '' } : { kind: 'pool', pool },
      share,
    }),
  );

const lastDay = z
  .string()
  .transform((text, context): LocalDate => {
    const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
    const date = dateOf(Number(year), Number(month), Number(day));
    if (Number.isFinite(date) && isoDate(date) === text) return date;
    context.issues.push({ code: 'custom', message: 'must be a date such as 2027-01-31', input: text });
    return z.NEVER;
  })
  .meta({
    description: 'The last day on which leads are drawn, in the company’s time zone.',
    examples: ['2027-01-31'],
  });

const until = z
  .strictObject({
    date: lastDay.exactOptional(),
    leads: z
      .int()
      .min(1)
      .max(MOST_LEADS)
      .meta({ description: 'So many leads are drawn, over all arms.', examples: [2000] })
      .exactOptional(),
  })
  .refine((ends) => Object.keys(ends).length > 0, { error: 'must have date, leads or both', when: isClean })
  .meta({ description: 'When it ends, whichever comes first.', examples: [{ leads: 2000 }], minProperties: 1 });

/** The keys of `then` that describe an experiment. */
export const splitKeys = {
  split: z
    .array(arm)
    .min(LEAST_ARMS, { error: 'must have at least two arms, to be compared' })
    .max(MOST_ARMS, { error: `must have at most ${MOST_ARMS} arms: with more, none gets enough leads` })
    .meta({
      description:
        'Tries out several destinations: each lead goes to one of them at random, the same person always to the same.',
      examples: [
        [
          { arm: 'claim', pool: 'iberia' },
          { arm: 'rotate', pool: 'iberia-rr' },
        ],
      ],
    })
    .exactOptional(),
  until: until.exactOptional(),
  then: z
    .string()
    .meta({ description: 'The arm that gets all leads afterwards; the first, if it is left out.', examples: ['claim'] })
    .exactOptional(),
  goal: z
    .enum(['won', 'opportunity'])
    .meta({ description: 'What counts as success; won if it is left out.', examples: ['won'] })
    .exactOptional(),
};

type SplitKeys = z.output<z.ZodObject<typeof splitKeys>>;

/** @param given what is there; `split` and `until` must be */
export function toSplit({ split = [], until: ends = {}, then, goal = 'won' }: SplitKeys): Split {
  const { date, leads } = ends;
  return {
    kind: 'split',
    arms: split,
    until: { ...(date === undefined ? {} : { lastDay: date }), ...(leads === undefined ? {} : { leads }) },
    then: then ?? split[0]?.name ?? '',
    goal,
  };
}
