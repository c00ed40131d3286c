/** Reads from the CRMs what became of leads, so that top performers, digests and time limits know it. */

import { applyOutcome, type CrmOutcome, leadOfDeal, type OutcomeDecision } from '../../domain/hand-over/outcome.ts';
import type { CrmTarget } from '../../domain/hand-over/target.ts';
import type { Crm } from '../../ports/crm.ts';
import { type ChangeContext, changeLeads } from '../record-changes.ts';

/** A CRM of the routing file, with its connection. */
export interface ConnectedCrm {
  target: CrmTarget;
  crm: Crm;
}

/** A day's changes of a large company; the rest is for the next time. */
const MOST_PAGES = 20;

/**
 * Under the same position it comes to the same: what was recorded before is known. Each CRM is read, whatever the others answer.
 * @returns how many outcomes were recorded
 * @throws HandOverError the first one, when all were tried
 */
export async function readOutcomes(context: ChangeContext, crms: readonly ConnectedCrm[]): Promise<number> {
  const read = await Promise.allSettled(crms.map((connected) => readOne(context, connected)));
  const failed = read.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return read.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0);
}

async function readOne(context: ChangeContext, { target, crm }: ConnectedCrm): Promise<number> {
  const { handOvers } = context.store;
  let position = await handOvers.readUpTo(target.id);
  let recorded = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await crm.readOutcomes(position);
    for (const outcome of read.outcomes) recorded += (await record(context, target, outcome)) ? 1 : 0;
    // After the outcomes: what a crash leaves out in between is read once more.
    if (read.position !== position) await handOvers.saveRead(target.id, read.position, context.clock.now());
    position = read.position;
    if (!read.hasMore) break;
  }
  return recorded;
}

/** One at a time, in their order: of two deals of a lead the newer one has the last word. */
async function record(context: ChangeContext, target: CrmTarget, outcome: CrmOutcome): Promise<boolean> {
  const leadId =
    'leadId' in outcome.of ? outcome.of.leadId : await leadOf(context, target, outcome, outcome.of.remoteIds);
  if (leadId === null) return false;
  const [decision] = await changeLeads<{ leadId: string }, OutcomeDecision>(
    context,
    [{ leadId }],
    (lead) => applyOutcome(lead, target, outcome, context.clock.now()),
    { kind: 'nobodys' },
  );
  return decision?.kind === 'recorded';
}

async function leadOf(
  { store }: ChangeContext,
  { id }: CrmTarget,
  outcome: CrmOutcome,
  remoteIds: readonly string[],
): Promise<string | null> {
  const found = await store.handOvers.leadsOf(id, remoteIds);
  const lead = leadOfDeal(
    found.map((one) => one.lead),
    outcome,
  );
  return lead?.id ?? null;
}
