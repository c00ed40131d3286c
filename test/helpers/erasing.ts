/** The product with both chats, its API and every worker, on a clock that jumps: for following one person's data wherever it goes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createErasePerson } from '../../src/app/erase/erase-person.ts';
import { createExportLeads } from '../../src/app/export/export-leads.ts';
import { createExportPerson } from '../../src/app/export/export-person.ts';
import { webhookAddress } from '../../src/app/hand-over/address.ts';
import { createHandOverLeads } from '../../src/app/hand-over/hand-over-leads.ts';
import { createPace } from '../../src/app/hand-over/pace.ts';
import { createAnswerOffer } from '../../src/app/push/answer-offer.ts';
import { createAssignLeads } from '../../src/app/push/assign-leads.ts';
import { createRosters } from '../../src/app/push/desks.ts';
import { createEarnedShares } from '../../src/app/push/earned-shares.ts';
import { createRotationCache } from '../../src/app/push/rotation-cache.ts';
import { changeLeads } from '../../src/app/record-changes.ts';
import { createKeepLimits } from '../../src/app/time-limits/keep-limits.ts';
import { createTouchLead } from '../../src/app/touch-lead.ts';
import { createWebhookReceiver } from '../../src/crm/webhook/webhook-receiver.ts';
import type { WebhookTarget } from '../../src/domain/hand-over/target.ts';
import type { LeadEvent } from '../../src/domain/lead-event.ts';
import type { Rule, Ruleset, ServiceLevels } from '../../src/domain/ruleset.ts';
import type { Source } from '../../src/domain/sources/source.ts';
import { createCredentials } from '../../src/http/credentials.ts';
import { exportRoutes } from '../../src/http/export-routes.ts';
import { peopleRoutes } from '../../src/http/people-routes.ts';
import { createLog } from '../../src/obs/log.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { systemClock } from '../../src/system/system-clock.ts';
import { scriptedInbox } from '../contract/chat/scripted-inbox.ts';
import { startTeams } from '../contract/chat/teams-harness.ts';
import { API_KEY, startServer } from '../contract/http/harness.ts';
import { SECRET, WEBHOOK } from './crm/handing-over.ts';
import type { TestStore } from './database.ts';
import { startDelivering } from './delivering.ts';
import { formsOf } from './forms.ts';
import { testPool, testRuleset } from './leads.ts';

const MINUTE = 60_000;
const SLA: ServiceLevels = {
  firstTouchMs: 5 * MINUTE,
  followUpMs: null,
  staleAfterMs: null,
  count: 'around-the-clock',
  remindMs: [5 * MINUTE],
  escalate: { afterMs: 10 * MINUTE, to: { platform: 'slack', channel: '#leads-world' } },
  giveUp: { afterMs: 15 * MINUTE, to: null },
};

const from = (source: string, then: Rule['then']): Rule => ({
  name: `From ${source}`,
  when: { kind: 'test', field: 'source', test: { op: 'in', values: [source] } },
  then,
});

/** By their source leads go to review, are offered, or take part in an experiment; all others are there to claim, with time limits. */
export function erasingRuleset(): Ruleset {
  const pools = [
    testPool({ channels: { slack: ['#leads-iberia'], teams: ['Sales/Leads Iberia'] }, sla: SLA }),
    testPool({ id: 'offers', strategy: 'round-robin', channels: { slack: ['#leads-world'], teams: [] } }),
  ];
  const everyone = { name: 'Everyone', when: null, then: { kind: 'pool' as const, pool: 'iberia' } };
  const rules = [
    from('review', { kind: 'review', reason: 'Too big' }),
    from('offers', { kind: 'pool', pool: 'offers' }),
    from('split', {
      kind: 'split',
      arms: [
        { name: 'one', to: { kind: 'pool', pool: 'iberia' }, share: 1 },
        { name: 'two', to: { kind: 'pool', pool: 'iberia' }, share: 1 },
      ],
      until: { leads: 1_000 },
      then: 'one',
      goal: 'won',
    }),
    everyone,
  ];
  return testRuleset({ pools, rules, adminChannels: { slack: ['#dibs-admins'], teams: ['Sales/Leads World'] } });
}

const FORM = `  - { id: contact, title: Talk to us, fields: [firstName, lastName, email, phone, company, message], source: website }`;

const SITE: Source = { id: 'site', kind: 'json', mapping: {} };
export const SITE_SECRET = 'an-invented-secret-of-a-site';
const SITE_SECRETS = { secrets: [SITE_SECRET], verifyToken: null, accessToken: null, apiUrl: null };

/** Whoever fills a form in takes 5 s for it. */
function unhurried(): Clock {
  let now = Date.now();
  return {
    now: () => {
      now += 5_000;
      return new Date(now);
    },
    sleep: async () => undefined,
  };
}

/** A system outside, which keeps what it gets and may be down. */
async function startReceiver() {
  const got: string[] = [];
  const state = { down: false };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (!state.down) got.push(body);
      response.writeHead(state.down ? 500 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    got,
    state,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

export type Erasing = Awaited<ReturnType<typeof startErasing>>;

export async function startErasing(opened: TestStore, ruleset: Ruleset = erasingRuleset()) {
  const { store, database } = opened;
  const lines: string[] = [];
  const log = createLog({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } });
  const microsoft = await startTeams({ users: ruleset.reps, limits: 'off', places: () => store.teams });
  microsoft.teams.start(scriptedInbox(), () => {});
  await microsoft.fake.install({ team: 'Sales' });
  const dibs = await startDelivering(store, ruleset, log, { others: [microsoft.teams.platform] });
  const context = {
    ...dibs,
    signals: { of: () => ({}), isStale: () => false, ask: async () => {} },
    rosters: createRosters(ruleset),
    rotations: createRotationCache(),
    shares: createEarnedShares(ruleset),
  };
  const assign = createAssignLeads(context);
  const keep = createKeepLimits(context);
  const people = createErasePerson(context);
  const credentials = createCredentials(API_KEY);
  const warehouse = await startReceiver();
  const target: WebhookTarget = { ...WEBHOOK, url: warehouse.url };
  const receiver = createWebhookReceiver({
    url: new URL(warehouse.url),
    secrets: [SECRET],
    allowed: ['127.0.0.1/32'],
    clock: dibs.clock,
  });
  const handOver = createHandOverLeads(dibs, webhookAddress(target, ruleset, receiver), createPace(dibs.clock));
  const server = await startServer(store, {
    touchLead: () => createTouchLead(context),
    forms: { forms: formsOf(FORM), clock: unhurried(), trustProxy: false },
    hooks: { sources: [SITE], secrets: new Map([[SITE.id, SITE_SECRETS]]), clock: systemClock, publicUrl: null },
    plugins: [
      peopleRoutes({
        credentials,
        erasePerson: () => people,
        exportPerson: createExportPerson(context),
        reportError: () => {},
      }),
      exportRoutes({
        credentials,
        clock: { ...dibs.clock, now: () => new Date(Date.now() + 60_000) },
        exportLeads: createExportLeads(store),
      }),
    ],
  });

  return {
    ...dibs,
    context,
    database,
    server,
    microsoft,
    assign,
    people,
    offers: createAnswerOffer(context),
    /** Lets the router, the assigner and the cards do all there is to do. */
    async work(): Promise<void> {
      await dibs.route();
      while ((await assign()).state === 'more');
      await dibs.route();
      await dibs.settle();
    },
    owner: dibs.work,
    warehouse,
    /** Hands a lead over to a system outside, with all its story so far. */
    handOver: async (id: string) => void (await handOver([id], new AbortController().signal)),
    /** Lets time pass, with the timekeeper at work. */
    async minutes(count: number): Promise<void> {
      const end = dibs.clock.now().getTime() + count * MINUTE;
      while (dibs.clock.now().getTime() < end) {
        await dibs.clock.sleep(20_000);
        await keep();
      }
      await this.work();
    },
    /** What no use case of this tree does by itself. */
    async happen(leadId: string, ...events: LeadEvent[]): Promise<void> {
      for (const event of events) await changeLeads(context, [{ leadId }], () => ({ event, outcome: null }), null);
    },
    /** All that people see in both chats now, as one text. */
    shown(): string {
      const { workspace } = dibs.playground;
      const slack = workspace.conversations().map(({ id }) => workspace.history(id));
      const { fake } = microsoft;
      const channels = ['Leads Iberia', 'Leads World'].map((name) => fake.channelId(`Sales/${name}`));
      const chats = ruleset.reps.map(({ email }) => fake.personalChat(email));
      return JSON.stringify([slack, [...channels, ...chats].map((id) => fake.messages(id))]);
    },
    /** Everything logged, by the app, the server and both chats. */
    logged: () => lines.join('') + server.log() + microsoft.log(),
    /** Every table of every schema, as text, found without the code that is tested. */
    async dump(): Promise<string> {
      const { rows: tables } = await database.executeSql(
        `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
         WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
        [],
      );
      const texts = await Promise.all(
        (tables as { name: string }[]).map(async ({ name }) => {
          const { rows } = await database.executeSql(`SELECT to_jsonb(t)::text AS row FROM ${name} AS t`, []);
          return `${name}: ${(rows as { row: string }[]).map(({ row }) => row).join('\n')}`;
        }),
      );
      return texts.join('\n');
    },
    async close(): Promise<void> {
      await server.stop();
      await warehouse.close();
      await dibs.close();
      await microsoft.close();
    },
  };
}
