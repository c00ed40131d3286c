/** A pool's order as it stands: who is next, what the rotation owes each member, and who is not there. */
import { describeUnavailable } from '../../domain/availability/unavailable-words.ts';
import { Desk } from '../../domain/push/desk.ts';
import { inLeads } from '../../domain/rotation/units.ts';
import type { Pool } from '../../domain/ruleset.ts';
import type { AssignContext } from './assign-leads.ts';
import { readHands } from './hands.ts';
import { createRotationCache } from './rotation-cache.ts';

export interface QueueLine {
  /** 1 is next; `null`: not there. */
  position: number | null;
  rep: string;
  name: string;
  /** In leads; negative: has had more than the share. */
  owed: number;
  /** Leads in hand, of all pools. */
  open: number;
  /** Offers not answered yet. */
  offers: number;
  /** Why not there, in words; `null`: is there. */
  unavailable: string | null;
}

export interface Queue {
  /** The value of the field that the pool has a queue for each of; empty where it has but one. */
  value: string;
  /** In the order of their next turns, then those who are not there. */
  members: QueueLine[];
  /** What giving everybody a part costs against giving all to the best, in words; `null` where results earn nothing. */
  fairness: string | null;
}

/** One queue, or those of the first values of a pool that has one for each; `[]` as long as such a pool has had no lead. */
export type ReadQueue = (pool: Pool) => Promise<Queue[]>;

/** More are no answer to be read in a chat. */
const QUEUES_READ = 5;

export function createReadQueue(context: AssignContext): ReadQueue {
  const reps = new Map(context.ruleset.reps.map((rep) => [rep.id, rep]));

  return async (pool) => {
    if (pool.offer.queuePer === null) return [await read(pool, '')];
    const values = await context.store.rotations.queuesOf(pool.id, QUEUES_READ);
    return Promise.all(values.map((value) => read(pool, value)));
  };

  async function read(pool: Pool, value: string): Promise<Queue> {
    const now = context.clock.now();
    const { store } = context;
    const input = { now, calendars: context.calendars, signals: context.signals.of, reps };
    await context.shares.refresh(store, [pool], now);
    const [hands, loads, rotation] = await Promise.all([
      readHands(store, [pool], input),
      store.push.loads(
        pool.members.map(({ rep }) => rep),
        now,
      ),
      // A copy of its own, since only the assigner may change the one that is kept.
      createRotationCache().open(store, pool, value, context.shares.weights(pool)),
    ]);
    const desk = new Desk({
      pool,
      now,
      rotation,
      roster: null,
      reps,
      calendar: hands.calendar,
      availability: hands.availability,
      load: (rep) => hands.load(rep, pool.id),
    });
    const members = rotation.standing().map(({ rep, owed, position }) => ({
      position,
      rep,
      name: reps.get(rep)?.name ?? rep,
      owed: inLeads(owed),
      open: loads.reduce((total, load) => (load.rep === rep ? total + load.open : total), 0),
      offers: hands.load(rep, pool.id).offers,
      unavailable: whyAbsent(desk, rep, reps.get(rep)?.timezone ?? context.ruleset.timezone),
    }));
    return { value, members, fairness: context.shares.fairness(pool) };
  }
}

function whyAbsent(desk: Desk, rep: string, timezone: string): string | null {
  const absence = desk.absence(rep);
  if (!absence) return null;
  if (absence.detail && 'free' in absence.detail) return describeUnavailable(absence.detail, desk.now, timezone);
  if (absence.detail) return `at the cap of ${absence.detail.limit} per ${absence.detail.cap}`;
  return 'has offers to answer first';
}
