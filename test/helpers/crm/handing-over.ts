/** The app from a lead's change to a system outside, over a real store, on a clock that only moves when a test says so. */

import { keepNotice, type Notice } from '../../../src/app/delivery/post-notice.ts';
import { type Address, crmAddress, webhookAddress } from '../../../src/app/hand-over/address.ts';
import { createReplayDeadLetters, tellDeadLetters } from '../../../src/app/hand-over/dead-letters.ts';
import { createHandOverLeads, type HandedOver } from '../../../src/app/hand-over/hand-over-leads.ts';
import { createPace } from '../../../src/app/hand-over/pace.ts';
import { recordChanges } from '../../../src/app/record-changes.ts';
import { createWebhookReceiver } from '../../../src/crm/webhook/webhook-receiver.ts';
import { workCalendar } from '../../../src/domain/availability/work-calendar.ts';
import type { CrmTarget, WebhookTarget } from '../../../src/domain/hand-over/target.ts';
import type { Lead } from '../../../src/domain/lead.ts';
import type { LeadEvent } from '../../../src/domain/lead-event.ts';
import type { Crm } from '../../../src/ports/crm.ts';
import type { NewLead } from '../../../src/ports/store.ts';
import { systemIds } from '../../../src/system/system-ids.ts';
import type { TestStore } from '../database.ts';
import { testRuleset } from '../leads.ts';
import { changed, openChannel, storeLead, toPool } from '../store-data.ts';
import { createTestClock } from '../test-clock.ts';

export const WEBHOOK: WebhookTarget = { id: 'hook', to: 'webhook', when: null, url: 'http://127.0.0.1/', events: null };

export const CRM: CrmTarget = {
  id: 'crm',
  to: 'hubspot',
  when: null,
  fields: {},
  stages: {},
  disqualified: false,
  lostReasons: {},
};

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export type HandingOver = Awaited<ReturnType<typeof startHandingOver>>;

/** @param make the other side, given a clock that the test holds */
export async function startHandingOver(
  { store, database, handOverJobs }: TestStore,
  target: CrmTarget | WebhookTarget,
  make: { crm: Crm } | { url: string; allowed?: string[]; secrets?: string[] },
) {
  const ruleset = testRuleset({ handOver: [target] });
  const clock = createTestClock();
  const context = { store, clock, ids: systemIds };
  const jobs = await handOverJobs(target.id);
  const conversations = { at: () => [], admins: () => [adminChannel] };
  const adminChannel = await openChannel(store, '#dibs-admins');
  const notices = { store, ids: systemIds, wake: { router() {}, assigner() {}, deliveries() {} } };
  const deadLetters = {
    store,
    keepNotice: (notice: Notice) => keepNotice(notices, [adminChannel], notice),
  };
  const pace = createPace(clock);
  const address = addressOf();
  const handOver = createHandOverLeads(context, address, pace);

  function addressOf(): Address {
    if (target.to !== 'webhook' && 'crm' in make) return crmAddress(target, ruleset, make.crm);
    if (target.to !== 'webhook' || 'crm' in make) throw new Error('this is no receiver for the target');
    const { url, allowed = ['127.0.0.1/32'], secrets = [SECRET] } = make;
    return webhookAddress(target, ruleset, createWebhookReceiver({ url: new URL(url), secrets, allowed, clock }));
  }

  async function change(lead: Lead, ...events: LeadEvent[]): Promise<Lead> {
    let now = lead;
    for (const event of events) {
      const next = changed(now, event, clock.now());
      await store.transaction((tx) => recordChanges({ ids: systemIds, ruleset, conversations }, tx, [next]));
      now = next.lead;
    }
    return now;
  }

  return {
    ruleset,
    clock,
    /** For use cases that change leads. */
    changing: {
      ...context,
      ruleset,
      conversations,
      wake: notices.wake,
      calendars: () => workCalendar({ timezone: 'UTC' }),
    },
    pace,
    jobs,
    adminChannel,
    change,
    replay: createReplayDeadLetters(deadLetters),
    /** A lead that came in and was routed to a pool, unless said otherwise. */
    async arrive(given: Partial<NewLead> = {}, ...events: LeadEvent[]): Promise<Lead> {
      const lead = await storeLead(store, { at: clock.now(), ...given });
      return change(lead, ...(events.length > 0 ? events : [toPool('iberia')]));
    },
    /** One pass: what the worker does with what waits now, whatever its time. @returns what came of it */
    async pass(): Promise<HandedOver> {
      await database.executeSql(
        `UPDATE pgboss.job SET start_after = now() - interval '1 minute' WHERE state < 'active'`,
        [],
      );
      const taken = await jobs.fetch(address.atOnce);
      const leadIds = [...new Set(taken.map(({ about }) => about))];
      const handedOver = await handOver(leadIds, new AbortController().signal);
      const done = new Set(handedOver.done);
      await jobs.complete(taken.filter(({ about }) => done.has(about)));
      await jobs.complete(
        taken.filter(({ about }) => !done.has(about)),
        0,
      );
      if (handedOver.dead > 0) await tellDeadLetters(deadLetters, target.id);
      return handedOver;
    },
    async row(leadId: string): Promise<Record<string, unknown> | undefined> {
      const sql =
        'SELECT state, sent_version, remote_id, attempts, error FROM hand_over WHERE lead_id = $1 AND target = $2';
      const { rows } = await database.executeSql(sql, [leadId, target.id]);
      return rows[0] as Record<string, unknown> | undefined;
    },
    /** What the admins' channel says of dead letters, oldest first. */
    async told(): Promise<string[]> {
      const sql = `SELECT notice FROM delivery WHERE conversation_id = $1 ORDER BY id`;
      const { rows } = await database.executeSql(sql, [adminChannel]);
      return (rows as { notice: { title: string } }[]).map(({ notice }) => notice.title);
    },
  };
}
