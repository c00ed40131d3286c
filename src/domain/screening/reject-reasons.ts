/** Why an admin rejects a lead: first what it never was, then what it is instead. */
import type { CardOption } from '../card.ts';

export const REJECT_REASONS: readonly CardOption[] = [
  { value: 'spam', label: 'Spam or a test' },
  { value: 'no-fit', label: 'Not a fit for what we sell' },
  { value: 'too-small', label: 'Too small' },
  { value: 'not-served', label: 'A place or trade we do not serve' },
  { value: 'student', label: 'Student or researcher' },
  { value: 'job-seeker', label: 'Looks for a job' },
  { value: 'vendor', label: 'Wants to sell us something' },
  { value: 'competitor', label: 'A competitor' },
  { value: 'customer', label: 'A customer already: for support' },
  { value: 'unreachable', label: 'Nothing to reach them by' },
  { value: 'other', label: 'Something else' },
];

export function isRejectReason(value: string): boolean {
  return REJECT_REASONS.some((reason) => reason.value === value);
}
