/**
 * What a routing file says in a place where it changes nothing, such as an offer's time in a pool that makes no offers. It may
 * be there for later, so the file is accepted; but nobody should believe in it.
 */
import type { Draft, DraftPool } from './draft.ts';

/** @returns one sentence per cause; where a cause is there more than once, with the first place */
export function noEffect(draft: Draft): string[] {
  const perCause = POOL_ROWS.flatMap(({ keys, idle, says }) => {
    const places = draft.pools.flatMap((pool, index) =>
      idle(pool) ? matching(pool.written, keys).map((key) => `pools[${index}].${key}`) : [],
    );
    return sentence(places, says);
  });
  return [...perCause, ...repsOfPullPools(draft)];
}

/** Keys of reps, and of the file, that only matter where Dibs chooses. */
const REP_KEYS = /^(?:hours|holidays|skills|caps)$/;
const FILE_KEYS = /^(?:signals|territories)$/;
/** Time limits are counted in them, whoever chooses. */
const WORKING_TIME = /^(?:hours|holidays)$/;

function repsOfPullPools({ pools, reps, written }: Draft): string[] {
  if (pools.some(isOffering)) return [];
  const isCounted = pools.some((pool) => pool.written.includes('sla'));
  const places = [
    ...matching(written, FILE_KEYS),
    ...reps.flatMap((rep, index) => idleKeys(rep.written, isCounted).map((key) => `reps[${index}].${key}`)),
  ];
  return sentence(places, 'has no effect: in every pool of this file reps take leads by themselves');
}

function idleKeys(written: readonly string[], isCounted: boolean): string[] {
  return matching(written, REP_KEYS).filter((key) => !isCounted || !WORKING_TIME.test(key));
}

function matching(written: readonly string[], keys: RegExp): string[] {
  return written.filter((key) => keys.test(key));
}

function sentence([first, ...others]: readonly string[], says: string): string[] {
  return first === undefined ? [] : [`${first}${others.length > 0 ? ` (and ${others.length} more)` : ''}: ${says}`];
}

interface PoolRow {
  keys: RegExp;
  /** Whether they change nothing in this pool. */
  idle: (pool: DraftPool) => boolean;
  says: string;
}

const POOL_ROWS: readonly PoolRow[] = [
  {
    keys: /^offer\.(?!assignments$|returningOwners$|queuePer$)/,
    idle: (pool) => !isOffering(pool),
    says: 'has no effect here: only round-robin and top-performer pools make offers',
  },
  {
    keys: /^offer\.(?:assignments|returningOwners|queuePer)$/,
    idle: (pool) => !hasTurns(pool),
    says: 'has no effect here: nobody has a turn in this pool',
  },
  {
    keys: /^(?:skills|capPeriods|timezone|whenAllAway|members\[\d+\]\.caps)$/,
    idle: (pool) => !isOffering(pool),
    says: 'has no effect here: reps of this pool take leads by themselves',
  },
  {
    keys: /^members\[\d+\]\.weight$/,
    idle: (pool) => !hasTurns(pool),
    says: 'has no effect here: nobody has a turn in this pool',
  },
  {
    keys: /^members\[\d+\]\.weight$/,
    idle: ({ strategy }) => strategy === 'top-performer',
    says: 'has no effect here: in a top-performer pool results make the shares',
  },
  {
    keys: /^claims\.(?:window|cards|openFor|afterwards)$/,
    idle: ({ strategy }) => strategy !== 'shotgun',
    says: 'has no effect here: only shotgun pools have it',
  },
  {
    keys: /^claims\.afterwards$/,
    idle: (pool) => pool.strategy === 'shotgun' && !closes(pool),
    says: 'has no effect without openFor: the card stays open until somebody claims it',
  },
  {
    keys: /^claims\.budget$/,
    idle: isOffering,
    says: 'has no effect here: nobody claims in a pool that offers; use caps',
  },
  {
    keys: /^performance$/,
    idle: ({ strategy }) => strategy !== 'top-performer',
    says: 'has no effect here: results only count in top-performer pools',
  },
  {
    keys: /^(?:fallback|owner)$/,
    idle: (pool) => !isOffering(pool) && !closes(pool),
    says: 'has no effect here: the leads of this pool wait until somebody claims them',
  },
  {
    keys: /^owner$/,
    idle: (pool) => pool.fallback !== null && (isOffering(pool) || closes(pool)),
    says: 'has no effect beside fallback, which takes what nobody wants',
  },
  {
    keys: /^card\.reveal$/,
    idle: ({ strategy }) => strategy === 'cherry-pick',
    says: 'has no effect here: cherry-pick hides nothing that reps pick by; for hidden cards use blind-pull',
  },
];

function isOffering({ strategy }: DraftPool): boolean {
  return strategy === 'round-robin' || strategy === 'top-performer';
}

/** Shotgun has turns only where a window lets the most owed of the clickers win. */
function hasTurns(pool: DraftPool): boolean {
  return isOffering(pool) || (pool.strategy === 'shotgun' && pool.written.includes('claims.window'));
}

/** Whether its cards go on to somebody else by themselves. */
function closes(pool: DraftPool): boolean {
  return pool.strategy === 'shotgun' && pool.written.includes('claims.openFor');
}
