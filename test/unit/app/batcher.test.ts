import { describe, expect, it } from 'vitest';
import { createBatcher } from '../../../src/app/batcher.ts';
import { AppError, type Retry } from '../../../src/domain/errors.ts';

/** A flush that waits to be let go, so that a test decides what is in flight. */
function heldFlush() {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  const flush = async (items: number[]): Promise<number[]> => {
    batches.push(items);
    await new Promise<void>((resolve) => gates.push(resolve));
    return items.map((item) => item * 10);
  };
  /** Lets the flush in flight finish, and waits until the next one has begun or none is left. */
  const letGo = async (): Promise<void> => {
    gates.shift()?.();
    // The batcher itself waits a turn before the next one.
    for (const _ of [1, 2]) await new Promise((resolve) => setImmediate(resolve));
  };
  return { flush, batches, letGo };
}

/** A flush that fails when the bad item 13 is in it, as a transaction does. */
function pickyFlush(retry: Retry | 'unknown') {
  const batches: number[][] = [];
  const flush = async (items: number[]): Promise<number[]> => {
    batches.push(items);
    if (!items.includes(13)) return items;
    throw retry === 'unknown' ? new TypeError('bad item') : new AppError('bad_item', 'bad item', { retry });
  };
  return { flush, batches };
}

describe('createBatcher', () => {
  it('flushes at once when idle', () => {
    const { flush, batches } = heldFlush();
    void createBatcher(flush, { maxItems: 10 }).add(1);
    expect(batches).toEqual([[1]]);
  });

  it('gathers what arrives during a flush into the next one, at most maxItems', async () => {
    const { flush, batches, letGo } = heldFlush();
    const batcher = createBatcher(flush, { maxItems: 3 });
    const results = Promise.all([1, 2, 3, 4, 5].map(batcher.add));
    expect(batches).toEqual([[1]]);
    expect(batcher.waiting()).toBe(4);
    await letGo();
    expect(batches).toEqual([[1], [2, 3, 4]]);
    await letGo();
    await letGo();
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
    expect(await results).toEqual([10, 20, 30, 40, 50]);
  });

  it('takes callers that call again when they are answered into one batch with those who wait', async () => {
    const { flush, batches, letGo } = heldFlush();
    const { add } = createBatcher(flush, { maxItems: 10 });
    const again = add(1).then(() => Promise.all([add(3), add(4)]));
    const waited = add(2);
    await letGo();
    expect(batches).toEqual([[1], [2, 3, 4]]);
    await letGo();
    await Promise.all([again, waited]);
  });

  it('shares 32 callers evenly between 2 flushes side by side', async () => {
    const { flush, batches, letGo } = heldFlush();
    const batcher = createBatcher(flush, { maxItems: 500, atOnce: 2 });
    const results = Promise.all(Array.from({ length: 32 }, (_, item) => batcher.add(item)));
    for (let flushed = 0; flushed < 32; flushed += 1) await letGo();
    expect((await results).at(-1)).toBe(310);
    expect(batches.slice(0, 4).map((batch) => batch.length)).toEqual([1, 1, 16, 14]);
    await batcher.drain();
  });

  it.each(['never', 'unknown'] as const)(
    'answers the neighbours of a bad item when a batch fails with %s',
    async (retry) => {
      const { flush, batches } = pickyFlush(retry);
      const { add } = createBatcher(flush, { maxItems: 10 });
      const results = await Promise.allSettled([1, 2, 13, 4].map(add));
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
      expect(batches).toEqual([[1], [2, 13, 4], [2], [13], [4]]);
    },
  );

  it.each(['later', 'ambiguous'] as const)('never repeats a batch that failed with %s', async (retry) => {
    const { flush, batches } = pickyFlush(retry);
    const { add } = createBatcher(flush, { maxItems: 10 });
    const results = await Promise.allSettled([1, 2, 13, 4].map(add));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    expect(batches).toEqual([[1], [2, 13, 4]]);
  });

  it('goes on after a failed flush', async () => {
    const { add } = createBatcher(pickyFlush('later').flush, { maxItems: 10 });
    await expect(add(13)).rejects.toThrow('bad item');
    expect(await add(1)).toBe(1);
  });

  it('rejects, and does not repeat, when a flush answers fewer items than it was given', async () => {
    let flushes = 0;
    const batcher = createBatcher<number, number>(
      async () => {
        flushes += 1;
        return [];
      },
      { maxItems: 10 },
    );
    await expect(batcher.add(1)).rejects.toMatchObject({ code: 'batch_results_missing', retry: 'ambiguous' });
    expect(flushes).toBe(1);
  });

  it('drains only when nothing waits and nothing is in flight', async () => {
    const { flush, letGo } = heldFlush();
    const batcher = createBatcher(flush, { maxItems: 1 });
    const results = [1, 2].map(batcher.add);
    let drained = false;
    const draining = batcher.drain().then(() => {
      drained = true;
    });
    await letGo();
    expect(drained).toBe(false);
    await letGo();
    await draining;
    expect(await Promise.all(results)).toEqual([10, 20]);
    await batcher.drain();
  });
});
