/**
 * Group commit: calls that arrive while the database is busy go out together in one transaction.
 * The cost of a commit (a disk flush, a round trip) is shared, without anybody waiting for a timer. Measured on two cores with
 * PostgreSQL 15: 2.2 times as many leads per second over HTTP as with a commit each, at 32 and at 100 connections.
 */
import { AppError } from '../domain/errors.ts';

export interface Batcher<I, O> {
  /** Hands one item in. Resolves with its result, or rejects, once the flush that carried it is done. */
  add: (item: I) => Promise<O>;
  /** How many items wait for the next flush: the measure of overload. */
  waiting: () => number;
  /** Resolves once nothing waits and nothing is in flight. Never rejects. */
  drain: () => Promise<void>;
}

/** Does the work for all items in one transaction, all or nothing. Results in the order of the items. */
type Flush<I, O> = (items: I[]) => Promise<O[]>;

interface Call<I, O> {
  item: I;
  resolve: (result: O) => void;
  reject: (error: unknown) => void;
}

/**
 * Gathers calls into batches. An idle batcher flushes at once, so a lone caller pays nothing; while a flush is in flight,
 * calls gather and leave together, so batches grow exactly as fast as the load does.
 *
 * When a batch fails, its items are tried again one by one, so that one bad item does not fail its neighbours. Not so when
 * the database is away (`later`: they would all fail, slowly) or may have committed (`ambiguous`: they might be done twice).
 * @param flush one at a time
 * @param options.maxItems most items in one flush
 */
export function createBatcher<I, O>(flush: Flush<I, O>, options: { maxItems: number }): Batcher<I, O> {
  const waiting: Call<I, O>[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (waiting.length > 0) await settle(flush, waiting.splice(0, options.maxItems));
    running = null;
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= run();
      }),
    waiting: () => waiting.length,
    drain: async () => {
      while (running) await running;
    },
  };
}

/** Flushes calls and answers each of them. Never rejects. */
async function settle<I, O>(flush: Flush<I, O>, calls: readonly Call<I, O>[]): Promise<void> {
  try {
    const results = await flush(calls.map((call) => call.item));
    if (results.length !== calls.length) {
      throw new AppError('batch_results_missing', `${results.length} results for ${calls.length} items`, {
        retry: 'ambiguous',
      });
    }
    calls.forEach((call, index) => {
      call.resolve(results[index] as O);
    });
  } catch (error) {
    if (calls.length > 1 && worthSplitting(error)) {
      for (const call of calls) await settle(flush, [call]);
      return;
    }
    for (const call of calls) call.reject(error);
  }
}

function worthSplitting(error: unknown): boolean {
  return !(error instanceof AppError) || error.retry === 'never';
}
