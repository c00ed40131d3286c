/** How long leads are kept, in the routing file. */
import { z } from 'zod';
import { KEPT_STATUSES, type KeepTerms, type KeptStatus } from '../../domain/erase/keep-terms.ts';
import { hasKeys, isClean } from './values.ts';

const DAY_MS = 86_400_000;
const UNIT_DAYS = { d: 1, y: 365 } as const;

function term(description: string) {
  const error = 'must be a number of days or years, such as 90d or 2y';
  return z
    .string({ error: ({ input }) => (typeof input === 'number' ? error : undefined) })
    .regex(/^[1-9]\d{0,3}d$|^[1-9]\d?y$/, { error })
    .meta({ description, examples: ['90d'] })
    .transform((text) => Number.parseInt(text, 10) * UNIT_DAYS[text.at(-1) as keyof typeof UNIT_DAYS] * DAY_MS)
    .exactOptional();
}

const WHICH: Record<KeptStatus, string> = {
  review: 'Leads that nobody has decided.',
  disqualified: 'Leads that were no leads for sales.',
  merged: 'Leads that went into another one of the same person.',
  won: 'Leads that were won.',
  lost: 'Leads that were lost.',
};

const terms = Object.fromEntries(KEPT_STATUSES.map((status) => [status, term(WHICH[status])])) as Record<
  KeptStatus,
  ReturnType<typeof term>
>;

export const keep = z
  .strictObject(terms)
  .refine(hasKeys, { error: 'says nothing; for example { disqualified: 90d }', when: isClean })
  .meta({
    description:
      'After how long, since the last thing that happened to them, leads are erased, by where they stand; never, if it is left out.',
    examples: [{ disqualified: '90d', lost: '2y' }],
    minProperties: 1,
  })
  .transform((raw): KeepTerms => raw);
