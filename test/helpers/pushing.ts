/** The app from routing to offers over a real store, on a clock that only moves when a test says so. Nobody is in the chat. */

import { createAssignLead } from '../../src/app/assign-lead.ts';
import { createClaimLead } from '../../src/app/claim-lead.ts';
import { openConversations } from '../../src/app/delivery/conversations.ts';
import { createAnswerOffer } from '../../src/app/push/answer-offer.ts';
import { createAssignLeads } from '../../src/app/push/assign-leads.ts';
import { createRosters } from '../../src/app/push/desks.ts';
import { createEarnedShares } from '../../src/app/push/earned-shares.ts';
import { createCalendars } from '../../src/app/push/hands.ts';
import { createReadQueue } from '../../src/app/push/read-queue.ts';
import { createRotationCache } from '../../src/app/push/rotation-cache.ts';
import type { SignalBook } from '../../src/app/push/signal-book.ts';
import { createReviewLead } from '../../src/app/review-lead.ts';
import { createRouteLeads } from '../../src/app/route-leads.ts';
import { createWorkLead } from '../../src/app/work-lead.ts';
import type { ChatSignals } from '../../src/domain/availability/availability.ts';
import type { Lead, LeadAttributes } from '../../src/domain/lead.ts';
import type { LeadEvent } from '../../src/domain/lead-event.ts';
import { compileRuleset } from '../../src/domain/rules/route-lead.ts';
import type { Ruleset } from '../../src/domain/ruleset.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Database } from '../../src/store/database.ts';
import { systemIds } from '../../src/system/system-ids.ts';

export type Pushing = Awaited<ReturnType<typeof startPushing>>;

/** @param options.at what time it is at first */
export async function startPushing(
  { store, database }: { store: Store; database?: Database },
  ruleset: Ruleset,
  { at = new Date('2026-03-02T09:00:00Z') } = {},
) {
  let now = at;
  const clock = { now: () => now, sleep: async () => undefined };
  const wake = { router: () => {}, assigner: () => {}, deliveries: () => {} };
  const conversations = await openConversations(store, systemIds, ruleset, ['slack']);
  const text = JSON.stringify(ruleset);
  const published = { ...ruleset, version: await store.rulesets.publish(text, text.slice(0, 64), now) };
  const signals = signalsByHand();
  const context = {
    store,
    clock,
    ids: systemIds,
    ruleset: published,
    conversations,
    wake,
    calendars: createCalendars(ruleset),
    signals: signals.book,
    rosters: createRosters(ruleset),
    rotations: createRotationCache(),
    shares: createEarnedShares(ruleset),
  };
  const assign = createAssignLeads(context);
  const router = compileRuleset(published);
  const route = createRouteLeads(context, router);
  const offers = createAnswerOffer(context);

  async function lead(id: string): Promise<Lead> {
    const found = await store.leads.find(id);
    if (!found) throw new Error(`no lead ${id}`);
    return found;
  }

  return {
    context,
    signals,
    route,
    assign,
    claim: createClaimLead(context),
    work: createWorkLead(context),
    review: createReviewLead(context, router),
    assignLead: createAssignLead(context),
    queue: createReadQueue(context),
    lead,
    /** Takes a lead in, routes it, and lets the assigner do all there is to do. @returns its id */
    async arrive(attributes: Partial<LeadAttributes> = {}): Promise<string> {
      const id = systemIds.next();
      await store.leads.insert([{ id, at: now, attributes: { custom: {}, ...attributes }, keys: [] }]);
      await this.settle();
      return id;
    },
    async settle(): Promise<void> {
      await route();
      while ((await assign()).state !== 'idle');
      // What the assigner has sent back to the router.
      await route();
      // The chat has shown every card by now.
      await database?.executeSql('UPDATE delivery SET sent_version = wanted_version', []);
    },
    /** One pass of the router and of the assigner, which another instance may be keeping busy. */
    async onePass(): Promise<void> {
      await route();
      await assign();
    },
    /** What the clock says from now on; nothing happens by it. */
    setClock(time: Date): void {
      now = time;
    },
    /** What the clock says from now on; the assigner does what is due. */
    async at(time: Date | string): Promise<void> {
      now = new Date(time);
      await this.settle();
    },
    async pass(ms: number): Promise<void> {
      await this.at(new Date(now.getTime() + ms));
    },
    async accept(id: string, rep: string) {
      const { round } = await lead(id);
      return offers.accept(id, rep, round);
    },
    async decline(id: string, rep: string, reason = 'no-time') {
      const { round } = await lead(id);
      const outcome = await offers.decline(id, rep, round, { reason, note: null });
      await this.settle();
      return outcome;
    },
    /** The timeline without what every lead has, as `offered ana`, `declined ana`, `fell-back world`. */
    async story(id: string): Promise<string[]> {
      const timeline = await store.leads.timeline(id);
      return timeline.slice(2).map(({ event }) => [event.type, whoOf(event)].filter(Boolean).join(' '));
    },
    /** Makes the chat unreachable: cards posted from now on are not shown. */
    async hideOffer(id: string): Promise<void> {
      await database?.executeSql(`UPDATE delivery SET sent_version = 0 WHERE lead_id = $1::uuid AND kind = 'offer'`, [
        id,
      ]);
    },
  };
}

function whoOf(event: LeadEvent): string {
  if ('rep' in event) return event.rep;
  return event.type === 'fell-back' ? event.to : '';
}

function signalsByHand(): { book: SignalBook; shown: Map<string, ChatSignals>; asked: string[] } {
  const shown = new Map<string, ChatSignals>();
  const known = new Map<string, ChatSignals>();
  const asked: string[] = [];
  return {
    shown,
    asked,
    book: {
      of: (rep) => known.get(rep) ?? {},
      isStale: (rep) => shown.has(rep) && known.get(rep) !== shown.get(rep),
      ask: async (reps) => {
        for (const rep of reps) {
          asked.push(rep);
          known.set(rep, shown.get(rep) ?? {});
        }
      },
    },
  };
}
