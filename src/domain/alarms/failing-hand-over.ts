/** Leads do not arrive in a CRM, or at a webhook's receiver. */
import type { FailureCode } from '../hand-over/failure.ts';
import { remedyOf } from '../hand-over/remedies.ts';
import type { Alarm } from './alarm.ts';
import { counted, durationWords } from './alarm-words.ts';

/** A target whose leads are tried again and again. */
export interface FailingTarget {
  target: string;
  /** Of the newest failure. */
  code: string;
  since: Date;
  /** Leads that wait for it. */
  waiting: number;
}

/** What mends itself within this time does; what a person has to put right does not. */
const HOLD_MS = 10 * 60_000;

const PASSES_BY_ITSELF: ReadonlySet<string> = new Set<FailureCode>([
  'rate_limited',
  'unavailable',
  'unreachable',
  'timeout',
  'unexpected_answer',
  'busy',
]);

export function failingHandOver({ target, code, since, waiting }: FailingTarget, now: Date): Alarm {
  const passes = PASSES_BY_ITSELF.has(code);
  const lasting = durationWords(Math.max(0, now.getTime() - since.getTime()));
  return {
    key: `hand-over:${target}`,
    title: `Leads do not arrive in ${target}`,
    lines: [
      `For ${lasting} its answer has been “${code}”${passes ? '' : `: ${remedyOf(code)}`}.`,
      `${counted(waiting, 'lead')} ${waiting === 1 ? 'waits' : 'wait'}. None is lost: they are handed over as soon as it works again.`,
    ],
    holdMs: passes ? HOLD_MS : 0,
  };
}
