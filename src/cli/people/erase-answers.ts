/** What the server answers to an erasure: first what it did, then a line for each table that it has searched. */
import { z } from 'zod';
import { ImportStopped } from '../import/batch-client.ts';

const LEAD = z.object({
  id: z.string(),
  status: z.string(),
  pool: z.string().nullable(),
  owner: z.string().nullable(),
  receivedAt: z.string(),
});

const DONE = z.object({
  leads: z.array(LEAD),
  alike: z.array(LEAD),
  erased: z.record(z.string(), z.number()).nullable(),
  remote: z.array(z.object({ leadId: z.string(), target: z.string(), remoteId: z.string().nullable() })),
  since: z.array(LEAD),
});

const TABLE = z.object({
  table: z.string(),
  rows: z.number(),
  left: z.number(),
  elsewhere: z.number(),
  leads: z.array(z.string()),
});

const STEP = z.union([TABLE, z.object({ problem: z.object({ title: z.string() }) }), z.object({ left: z.number() })]);

export type ListedLead = z.output<typeof LEAD>;
export type ErasureDone = z.output<typeof DONE>;
export type SearchedTable = z.output<typeof TABLE>;
/** A table, the end, or what went wrong on the way there. */
export type ProofStep = z.output<typeof STEP>;

export function readDone(line: string | undefined): ErasureDone {
  return read(DONE, line);
}

export function readStep(line: string): ProofStep {
  return read(STEP, line);
}

function read<Shape>(shape: z.ZodType<Shape>, line: string | undefined): Shape {
  const parsed = shape.safeParse(jsonOf(line));
  if (parsed.success) return parsed.data;
  throw new ImportStopped('The answer is not one of a Dibs server. Check the address: --to http://127.0.0.1:3000');
}

function jsonOf(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a page of a proxy, say: no shape fits it
  }
}
