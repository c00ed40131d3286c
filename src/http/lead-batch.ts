/** Many leads in one request, each with an answer of its own: a bad one never blocks a good one. */
import { toProblem } from './error-handler.ts';
import type { ParseJson } from './json-body.ts';
import { type Acceptance, type AcceptLead, checkIdempotencyKey } from './lead-request.ts';
import { Problem, type ProblemBody } from './problem.ts';

/** Enough to make the request's own cost vanish; small enough to answer within a fraction of a second. */
const MAX_ITEMS = 500;

/** The answer for one item; `index` counts from 0, for NDJSON without the empty lines. */
export type ItemAnswer =
  | { index: number; status: 202; id: string; leadStatus: Acceptance['status']; replayed: boolean }
  | { index: number; status: number; problem: ProblemBody };

/** Reads an item when its turn comes, so that one that cannot be read fails alone. */
type ReadItem = () => unknown;

/**
 * Reads a batch.
 * @param text a JSON array, or a JSON value per line
 * @throws Problem when it cannot be read as a batch at all, or has too many items
 */
export function readBatch(text: string, isNdjson: boolean, parseJson: ParseJson): ReadItem[] {
  const items = isNdjson ? readLines(text, parseJson) : readArray(text, parseJson);
  if (items.length <= MAX_ITEMS) return items;
  throw new Problem('too-many-items', { detail: `Send at most ${MAX_ITEMS} leads at once.` });
}

function readArray(text: string, parseJson: ParseJson): ReadItem[] {
  const items = parseJson(text);
  if (Array.isArray(items)) return items.map((item) => () => item);
  throw new Problem('invalid-batch', { detail: 'Send a JSON array, or NDJSON as application/x-ndjson.' });
}

function readLines(text: string, parseJson: ParseJson): ReadItem[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => () => parseJson(line));
}

/**
 * Takes the items in, side by side, so that they share a few commits.
 * @param items each gives a lead, or `{ idempotencyKey, lead }`
 * @param requestKey the whole request's idempotency key: an item without its own gets one made of it and its index
 * @param onError told of each failure, once where many items share one
 * @returns an answer per item, in order; never rejects
 */
export async function receiveBatch(
  items: readonly ReadItem[],
  requestKey: string | undefined,
  acceptLead: AcceptLead,
  onError: (error: unknown) => void,
): Promise<ItemAnswer[]> {
  const results = await Promise.allSettled(
    items.map(async (read, index) => {
      const { lead, key } = unwrap(read());
      return acceptLead(lead, key ?? (requestKey && `${requestKey}#${index}`));
    }),
  );
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  for (const error of new Set(errors)) onError(error);
  return results.map((result, index) => {
    if (result.status === 'rejected') {
      const problem = toProblem(result.reason).body;
      return { index, status: problem.status, problem };
    }
    const { id, status, replayed } = result.value;
    return { index, status: 202, id, leadStatus: status, replayed };
  });
}

function unwrap(item: unknown): { lead: unknown; key: string | undefined } {
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, 'lead')) return { lead: item, key: undefined };
  const { lead, idempotencyKey } = item as { lead: unknown; idempotencyKey?: unknown };
  return { lead, key: idempotencyKey === undefined ? undefined : checkIdempotencyKey(idempotencyKey) };
}
