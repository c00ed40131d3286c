/** The words an owner picks from: how they reached the person, where a lead stands, why they give one back or lost it. */
import type { CardOption } from './card.ts';
import { TOUCH_KINDS, type TouchKind } from './lead-event.ts';

export const TOUCHES: readonly CardOption[] = [
  { value: 'call', label: 'Call' },
  { value: 'email', label: 'E-mail' },
  { value: 'meeting', label: 'Meeting' },
  { value: 'other', label: 'Other' },
];

export const STAGES: readonly CardOption[] = [
  { value: 'working', label: 'Working on it' },
  { value: 'meeting', label: 'Meeting booked' },
  { value: 'opportunity', label: 'Opportunity' },
  { value: 'proposal', label: 'Proposal sent' },
  { value: 'won', label: 'Won' },
  { value: 'lost', label: 'Lost' },
];

export const RELEASE_REASONS: readonly CardOption[] = [
  { value: 'no-time', label: 'No time for it now' },
  { value: 'wrong-territory', label: 'Not my territory' },
  { value: 'wrong-language', label: 'I do not speak the language' },
  { value: 'conflict', label: 'Someone else already talks to them' },
  { value: 'unreachable', label: 'Could not reach them' },
  { value: 'other', label: 'Something else' },
];

export const DECLINE_REASONS: readonly CardOption[] = [
  { value: 'no-time', label: 'No time for it now' },
  { value: 'wrong-territory', label: 'Not my territory' },
  { value: 'wrong-language', label: 'I do not speak the language' },
  { value: 'wrong-product', label: 'I do not sell that product' },
  { value: 'conflict', label: 'Someone else already talks to them' },
  { value: 'other', label: 'Something else' },
];

/** Why a deal is lost: the person's reasons first, then those that say it never was one. */
export const LOST_REASONS: readonly CardOption[] = [
  { value: 'price', label: 'Too expensive' },
  { value: 'competitor', label: 'Chose a competitor' },
  { value: 'no-decision', label: 'Decided to do nothing' },
  { value: 'timing', label: 'Not now, maybe later' },
  { value: 'missing-feature', label: 'Something they need is missing' },
  { value: 'no-response', label: 'Stopped answering' },
  { value: 'poor-fit', label: 'Not a fit for what we sell' },
  { value: 'not-real', label: 'Not a real lead (spam, test, double)' },
  { value: 'other', label: 'Something else' },
];

/** The longest note a person may add, in characters. */
export const NOTE_MAX = 500;

export function isTouchKind(value: string): value is TouchKind {
  return TOUCH_KINDS.some((kind) => kind === value);
}

export function isLostReason(value: string): boolean {
  return LOST_REASONS.some((reason) => reason.value === value);
}

export function isStage(value: string): boolean {
  return STAGES.some((stage) => stage.value === value);
}

export function isReleaseReason(value: string): boolean {
  return RELEASE_REASONS.some((reason) => reason.value === value);
}

export function isDeclineReason(value: string): boolean {
  return DECLINE_REASONS.some((reason) => reason.value === value);
}

/** The label of a stage or reason; the value itself where a later version no longer knows it. */
export function labelOf(options: readonly CardOption[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? value;
}
