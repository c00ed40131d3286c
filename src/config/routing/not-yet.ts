/** What the routing file may say and this version does not act on, in plain words. Each row goes when its feature comes. */
import type { Pool, Rep, Ruleset } from '../../domain/ruleset.ts';

const WAITS = 'its leads wait in the pool’s channels for whoever claims first';

/** @returns one sentence per feature; where it is used more than once, with the first place */
export function notYet(ruleset: Ruleset): string[] {
  const poolWarnings = POOL_ROWS.flatMap(({ key, uses, says }) => {
    const [first, ...others] = ruleset.pools.flatMap((pool, index) => (uses(pool) ? [`pools[${index}].${key}`] : []));
    if (!first) return [];
    return [`${first}${others.length > 0 ? ` (and ${others.length} more)` : ''}: ${says}`];
  });
  return [...poolWarnings, ...adminsInTeams(ruleset), ...repWarnings(ruleset.reps)];
}

const TEAMS = 'Microsoft Teams is not in this version: no card appears there';

/** Only where the pools have not said it already. */
function adminsInTeams({ pools, adminChannels }: Ruleset): string[] {
  const said = pools.some((pool) => pool.channels.teams.length > 0);
  return adminChannels.teams.length > 0 && !said ? [`adminChannel.teams: ${TEAMS}`] : [];
}

const REP_KEYS = ['timezone', 'hours', 'holidays', 'skills', 'caps'] as const satisfies readonly (keyof Rep)[];

function repWarnings(reps: readonly Rep[]): string[] {
  const used = REP_KEYS.filter((key) => reps.some((rep) => rep[key] !== undefined));
  if (used.length === 0) return [];
  return [
    `reps: ${used.join(', ')}: not acted on in this version: every rep counts as at work and able to take any lead`,
  ];
}

interface PoolRow {
  key: string;
  uses: (pool: Pool) => boolean;
  says: string;
}

const POOL_ROWS: readonly PoolRow[] = [
  { key: 'strategy', uses: uses('round-robin'), says: `round-robin rotations are not in this version: ${WAITS}` },
  { key: 'strategy', uses: uses('top-performer'), says: `top-performer rotations are not in this version: ${WAITS}` },
  { key: 'strategy', uses: uses('shotgun'), says: `shotgun offers are not in this version: ${WAITS}` },
  { key: 'channels.teams', uses: (pool) => pool.channels.teams.length > 0, says: TEAMS },
  {
    key: 'members',
    uses: hasShares,
    says: 'weights and caps of members have no effect in this version: all may claim alike',
  },
  { key: 'offer', uses: (pool) => pool.offer !== undefined, says: `offers are not in this version: ${WAITS}` },
  {
    key: 'whenAllAway',
    uses: (pool) => pool.whenAllAway !== undefined,
    says: 'has no effect in this version: leads wait for a claim whoever is at work',
  },
  {
    key: 'fallback',
    uses: (pool) => pool.fallback !== null,
    says: 'has no effect in this version: leads stay in the pool',
  },
  {
    key: 'sla',
    uses: (pool) => pool.sla !== undefined,
    says: 'time limits are not in this version: nobody is reminded',
  },
];

function uses(strategy: Pool['strategy']): (pool: Pool) => boolean {
  return (pool) => pool.strategy === strategy;
}

function hasShares(pool: Pool): boolean {
  return pool.members.some(({ weight, caps }) => weight !== 1 || caps !== undefined);
}
