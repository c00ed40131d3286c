/** Leads that could not be handed over: told to the admins as one message per target, and tried again when a person says so. */
import { deadLetterNotice } from '../../domain/hand-over/remedies.ts';
import type { Store } from '../../ports/store.ts';
import type { Notice } from '../delivery/post-notice.ts';

export interface DeadLetterContext {
  store: Store;
  /** Puts a notice into the admins' channels, or changes what one says that is there under its key. */
  keepNotice(notice: Notice): Promise<void>;
}

/** Dead letters that one transaction brings back. */
const REPLAY_AT_ONCE = 500;

/**
 * Shows how many dead letters a target has.
 * @param since of the oldest at the time of which the message was first posted, where it is known; else that of the oldest now
 */
export async function tellDeadLetters(
  { store, keepNotice }: DeadLetterContext,
  target: string,
  since?: Date,
): Promise<void> {
  const counts = await store.handOvers.countDead(target);
  const oldest = since ?? oldestOf(counts);
  // Nothing is dead, and nobody was ever told otherwise.
  if (!oldest) return;
  await keepNotice({ key: `dead-letters:${target}:${oldest.getTime()}`, ...deadLetterNotice(target, counts) });
}

export type ReplayDeadLetters = (target: string | null) => Promise<number>;

/** @returns how many leads are tried once more; those of a target that is no longer in the routing file wait until it is */
export function createReplayDeadLetters(context: DeadLetterContext): ReplayDeadLetters {
  const { handOvers } = context.store;
  return async (wanted) => {
    const counts = await handOvers.countDead(wanted);
    let replayed = 0;
    for (const target of new Set(counts.map((count) => count.target))) {
      const since = oldestOf(counts.filter((count) => count.target === target));
      for (let taken = REPLAY_AT_ONCE; taken === REPLAY_AT_ONCE; ) {
        taken = await handOvers.replay(target, REPLAY_AT_ONCE);
        replayed += taken;
      }
      await tellDeadLetters(context, target, since);
    }
    return replayed;
  };
}

function oldestOf(counts: readonly { since: Date }[]): Date | undefined {
  return counts.reduce<Date | undefined>(
    (oldest, { since }) => (oldest && oldest <= since ? oldest : since),
    undefined,
  );
}
