/** The desks of one pass: one per rotation, made when a lead needs it, all counting on the same hands. */
import { createRoster, type Roster } from '../../domain/fit/roster.ts';
import type { Lead } from '../../domain/lead.ts';
import { Desk } from '../../domain/push/desk.ts';
import { FieldSlots, LeadView } from '../../domain/rules/lead-view.ts';
import type { Pool, Rep, Ruleset } from '../../domain/ruleset.ts';
import type { Repositories } from '../../ports/store.ts';
import type { Hands } from './hands.ts';
import type { RotationCache } from './rotation-cache.ts';

export interface Desks {
  /** The desk at which this lead is dealt with. */
  of(pool: Pool, lead: Lead): Promise<{ desk: Desk; queue: string }>;
  /** An offer went to this rep: everybody who counts on their hands is told. */
  offered(rep: string): void;
}

export interface DesksInput {
  tx: Repositories;
  now: Date;
  hands: Hands;
  reps: ReadonlyMap<string, Rep>;
  rosters: Rosters;
  rotations: RotationCache;
  weights: (pool: Pool) => ReadonlyMap<string, number> | undefined;
}

export function openDesks({ tx, now, hands, reps, rosters, rotations, weights }: DesksInput): Desks {
  const desks = new Map<string, Desk>();

  async function open(pool: Pool, queue: string): Promise<Desk> {
    const key = JSON.stringify([pool.id, queue]);
    const known = desks.get(key);
    if (known) return known;
    const desk = new Desk({
      pool,
      now,
      rotation: await rotations.open(tx, pool, queue, weights(pool)),
      roster: rosters(pool),
      reps,
      calendar: hands.calendar,
      availability: hands.availability,
      load: (rep) => hands.load(rep, pool.id),
    });
    desks.set(key, desk);
    return desk;
  }

  return {
    of: async (pool, lead) => {
      const queue = queueOf(pool, lead);
      return { desk: await open(pool, queue), queue };
    },
    offered: (rep) => {
      hands.offered(rep);
      for (const desk of desks.values()) desk.review(rep);
    },
  };
}

/** The virtual queue of a lead: the value of the pool's field, without regard to case; leads that do not say share one. */
export function queueOf(pool: Pool, lead: Lead): string {
  if (pool.offer.queuePer === null) return '';
  const fields = new FieldSlots();
  const slot = fields.slot(pool.offer.queuePer);
  return new LeadView(fields, lead.attributes).text(slot)?.slice(0, QUEUE_MAX) ?? '';
}

/** Longer values are free text, of which there is no queue worth having. */
const QUEUE_MAX = 80;

/** The indexed skills of each pool's members; `null` where nobody has any. */
export type Rosters = (pool: Pool) => Roster | null;

export function createRosters(ruleset: Ruleset): Rosters {
  const reps = new Map(ruleset.reps.map((rep) => [rep.id, rep]));
  const made = new Map(
    ruleset.pools.map((pool) => {
      const members = pool.members.map(({ rep }) => ({ id: rep, skills: reps.get(rep)?.skills }));
      const skilled = members.flatMap(({ id, skills }) => (skills ? [{ id, skills }] : [{ id }]));
      const narrows = members.some(({ skills }) => skills !== undefined);
      return [pool.id, narrows ? createRoster(skilled, { pool: pool.id }) : null];
    }),
  );
  return (pool) => made.get(pool.id) ?? null;
}
