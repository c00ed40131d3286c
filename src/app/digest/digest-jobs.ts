/** A row of the cron table for each digest of the routing file. */
import type { DigestPlan, Ruleset } from '../../domain/ruleset.ts';
import { keyOf, type SendDigest } from './send-digest.ts';

export interface DigestJob {
  name: string;
  /** Cron line with seconds. */
  when: string;
  /** IANA name. */
  timezone: string;
  once: 'per-tick';
  run(tick: Date): Promise<void>;
}

export function digestJobs({ digests = [] }: Pick<Ruleset, 'digests'>, send: SendDigest): DigestJob[] {
  return digests.map((plan) => ({
    // What is changed about a digest makes another job of it, so that nothing is caught up with that was never wanted.
    name: `digest-${plan.every}-${keyOf(plan)}`,
    when: cronLine(plan),
    timezone: plan.timezone,
    once: 'per-tick',
    run: (tick) => send(plan, tick),
  }));
}

function cronLine({ every, atMinutes, weekday }: DigestPlan): string {
  const time = `0 ${atMinutes % 60} ${Math.floor(atMinutes / 60)}`;
  switch (every) {
    case 'day':
      return `${time} * * *`;
    case 'week':
      return `${time} * * ${(weekday + 1) % 7}`;
    case 'month':
      return `${time} 1 * *`;
  }
}
