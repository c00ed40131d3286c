/** `duplicates` and `owners`: what happens when somebody writes who is known. Both are on unless the file says `off`. */
import { z } from 'zod';
import type { OwnerTerms, PeopleTerms } from '../../domain/ruleset.ts';
import { duration, list } from './values.ts';

const DAY_MS = 86_400_000;

/** `off` is a word in YAML 1.2, and was `false` before. */
const off = z.union([z.literal('off'), z.literal(false)]).transform(() => null);

const DEFAULT_BY = ['email', 'phone', 'domain'] as const;

export const duplicates = z
  .union([
    off,
    z
      .strictObject({
        by: list(z.enum(DEFAULT_BY))
          .meta({
            description:
              'What says that two leads are of one person: the mailbox, the telephone number, and for leads that name nobody the company’s domain; all of them if it is left out.',
            examples: [['email', 'phone']],
          })
          .exactOptional(),
        within: duration(
          'How long after an open lead came in another one of the same person goes into it; 30d if it is left out.',
        ).exactOptional(),
      })
      .transform(({ by, within }) => ({ by: [...new Set(by ?? DEFAULT_BY)], withinMs: within ?? 30 * DAY_MS })),
  ])
  .meta({
    description: 'When the same person writes again while their lead is open. Without it as with {}.',
    examples: [{ by: ['email', 'phone'], within: '30d' }],
  });

export const owners = z
  .union([
    off,
    z
      .strictObject({
        by: list(z.enum(['person', 'company']))
          .meta({
            description:
              'Whose owner a new lead goes to: the person’s, the company’s (by its domain), or both; person if it is left out.',
            examples: [['person', 'company']],
          })
          .exactOptional(),
        within: duration('How long after the rep got their last lead; 180d if it is left out.').exactOptional(),
        scope: z
          .enum(['any', 'pool'])
          .meta({
            description:
              'pool: only where the rules send the lead to a pool that the owner is a member of; any if it is left out.',
            examples: ['pool'],
          })
          .exactOptional(),
        whenAway: z
          .enum(['owner', 'stand-in', 'rules'])
          .meta({
            description:
              'While the owner is away for longer than a night: they get it all the same, whoever stands in for them does, or the rules decide; stand-in if it is left out.',
            examples: ['stand-in'],
          })
          .exactOptional(),
      })
      .transform(
        ({ by, within, scope = 'any', whenAway = 'stand-in' }): OwnerTerms => ({
          by: [...new Set(by ?? (['person'] as const))],
          withinMs: within ?? 180 * DAY_MS,
          scope,
          whenAway,
        }),
      ),
  ])
  .meta({
    description: 'Whether a new lead goes to the rep who has had the person or the company. Without it as with {}.',
    examples: [{ by: ['person', 'company'], within: '180d' }],
  });

/**
 * @param given as the file has them; `undefined`: left out
 * @returns `undefined` where both are off: then nobody is recognised
 */
export function toPeopleTerms(
  givenDuplicates: z.output<typeof duplicates> | undefined,
  givenOwners: z.output<typeof owners> | undefined,
): PeopleTerms | undefined {
  const merging = givenDuplicates === undefined ? duplicates.parse({}) : givenDuplicates;
  const returning = givenOwners === undefined ? owners.parse({}) : givenOwners;
  if (merging === null && returning === null) return undefined;
  return { by: merging?.by ?? [...DEFAULT_BY], mergeWithinMs: merging?.withinMs ?? null, owners: returning };
}
