/**
 * The pools' ledgers, kept in memory between passes: loading one of 10,000 members for each lead would cost more than everything else.
 * Only the holder of the assigner's lock may use it. After a transaction that failed, all of it is thrown away.
 */
import { Rotation } from '../../domain/rotation/rotation.ts';
import type { RotationChanges } from '../../domain/rotation/snapshot.ts';
import type { Pool } from '../../domain/ruleset.ts';
import type { RotationKey } from '../../ports/rotations.ts';
import type { Repositories } from '../../ports/store.ts';

export interface RotationCache {
  /** @param weights of members who do not have the weight that the routing file gives them */
  open(tx: Repositories, pool: Pool, queue: string, weights?: ReadonlyMap<string, number>): Promise<Rotation>;
  /** What has changed in all of them since the last call. */
  takeChanges(): (RotationKey & RotationChanges)[];
  clear(): void;
  /**
   * Runs `work` once nobody else of this process is at the ledgers. The database's lock parts instances; within one, whoever finds that
   * lock taken must not find what its holder has not written yet either, and take it for their own.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

interface Kept {
  key: RotationKey;
  rotation: Rotation;
  /** Position that the store is known to have. */
  seq: number;
  weights: ReadonlyMap<string, number> | undefined;
}

export function createRotationCache(): RotationCache {
  const kept = new Map<string, Kept>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    async open(tx, pool, queue, weights) {
      const key = { pool: pool.id, queue };
      const name = JSON.stringify([pool.id, queue]);
      const known = kept.get(name);
      if (known) {
        const [position] = await tx.rotations.positions([key]);
        // Another instance may have held the lock since; new weights are told to the rotation as it is opened.
        if ((position?.seq ?? 0) === known.seq && known.weights === weights) return known.rotation;
      }
      const snapshot = await tx.rotations.load(key);
      const members = pool.members.map(({ rep, weight }) => ({
        rep,
        weight: weights?.get(rep) ?? weight,
        keeps: pool.offer.keeps,
      }));
      const rotation = Rotation.open(snapshot, members);
      kept.set(name, { key, rotation, seq: snapshot?.seq ?? 0, weights });
      return rotation;
    },
    takeChanges() {
      return [...kept.values()].flatMap((entry) => {
        const changes = entry.rotation.takeChanges();
        if (!changes) return [];
        entry.seq = changes.seq;
        return [{ ...entry.key, ...changes }];
      });
    },
    clear: () => kept.clear(),
    exclusively(work) {
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
