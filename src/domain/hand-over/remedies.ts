/** What to do about leads that could not be handed over, in a sentence for each code. `docs/hand-over.md` says more. */
import { counted } from '../alarms/alarm-words.ts';
import type { FailureCode } from './failure.ts';

const REMEDIES: Record<FailureCode, string> = {
  rate_limited: 'it had too many requests for too long; raise its limit, or send it less',
  unavailable: 'it answered with errors of its own for days',
  unreachable: 'there was no connection for days; check the address and the network',
  timeout: 'it did not answer in time for days',
  unauthorized: 'our credentials are not accepted; make new ones and set them in the environment',
  forbidden: 'our credentials may not do this; give the app the permissions that docs/hand-over.md lists',
  not_set_up: 'a property or field is missing there; make those that docs/hand-over.md and the routing file name',
  redirected: 'it answers with a redirect, which is not followed; put the final address into the routing file',
  address_refused: 'the address leads into a private network; allow it with DIBS_WEBHOOK_ALLOW if that is meant',
  not_found: 'there is nothing at this address; correct it in the routing file',
  unexpected_answer: 'the answer is not one of that system; check the address',
  busy: 'the record was locked each time; look what else works on it',
  refused: 'a value is not accepted there; correct the lead, or the property that the routing file writes to',
  duplicate: 'its own rules see a double; merge the records there',
  gone: 'it says that it wants no more messages; take it out of the routing file',
  record_deleted: 'the record was deleted there, perhaps because the person asked for it; a replay makes a new one',
};

/** @param code as stored; one of an older version has no remedy */
export function remedyOf(code: string): string {
  return Object.hasOwn(REMEDIES, code) ? REMEDIES[code as FailureCode] : 'look into the log';
}

/** Dead letters of one target with one code. */
export interface DeadCount {
  target: string;
  code: string;
  count: number;
  /** Since when the oldest of them fails. */
  since: Date;
}

/** What admins are told of the dead letters of one target. */
export function deadLetterNotice(
  target: string,
  counts: readonly DeadCount[],
): { title: string; lines: string[]; tone: 'attention' | 'closed' } {
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) {
    const lines = ['What could not be handed over was sent once more.'];
    return { title: `Nothing waits for ${target} any more`, lines, tone: 'closed' };
  }
  return {
    title: `${counted(all, 'lead')} could not be handed over to ${target}`,
    lines: [
      ...counts.map(({ code, count }) => `${counted(count, 'lead')} (${code}): ${remedyOf(code)}.`),
      `None is lost. When that is put right, type /lead replay ${target}, or run: npm run dibs -- dead-letters replay ${target}`,
    ],
    tone: 'attention',
  };
}
