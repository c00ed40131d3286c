/** The one way in which ledgers change: with the leads whose turns they count, all of it or nothing. */
import type { Repositories } from '../../ports/store.ts';
import type { ChangeContext } from '../record-changes.ts';
import type { RotationCache } from './rotation-cache.ts';

/**
 * Runs `work` in a transaction and writes what has changed in the rotations with it.
 * @param work takes the assigner's lock before it opens a rotation
 */
export function ledgerTransaction<T>(
  { store, clock, rotations }: Pick<ChangeContext, 'store' | 'clock'> & { rotations: RotationCache },
  work: (tx: Repositories) => Promise<T>,
): Promise<T> {
  return rotations.exclusively(() =>
    store.transaction(async (tx) => {
      try {
        const result = await work(tx);
        const ledgers = rotations.takeChanges();
        if (ledgers.length > 0) await tx.rotations.save(ledgers, clock.now());
        return result;
      } catch (error) {
        // What is in memory will not be written. Thrown away while the lock is still held: whoever has it next must not find it. A commit
        // that fails needs nothing, because the positions differ then.
        rotations.clear();
        throw error;
      }
    }),
  );
}
