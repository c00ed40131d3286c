/** A pool of the routing file: who is in it, where its cards appear, what they show, and by when somebody must act. */
import { z } from 'zod';
import { IDENTIFYING_FIELDS } from '../../domain/condition.ts';
import { LEAD_FIELDS } from '../../domain/lead.ts';
import { nearestName } from '../../domain/normalise/nearest-name.ts';
import { type ChannelNames, type Pool, type PoolMember, STRATEGIES } from '../../domain/ruleset.ts';
import { isBlind } from './blind.ts';
import { CUSTOM_FIELD } from './condition-schema.ts';
import {
  claims,
  DEFAULT_CLAIMS,
  DEFAULT_OFFER,
  DEFAULT_PERFORMANCE,
  DEFAULT_SKILLS,
  offer,
  performance,
  skillNeeds,
} from './push-schema.ts';
import { caps } from './rep-schema.ts';
import { sla } from './sla-schema.ts';
import { id, isClean, list, oneOrMore, slackChannel, teamsChannel, timeZone } from './values.ts';

export const channels = z
  .strictObject({
    slack: oneOrMore(slackChannel)
      .meta({ description: 'Slack channel, or a list of them.', examples: ['#leads-iberia'] })
      .exactOptional(),
    teams: oneOrMore(teamsChannel)
      .meta({ description: 'Teams channel as team/channel, or a list of them.', examples: ['Sales/Leads Iberia'] })
      .exactOptional(),
  })
  .meta({ examples: [{ slack: '#leads-iberia' }] })
  .refine(({ slack, teams }) => slack ?? teams, {
    error: 'has no channel; for example slack: "#leads-iberia"',
    when: isClean,
  })
  .transform(
    ({ slack = [], teams = [] }): ChannelNames => ({ slack: [...new Set(slack)], teams: [...new Set(teams)] }),
  );

const member = z.union([
  id('rep', 'bob').transform((rep): PoolMember => ({ rep, weight: 1 })),
  z
    .strictObject({
      rep: id('rep', 'ana'),
      weight: z
        .number()
        .min(0.001, { error: 'must be more than 0, at least 0.001; who is to get nothing is no member' })
        .max(1000)
        // Not `multipleOf`: editors work that out in floating point, where 0.3 is no multiple of 0.001.
        .refine(hasThreeDecimals, { error: 'has more than three decimals', when: isClean })
        .meta({ description: 'Share of the leads against the other members; 1 if it is left out.', examples: [2] })
        .exactOptional(),
      caps: caps.meta({ description: 'The most leads from this pool.' }).exactOptional(),
    })
    .transform(({ rep, weight = 1, ...rest }): PoolMember => ({ rep, weight, ...rest })),
]);

function hasThreeDecimals(weight: number): boolean {
  return Math.abs(weight * 1000 - Math.round(weight * 1000)) < 1e-6;
}

const revealable = LEAD_FIELDS.filter((field) => !IDENTIFYING_FIELDS.has(field));

const reveal = z
  .string()
  .superRefine((field, context) => {
    const message = revealProblem(field);
    if (message) context.addIssue({ code: 'custom', message });
  })
  .meta({ description: 'Lead field, or custom.<name>.', examples: ['country'] });

function revealProblem(field: string): string | null {
  if (IDENTIFYING_FIELDS.has(field)) {
    return `${field} says who the lead is, which nobody may see before the claim; use ${revealable.join(', ')} or custom.<name>`;
  }
  if (revealable.some((known) => known === field) || CUSTOM_FIELD.test(field)) return null;
  const nearest = nearestName(field, revealable);
  const hint = nearest ? `did you mean ${nearest}?` : `use ${revealable.join(', ')} or custom.<name>`;
  return `there is no lead field ${JSON.stringify(field.slice(0, 40))}; ${hint}`;
}

export const pool = z
  .strictObject({
    id: id('pool', 'iberia'),
    strategy: z.enum(STRATEGIES).meta({ description: 'How leads find a rep.', examples: ['cherry-pick'] }),
    channels: channels.meta({ description: 'Where the cards appear.' }),
    members: z
      .array(member)
      .min(1, { error: 'nobody is in this pool; for example [ ana, bob ]' })
      .meta({ description: 'Reps who may claim, by id.', examples: [['ana', 'bob']] }),
    card: z
      .strictObject({
        reveal: list(reveal)
          .meta({ description: 'What a blind card shows before the claim.', examples: [['country', 'industry']] })
          .exactOptional(),
      })
      .meta({ description: 'What cards show.' })
      .exactOptional(),
    offer: offer.meta({ description: 'How a lead is offered to one rep at a time.' }).exactOptional(),
    claims: claims.meta({ description: 'How claims work where a card is open to several reps.' }).exactOptional(),
    skills: skillNeeds.meta({ description: 'Which of its members’ skills the pool asks for.' }).exactOptional(),
    performance: performance.meta({ description: 'Top performer: how results turn into shares.' }).exactOptional(),
    capPeriods: z
      .enum(['rolling', 'calendar'])
      .meta({
        description: 'Whether caps count back from now, or since midnight, Monday and the first; rolling if left out.',
        examples: ['rolling'],
      })
      .exactOptional(),
    timezone: timeZone('Whose midnight ends a calendar period; the file’s own if it is left out.').exactOptional(),
    whenAllAway: z
      .enum(['hold', 'fallback', 'route-anyway'])
      .meta({ description: 'What happens to a lead while nobody is at work; fallback where there is one, else hold.' })
      .exactOptional(),
    fallback: id('pool', 'world')
      .meta({ description: 'Pool that takes over.', examples: ['world'] })
      .exactOptional(),
    owner: id('rep', 'ana')
      .meta({
        description: 'Who gets what nobody takes, where there is no fallback; the first member if it is left out.',
        examples: ['ana'],
      })
      .exactOptional(),
    sla: sla
      .meta({ description: 'Time limits on a lead that somebody has, and what happens when they are over.' })
      .exactOptional(),
  })
  .transform(
    ({ card, fallback = null, ...raw }): PoolInFile => ({
      offer: DEFAULT_OFFER,
      claims: DEFAULT_CLAIMS,
      skills: DEFAULT_SKILLS,
      performance: DEFAULT_PERFORMANCE,
      capPeriods: 'rolling',
      whenAllAway: fallback === null ? 'hold' : 'fallback',
      owner: raw.members[0]?.rep ?? '',
      ...raw,
      blind: isBlind(raw.strategy, card?.reveal !== undefined),
      reveal: card?.reveal ?? [],
      fallback,
    }),
  );

/** A pool before the file's own time zone fills the gap. */
export type PoolInFile = Omit<Pool, 'timezone'> & { timezone?: string };
