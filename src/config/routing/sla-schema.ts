/** The time limits of a pool: by when the owner of a lead must act, and the steps that follow where they do not. */
import { z } from 'zod';
import type { ServiceLevels } from '../../domain/ruleset.ts';
import { duration, id, isClean, oneOrMore, slackChannel, teamsChannel } from './values.ts';

/** What `giveUp.to` says for the pool itself. */
export const TO_POOL = 'pool';

const DEFAULT_FIRST_TOUCH_MS = 5 * 60_000;

/** The second reminder comes when the first touch is so many times overdue. */
const REMIND_AGAIN_AT = 3;

const MOST_REMINDERS = 4;

const escalate = z.strictObject({
  after: duration('How long after the lead came to its owner.'),
  to: z
    .union([
      slackChannel.transform((channel) => ({ platform: 'slack' as const, channel })),
      teamsChannel.transform((channel) => ({ platform: 'teams' as const, channel })),
    ])
    .meta({ description: 'Channel that is told.', examples: ['#sales-managers'] }),
});

const giveUp = z.strictObject({
  after: duration('How long after the lead came to its owner.'),
  to: id('rep', TO_POOL).meta({
    description: 'Where the lead goes: pool, or the id of a rep.',
    examples: [TO_POOL],
  }),
});

const LATER = 'must be after';

export const sla = z
  .strictObject({
    firstTouch: duration('By when the owner must have been in touch; 5m if it is left out.').exactOptional(),
    followUp: duration('By when after a touch there must be another one.').exactOptional(),
    staleAfter: duration('When a lead without a touch counts as stale.').exactOptional(),
    count: z
      .enum(['working-time', 'around-the-clock'])
      .meta({
        description: 'Whether limits stand still while the owner does not work; working-time if it is left out.',
        examples: ['working-time'],
      })
      .exactOptional(),
    remind: oneOrMore(duration('How long after the lead came to its owner.'))
      .refine(isAscending, { error: 'must go up, such as [5m, 15m]', when: isClean })
      .refine((times) => times.length <= MOST_REMINDERS, {
        error: `has more than ${MOST_REMINDERS} reminders`,
        when: isClean,
      })
      .meta({
        description: 'When the owner is reminded of the first touch; at the limit and at three times it, if left out.',
        examples: [['5m', '15m']],
      })
      .exactOptional(),
    escalate: escalate
      .meta({ description: 'When others are told, and where.', examples: [{ after: '30m', to: '#sales-managers' }] })
      .exactOptional(),
    giveUp: giveUp
      .meta({ description: 'When the lead is taken back, and for whom.', examples: [{ after: '2h', to: TO_POOL }] })
      .exactOptional(),
  })
  .refine(({ escalate: told, firstTouch = DEFAULT_FIRST_TOUCH_MS }) => !told || told.after >= firstTouch, {
    error: 'must not be before firstTouch is over',
    path: ['escalate', 'after'],
    when: isClean,
  })
  .refine(({ escalate: told, remind = [] }) => !told || told.after > (remind.at(-1) ?? 0), {
    error: `${LATER} the last of remind`,
    path: ['escalate', 'after'],
    when: isClean,
  })
  .refine(({ giveUp: end, firstTouch = DEFAULT_FIRST_TOUCH_MS }) => !end || end.after > firstTouch, {
    error: `${LATER} firstTouch`,
    path: ['giveUp', 'after'],
    when: isClean,
  })
  .refine(({ giveUp: end, remind = [] }) => !end || end.after > (remind.at(-1) ?? 0), {
    error: `${LATER} the last of remind`,
    path: ['giveUp', 'after'],
    when: isClean,
  })
  .refine(({ giveUp: end, escalate: told }) => !end || !told || end.after > told.after, {
    error: `${LATER} escalate.after`,
    path: ['giveUp', 'after'],
    when: isClean,
  })
  .transform(({ firstTouch = DEFAULT_FIRST_TOUCH_MS, remind, ...raw }): ServiceLevels => {
    const before = raw.escalate?.after ?? raw.giveUp?.after ?? Number.POSITIVE_INFINITY;
    const atLimit = [firstTouch, firstTouch * REMIND_AGAIN_AT].filter((time) => time < before);
    return {
      firstTouchMs: firstTouch,
      followUpMs: raw.followUp ?? null,
      staleAfterMs: raw.staleAfter ?? null,
      count: raw.count ?? 'working-time',
      remindMs: remind ?? atLimit,
      escalate: raw.escalate ? { afterMs: raw.escalate.after, to: raw.escalate.to } : null,
      giveUp: raw.giveUp ? { afterMs: raw.giveUp.after, to: raw.giveUp.to === TO_POOL ? null : raw.giveUp.to } : null,
    };
  });

function isAscending(times: readonly number[]): boolean {
  return times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0));
}
