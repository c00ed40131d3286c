/** What results have earned the members of top-performer pools, worked out anew now and then. */

import type { Lead } from '../../domain/lead.ts';
import { bestFree } from '../../domain/performance/best-rep.ts';
import { costOfFairness } from '../../domain/performance/cost-of-fairness.ts';
import { type EarnedWeight, earnedWeights } from '../../domain/performance/earned-weights.ts';
import { countByDay, RIPENS_AFTER_DAYS } from '../../domain/performance/outcome.ts';
import { type TeamPerformance, teamPerformance } from '../../domain/performance/team-performance.ts';
import type { Preference } from '../../domain/push/choose-rep.ts';
import { compileCondition } from '../../domain/rules/compile-condition.ts';
import type { Pool, Ruleset } from '../../domain/ruleset.ts';
import type { Repositories } from '../../ports/store.ts';

/** Results come in by the day: a share that is ten minutes old is as good as new. */
const FRESH_MS = 10 * 60_000;

const DAY_MS = 86_400_000;

export interface EarnedShares {
  /** Works out what is too old, for these pools. */
  refresh(tx: Repositories, pools: readonly Pool[], now: Date): Promise<void>;
  /** By rep; `undefined` for pools whose shares the routing file sets. */
  weights(pool: Pool): ReadonlyMap<string, number> | undefined;
  /** What these shares cost against giving all to the best, in words; `null` where results earn nothing, or there are none. */
  fairness(pool: Pool): string | null;
  /** Who gets this lead past the rotation, because it promises much. */
  preference(pool: Pool, lead: Lead): Preference | null;
}

interface Shares {
  earned: EarnedWeight[];
  weights: ReadonlyMap<string, number>;
  team: TeamPerformance;
  madeAt: number;
}

export function createEarnedShares(ruleset: Ruleset): EarnedShares {
  const known = new Map<string, Shares>();
  const promising = new Map(
    ruleset.pools.flatMap(({ id, strategy, performance }) =>
      strategy === 'top-performer' && performance.promising
        ? [[id, compileCondition(performance.promising)] as const]
        : [],
    ),
  );

  return {
    async refresh(tx, pools, now) {
      for (const pool of pools) {
        if (pool.strategy !== 'top-performer') continue;
        const before = known.get(pool.id);
        if (before && now.getTime() - before.madeAt < FRESH_MS) continue;
        const after = await sharesOf(tx, pool, now);
        // The rotation is opened anew when its weights are other ones: equal shares stay the same object.
        const same = before && sameWeights(before.weights, after.weights);
        known.set(pool.id, same ? { ...after, weights: before.weights } : after);
      }
    },
    weights: (pool) => known.get(pool.id)?.weights,
    fairness: (pool) => {
      const shares = known.get(pool.id);
      if (!shares || shares.team.mean === null) return null;
      const { goal, ceiling, windowMs } = pool.performance;
      const leads = shares.team.reps.reduce((total, rep) => total + rep.leads, 0);
      const leadsPerMonth = (leads / (windowMs / DAY_MS)) * 30;
      return costOfFairness(shares.team.reps, shares.earned, { leadsPerMonth, ceiling, goal }).words;
    },
    preference: (pool, lead) => {
      const team = known.get(pool.id)?.team;
      if (!team || !promising.get(pool.id)?.(lead.attributes)) return null;
      return (free) => {
        const rep = bestFree(team.reps, new Set(free));
        if (rep === null) return null;
        const rate = team.reps.find((one) => one.rep === rep)?.shrunk ?? 0;
        const because = `the lead promises much, and of those who are free they do best (${Math.round(rate * 100)} of 100 leads)`;
        return { rep, because };
      };
    },
  };
}

async function sharesOf(tx: Repositories, pool: Pool, now: Date): Promise<Shares> {
  const { goal, windowMs, halfLifeMs, exploration, floor } = pool.performance;
  // Leads that were left lying ripen into lost ones, so that they are looked for further back.
  const since = new Date(now.getTime() - windowMs - RIPENS_AFTER_DAYS * DAY_MS);
  const counts = await tx.push.results(pool.id, since);
  const results = pool.members.map(({ rep }) => {
    const outcomes = counts.flatMap(({ rep: owner, at, result, count }) =>
      owner === rep ? Array.from({ length: count }, () => ({ at, result })) : [],
    );
    return { rep, days: countByDay(outcomes, goal) };
  });
  const days = { windowDays: windowMs / DAY_MS, halfLifeDays: halfLifeMs / DAY_MS };
  const team = teamPerformance(results, now, days);
  const earned = earnedWeights(team, { exploration, floor });
  const weights = new Map(earned.map(({ rep, weight }) => [rep, weight]));
  return { earned, weights, team, madeAt: now.getTime() };
}

function sameWeights(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  return one.size === other.size && [...one].every(([rep, weight]) => other.get(rep) === weight);
}
