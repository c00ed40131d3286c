/** Notes in Salesforce: finished tasks, which stand in the activity timeline of a lead or a contact. */
import { z } from 'zod';
import { noteMark } from '../../domain/hand-over/crm-note.ts';
import { HandOverError } from '../../domain/hand-over/failure.ts';
import type { CrmItem } from '../../ports/crm.ts';
import { inBatches } from '../in-batches.ts';
import { unknownOwnerLine } from '../owner-line.ts';
import type { FieldValue } from '../record-fields.ts';
import { BATCH, save, unanswered } from './leads.ts';
import type { CallSalesforce } from './salesforce-session.ts';
import { isOneOf, queryEach } from './soql.ts';

/** Salesforce takes 255 and 32,000. */
const MAX_SUBJECT = 255;
const MAX_DESCRIPTION = 30_000;

const SUBJECT = 'Dibs: ';

interface Task {
  item: string;
  /** The note's mark: by this key each is written once. */
  leadId: string;
  fields: Record<string, FieldValue>;
}

/**
 * @param whoIds the lead or contact that each lead's notes go to
 * @returns why the notes of some were not all written, and whose were
 * @throws HandOverError when it cannot be seen what is there
 */
export async function writeTasks(
  call: CallSalesforce,
  items: readonly CrmItem[],
  whoIds: ReadonlyMap<string, string>,
  owners: ReadonlyMap<string, string | null>,
  over: AbortSignal,
): Promise<{ failed: ReadonlyMap<string, HandOverError>; done: ReadonlySet<string> }> {
  const wanted = items.flatMap((item) => tasksOf(item, whoIds.get(item.leadId), owners));
  const doubtful = items.flatMap(({ leadId, inDoubt }) => (inDoubt ? (whoIds.get(leadId) ?? []) : []));
  const there = await marksOn(call, doubtful);
  const missing = wanted.filter(({ leadId: mark }) => !there.has(mark));
  const create = (some: readonly Task[]) =>
    save(some, (rows) => call((connection) => connection.create('Task', rows, { allOrNone: false })));
  const written = await inBatches(missing, { size: BATCH, write: create, missing: unanswered, over });
  const failed = new Map<string, HandOverError>();
  const unwritten = new Set<string>();
  for (const { item, leadId: mark } of missing) {
    const answer = written.get(mark);
    if (answer instanceof HandOverError && !failed.has(item)) failed.set(item, answer);
    if (typeof answer !== 'string') unwritten.add(item);
  }
  return { failed, done: new Set(items.map(({ leadId }) => leadId).filter((leadId) => !unwritten.has(leadId))) };
}

function tasksOf(
  { leadId, notes, owner }: CrmItem,
  whoId: string | undefined,
  owners: ReadonlyMap<string, string | null>,
): Task[] {
  if (whoId === undefined) return [];
  const stranger = unknownOwnerLine(owner, owners, 'Salesforce');
  return notes.map((note, index) => {
    const mark = noteMark(leadId, note);
    const lines = index === notes.length - 1 ? [...note.lines, ...stranger] : note.lines;
    const fields = {
      WhoId: whoId,
      Subject: `${SUBJECT}${note.title}`.slice(0, MAX_SUBJECT),
      Description: `${lines.join('\n').slice(0, MAX_DESCRIPTION)}\n${mark}`.trim(),
      Status: 'Completed',
      ActivityDate: note.at.toISOString().slice(0, 10),
    };
    return { item: leadId, leadId: mark, fields };
  });
}

const taskRow = z.object({ Description: z.string().nullish() });

async function marksOn(call: CallSalesforce, whoIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await queryEach(
    call,
    whoIds,
    (some) => `SELECT Description FROM Task WHERE ${isOneOf('WhoId', some)} AND Subject LIKE '${SUBJECT}%'`,
    taskRow,
  );
  return new Set(rows.flatMap(({ Description }) => Description?.match(/dibs-[0-9a-f-]+-\d+-/g) ?? []));
}
