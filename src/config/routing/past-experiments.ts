/** Experiments whose last day was over before the file was read: they never draw a lead, which nobody may have noticed. */
import { isoDate } from '../../domain/availability/local-time.ts';
import { endOf } from '../../domain/experiments/experiment.ts';
import type { Ruleset } from '../../domain/ruleset.ts';

/** @returns a sentence for each place */
export function pastExperiments({ rules, timezone }: Ruleset, now: Date): string[] {
  return rules.flatMap(({ then }, index) => {
    const end = then.kind === 'split' ? endOf(then, timezone) : null;
    if (then.kind !== 'split' || !end || end > now) return [];
    const day = then.until.lastDay === undefined ? '' : isoDate(then.until.lastDay);
    return [`rules[${index}].then.until.date: ${day} is over, so all leads go to the arm ${then.then}`];
  });
}
