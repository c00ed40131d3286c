/** The words an owner picks from: where a lead stands with them, and why they give one back. */
import type { CardOption } from './card.ts';

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

/** The longest note a person may add, in characters. */
export const NOTE_MAX = 500;

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
