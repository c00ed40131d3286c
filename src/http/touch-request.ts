/** A touch as a program sends it, checked field by field. */
import { z } from 'zod';
import type { Touch } from '../app/touch-lead.ts';
import { isAmount } from '../domain/amount.ts';
import { TOUCH_KINDS } from '../domain/lead-event.ts';
import { isLostReason, isStage, LOST_REASONS, NOTE_MAX, STAGES } from '../domain/stages.ts';
import { fieldProblems } from './field-problems.ts';
import { Problem } from './problem.ts';

const common = {
  note: z.string().trim().max(NOTE_MAX, `Expected ${NOTE_MAX} characters at most.`).optional(),
  rep: z.string().min(1).max(100).optional(),
  at: z.iso.datetime({ offset: true, error: 'Expected a moment such as 2026-03-02T09:00:00Z.' }).optional(),
};

const contacted = z.strictObject({
  kind: z.literal('contacted'),
  how: z.enum(TOUCH_KINDS).default('other'),
  ...common,
});

const stage = z
  .strictObject({
    kind: z.literal('stage'),
    stage: z.string().refine(isStage, `Expected one of ${list(STAGES)}.`),
    amount: z
      .number()
      .refine(isAmount, 'Expected a number above 0, with two decimals at most, and a trillion at most.')
      .optional(),
    reason: z
      .string()
      .refine(isLostReason, `Expected one of ${list(LOST_REASONS)}.`)
      .optional(),
    ...common,
  })
  .refine(({ stage, amount }) => stage === 'won' || amount === undefined, {
    path: ['amount'],
    error: 'Only a lead that is won brings an amount.',
  })
  .refine(({ stage, reason }) => (stage === 'lost') === (reason !== undefined), {
    path: ['reason'],
    error: `Needed for a lead that is lost, and for no other: one of ${list(LOST_REASONS)}.`,
  });

const touch = z.discriminatedUnion('kind', [contacted, stage], { error: 'Expected contacted or stage.' });

/** @throws Problem `invalid-touch`, naming each field */
export function readTouch(value: unknown): Touch {
  const { data, error } = touch.safeParse(value);
  if (!data) throw new Problem('invalid-touch', { errors: fieldProblems(error, 'kind') });
  const { note, rep, at } = data;
  return {
    what: whatOf(data),
    ...(note ? { note } : {}),
    ...(rep === undefined ? {} : { rep }),
    ...(at === undefined ? {} : { madeAt: new Date(at) }),
  };
}

function whatOf(data: z.infer<typeof touch>): Touch['what'] {
  if (data.kind === 'contacted') return { kind: data.kind, how: data.how };
  const { kind, stage: to, amount, reason } = data;
  return { kind, stage: to, ...(amount === undefined ? {} : { amount }), ...(reason === undefined ? {} : { reason }) };
}

function list(options: readonly { value: string }[]): string {
  return options.map(({ value }) => value).join(', ');
}
