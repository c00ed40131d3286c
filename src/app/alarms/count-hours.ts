/** Keeps what alarms call usual: where leads come from hour by hour, and how many wait in each pool. */
import { DAY_MS, HOUR_MS } from '../../domain/availability/local-time.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import { HABITS_DAYS } from './observe.ts';

export async function countHours(context: { store: Store; clock: Clock; ruleset: Ruleset }): Promise<void> {
  const { store, clock, ruleset } = context;
  const now = clock.now().getTime();
  const oldest = new Date(now - HABITS_DAYS * DAY_MS);
  await store.alarms.countSources(oldest);
  const waiting = new Map((await store.alarms.waiting()).map((one) => [one.pool, one.waiting]));
  const alarms = new Set((await store.alarms.known()).map(({ key }) => key));
  // What is an alarm must not become the habit that ends it.
  const pools = ruleset.pools.filter(({ id }) => !alarms.has(`backlog:${id}`));
  await store.alarms.noteWaiting(
    new Date(Math.floor(now / HOUR_MS) * HOUR_MS),
    pools.map(({ id }) => ({ pool: id, waiting: waiting.get(id) ?? 0 })),
  );
  await store.alarms.forgetHours(oldest);
}
