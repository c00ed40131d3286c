/**
 * Takes all that is personal out of leads, in one transaction: the lead keeps its id, its place and its times, its timeline keeps what
 * happened and when. Cards everywhere say that it was removed. Whoever had an offer of it gets the turn back.
 */
import { redactCard } from '../../domain/erase/redact-card.ts';
import { skeletonOf } from '../../domain/erase/skeleton.ts';
import { namingValues } from '../../domain/erase/telling-values.ts';
import { withoutMerged } from '../../domain/erase/without-merged.ts';
import { type Lead, leadTitle, OPEN_STATUSES } from '../../domain/lead.ts';
import { replay, type TimelineEntry } from '../../domain/lead-event.ts';
import { matchKeys } from '../../domain/people/match-keys.ts';
import type { MoveCause } from '../../domain/rotation/ledger-entry.ts';
import type { ErasedRows } from '../../ports/erasure.ts';
import type { HandedOver } from '../../ports/exports.ts';
import type { LeadChange, Repositories } from '../../ports/store.ts';
import { ledgerTransaction } from '../push/ledger-transaction.ts';
import { giveTurnBack, type Ledgers } from '../push/turns.ts';
import { type ChangeContext, changeOf, recordChanges, retrying } from '../record-changes.ts';

export type EraseContext = ChangeContext & Ledgers;

export interface EraseOptions {
  /** Whether a lead is still meant, as it is now that it is locked; all are unless said. */
  isMeant?: (lead: Lead) => boolean;
  /** From when on its cards change, a second apart, so that thousands keep no new card waiting; at once unless said. */
  spreadFrom?: Date;
  /** Of a person who is to be forgotten altogether: what went into leads that stay goes too, and all notices are looked through. */
  everywhere?: boolean;
}

export interface ErasedLeads {
  ids: string[];
  rows: ErasedRows;
  remote: HandedOver[];
  /** Messages in chat that change. */
  notices: number;
  /** With `spreadFrom`. */
  cards: number;
  /** The timelines as they were, for looking whether anything of them is left. */
  timelines: TimelineEntry[][];
}

/** @param ids of at most 1,000 leads; those that are erased already, or unknown, are left out */
export type EraseLeads = (ids: readonly string[], options?: EraseOptions) => Promise<ErasedLeads>;

export function createEraseLeads(context: EraseContext): EraseLeads {
  const { wake } = context;
  return async (ids, options = {}) => {
    const { erased, conversations, requeued } = await retrying(() =>
      ledgerTransaction(context, (tx) => erase(context, tx, ids, options)),
    );
    wake.deliveries([...new Set(conversations)]);
    // Whoever had one of them on offer may get another.
    if (erased.ids.length > 0) wake.assigner();
    if (requeued > 0) wake.router();
    return erased;
  };
}

async function erase(
  context: EraseContext,
  tx: Repositories,
  ids: readonly string[],
  { isMeant = () => true, spreadFrom, everywhere = false }: EraseOptions,
) {
  // Turns are given back below, and the ledger has one writer at a time.
  await tx.push.waitForLock();
  const asked = new Set(ids);
  const locked = await tx.leads.lock([...new Set([...ids, ...(await tx.erasure.mergedWith(ids))])]);
  const meant = locked.filter((lead) => asked.has(lead.id) && lead.status !== 'erased' && isMeant(lead));
  const gone = new Set(meant.map(({ id }) => id));
  const timelines = await tx.erasure.timelines([...gone]);
  for (const lead of meant) await settleTurn(context, tx, lead);

  // What is put off here is up to date for all that follows.
  const cards = spreadFrom ? await tx.erasure.spreadCards(meant, spreadFrom) : 0;
  await tx.erasure.reviveCards([...gone]);
  const now = context.clock.now();
  const stranded = locked.filter((lead) => !gone.has(lead.id) && isStranded(lead, meant));
  const changes: LeadChange[] = [
    ...meant.map((lead) => changeOf(lead, { type: 'erased' }, context, now)),
    ...stranded.map((lead) => changeOf(lead, { type: 'requeued', reason: WENT_INTO_ERASED }, context, now)),
  ];
  const changed = await recordChanges(context, tx, changes);

  const skeletons = new Map([...timelines].map(([id, timeline]) => [id, skeletonOf(timeline)]));
  const { rows, remote } = await tx.erasure.takeTraces(
    skeletons,
    meant.flatMap(({ attributes }) => matchKeys(attributes)),
  );
  const others = everywhere ? locked : [];
  const redrawn = await redraw(tx, others, gone, [...timelines.values()]);
  const notices = await rewriteNotices(tx, meant, [...timelines.values()], everywhere);
  return {
    erased: { ids: [...gone], rows, remote, notices: notices.count, cards, timelines: [...timelines.values()] },
    conversations: [...changed, ...redrawn, ...notices.conversations],
    requeued: stranded.length,
  };
}

/** An offer that is open ends here; a turn that was to be given back when the next one is asked is given back now. */
async function settleTurn(context: EraseContext, tx: Repositories, lead: Lead): Promise<void> {
  const charge = lead.push?.charge;
  const cause: Record<string, MoveCause | null | undefined> = { offered: 'withdrawn', pooled: charge?.refund };
  const because = cause[lead.status];
  if (charge && because) await giveTurnBack(context, tx, lead.id, { charge, cause: because });
}

const WENT_INTO_ERASED = 'the lead that it had gone into was removed';

/** A colleague's message that had gone into an open lead: nobody would answer it any more. */
function isStranded({ status, mergedInto }: Lead, erased: readonly Lead[]): boolean {
  return status === 'merged' && erased.some(({ id, status: was }) => id === mergedInto && OPEN_STATUSES.has(was));
}

/** Leads that stay and say something of an erased one: it had gone into them, or their reminder named it. */
async function redraw(
  tx: Repositories,
  locked: readonly Lead[],
  gone: ReadonlySet<string>,
  timelines: readonly TimelineEntry[][],
): Promise<string[]> {
  const merged = new Set(timelines.flat().flatMap(({ event }) => (event.type === 'merged-into' ? [event.into] : [])));
  const hosts = timelines.flat().flatMap(({ event }) => (event.type === 'reminded' && event.with ? [event.with] : []));
  const kept = locked.filter(({ id, status }) => merged.has(id) && !gone.has(id) && status !== 'erased');
  for (const lead of kept) {
    const timeline = withoutMerged(await tx.leads.timeline(lead.id), gone);
    await tx.erasure.rewrite(
      { ...lead, attributes: replay(lead.id, timeline)?.attributes ?? lead.attributes },
      timeline,
    );
  }
  const stale = [...kept.map(({ id }) => id), ...hosts].filter((id) => !gone.has(id));
  return stale.length > 0 ? tx.erasure.redrawCards([...new Set(stale)]) : [];
}

async function rewriteNotices(
  tx: Repositories,
  erased: readonly Lead[],
  timelines: readonly TimelineEntry[][],
  all: boolean,
): Promise<{ count: number; conversations: string[] }> {
  const ids = erased.map(({ id }) => id);
  const found = await tx.erasure.notices(ids, all ? namingValues(timelines) : []);
  if (found.length === 0) return { count: 0, conversations: [] };
  const titles = erased.map(({ attributes }) => leadTitle(attributes).toLowerCase());
  const values = [...namingValues(timelines), ...titles, ...ids];
  const rewritten = found.flatMap(({ deliveryId, card }) => {
    const redacted = redactCard(card, values);
    return redacted ? [{ deliveryId, card: redacted }] : [];
  });
  const conversations = rewritten.length > 0 ? await tx.erasure.rewriteNotices(rewritten) : [];
  return { count: rewritten.length, conversations };
}
