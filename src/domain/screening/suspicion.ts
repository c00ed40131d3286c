/** What hosted forms note on a lead that does not look as if a person had sent it. It is never lost for that: it can be brought back. */
import type { LeadAttributes } from '../lead.ts';

/** Where the note is: `custom.suspicion`. */
const SUSPICION_KEY = 'suspicion';

const BECAUSE: ReadonlyMap<unknown, string> = new Map([
  ['honeypot', 'a field was filled in that people do not see'],
  ['too-fast', 'the form was sent faster than people fill it in'],
]);

/** @returns why it is suspicious, in words; `null` for a lead without such a note, or with one that is none of ours */
export function suspicionOf({ custom }: LeadAttributes): string | null {
  return Object.hasOwn(custom, SUSPICION_KEY) ? (BECAUSE.get(custom[SUSPICION_KEY]) ?? null) : null;
}
