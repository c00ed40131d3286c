/** The steps of each time limit, in order: remind, remind again, tell others, take the lead back. */
import { DAY_MS } from '../availability/local-time.ts';
import type { LimitName } from '../lead.ts';
import type { ServiceLevels } from '../ruleset.ts';

export interface Rung {
  kind: 'remind' | 'escalate' | 'give-up';
  /** Since the limit began; not less than that of the rung before. */
  afterMs: number;
}

/** How long each limit is; `null`: the pool has no such limit. */
export function limitMs(sla: ServiceLevels, name: LimitName): number | null {
  switch (name) {
    case 'first-touch':
      return sla.firstTouchMs;
    case 'follow-up':
      return sla.followUpMs;
    case 'stale':
      return sla.staleAfterMs;
  }
}

/**
 * The first touch has its times in the routing file. Follow-up and stale have the same steps, the first when the limit is over and each
 * next one after as long again, but at most a day.
 * @param owner who has the lead: nobody's lead is taken back to themselves
 */
export function rungsOf(sla: ServiceLevels, name: LimitName, owner: string): Rung[] {
  const giveUp = sla.giveUp?.to === owner ? null : sla.giveUp;
  if (name === 'first-touch') {
    return [
      ...sla.remindMs.map((afterMs): Rung => ({ kind: 'remind', afterMs })),
      ...(sla.escalate ? [{ kind: 'escalate', afterMs: sla.escalate.afterMs } as const] : []),
      ...(giveUp ? [{ kind: 'give-up', afterMs: giveUp.afterMs } as const] : []),
    ];
  }
  const limit = limitMs(sla, name);
  if (limit === null) return [];
  const kinds: Rung['kind'][] = ['remind', 'remind'];
  if (sla.escalate) kinds.push('escalate');
  if (giveUp) kinds.push('give-up');
  const apart = Math.min(limit, DAY_MS);
  return kinds.map((kind, index) => ({ kind, afterMs: limit + index * apart }));
}

/** How long after the step before a rung comes at the earliest; the first one follows on the last of another limit. */
export function distanceMs(rungs: readonly Rung[], index: number): number {
  const rung = rungs[index];
  const before = rungs[index - 1];
  if (!rung) return 0;
  return before ? rung.afterMs - before.afterMs : Math.min(rung.afterMs, DAY_MS);
}
