/** From what came of records and notes to a result for each lead. */
import { HandOverError } from '../domain/hand-over/failure.ts';
import type { CrmItem, HandOverResult } from '../ports/crm.ts';
import type { Written } from './in-batches.ts';

/** Of which leads the notes are there, and why those of others are not. */
export interface NotesWritten {
  failed: ReadonlyMap<string, HandOverError>;
  done: ReadonlySet<string>;
}

/** @param written the other side's id of each record, or why there is none */
export function resultOf(leadId: string, written: Written, { failed, done }: NotesWritten): HandOverResult {
  const record = written.get(leadId);
  if (record === undefined) return { kind: 'put-off' };
  if (record instanceof HandOverError) return { kind: 'failed', error: record };
  const error = failed.get(leadId);
  if (error) return { kind: 'failed', error, remoteId: record };
  return done.has(leadId) ? { kind: 'done', remoteId: record } : { kind: 'put-off', begun: true };
}

/** What is thrown concerns all leads of the call. */
export async function failedForAll(
  items: readonly CrmItem[],
  work: () => Promise<HandOverResult[]>,
): Promise<HandOverResult[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HandOverError)) throw error;
    return items.map(() => ({ kind: 'failed', error }));
  }
}
