/** Erases leads that have been kept for as long as the routing file says, a batch at a time. Safe to run twice, and anywhere. */
import { KEPT_STATUSES, type KeptStatus } from '../../domain/erase/keep-terms.ts';
import type { OutlivedLead } from '../../ports/erasure.ts';
import { createEraseLeads, type EraseContext } from './erase-leads.ts';

/** Enough to be fast, few enough that nobody waits for one of its transactions. */
const BATCH = 1_000;

/** @returns how many leads were erased */
export async function forgetOldLeads(context: EraseContext): Promise<number> {
  const { keep = {} } = context.ruleset;
  const startedAt = context.clock.now();
  const run: Run = { eraseLeads: createEraseLeads(context), context, startedAt, cards: 0 };
  let leads = 0;
  for (const status of KEPT_STATUSES) {
    const ms = keep[status];
    if (ms !== undefined) leads += await forget(run, status, new Date(startedAt.getTime() - ms));
  }
  return leads;
}

interface Run {
  eraseLeads: ReturnType<typeof createEraseLeads>;
  context: EraseContext;
  startedAt: Date;
  /** Cards that change because of this run: each has a second of its own. */
  cards: number;
}

async function forget(run: Run, status: KeptStatus, before: Date): Promise<number> {
  const { erasure } = run.context.store;
  let erased = 0;
  for (let last: OutlivedLead | null = null; ; ) {
    const page: OutlivedLead[] = await erasure.outlived(status, before, last, BATCH);
    const over = new Map(page.flatMap(({ id, version, isOver }) => (isOver ? [[id, version]] : [])));
    if (over.size > 0) {
      const done = await run.eraseLeads([...over.keys()], {
        // What has happened to it in between begins its time anew.
        isMeant: ({ id, version }) => over.get(id) === version,
        spreadFrom: new Date(run.startedAt.getTime() + run.cards * 1_000),
      });
      erased += done.ids.length;
      run.cards += done.cards;
    }
    last = page.at(-1) ?? null;
    if (page.length < BATCH || !last) return erased;
  }
}
