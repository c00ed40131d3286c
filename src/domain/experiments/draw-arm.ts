/**
 * Which arm a lead is drawn into. Chance decides, but the same chance each time: a person who comes again, to another instance or
 * after a restart, is in the same arm, and nothing needs to be remembered for that.
 */
import type { LeadAttributes } from '../lead.ts';
import type { Arm } from './experiment.ts';
import { murmur3 } from './murmur.ts';

/** Hashes are whole numbers below this. */
const HASHES = 2 ** 32;

/** What a person is drawn by: the e-mail address, else the phone number, else the sender's own id; `null` without any. */
export function personKey({ email, phone, externalId, source = '' }: LeadAttributes): string | null {
  if (email !== undefined) return `email ${email}`;
  if (phone !== undefined) return `phone ${phone}`;
  return externalId === undefined ? null : `external ${source} ${externalId}`;
}

/**
 * @param experiment its name, so that each experiment draws for itself
 * @param key of the person, or of the lead
 * @returns the arm's position; each arm is drawn as often as its share says
 */
export function drawArm(arms: readonly Pick<Arm, 'share'>[], experiment: string, key: string): number {
  const total = arms.reduce((sum, { share }) => sum + share, 0);
  // A line break is in neither, so that no name and key make the text of another.
  let left = (murmur3(`${experiment}\n${key}`) / HASHES) * total;
  for (const [position, { share }] of arms.entries()) {
    left -= share;
    if (left < 0) return position;
  }
  return arms.length - 1;
}
