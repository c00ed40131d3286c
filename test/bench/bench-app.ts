/** The use cases over a PostgreSQL database, in this process, without HTTP and chat: what routing and claiming cost by themselves. */
import { type ClaimLead, createClaimLead } from '../../src/app/claim-lead.ts';
import { openConversations } from '../../src/app/delivery/conversations.ts';
import { createCalendars } from '../../src/app/push/hands.ts';
import { createReceiveLeads, type ReceiveLeads } from '../../src/app/receive-leads.ts';
import type { ChangeContext } from '../../src/app/record-changes.ts';
import { createRouteLeads, type RouteLeads } from '../../src/app/route-leads.ts';
import { compileRuleset } from '../../src/domain/rules/route-lead.ts';
import type { PublishedRuleset } from '../../src/domain/ruleset.ts';
import type { Store } from '../../src/ports/store.ts';
import { prepareDatabase } from '../../src/store/database.ts';
import type { ExecuteSql } from '../../src/store/home.ts';
import { storeOver } from '../../src/store/open-store.ts';
import { connectPostgres } from '../../src/store/postgres.ts';
import { systemClock } from '../../src/system/system-clock.ts';
import { systemIds } from '../../src/system/system-ids.ts';
import { countStatements } from '../helpers/count-statements.ts';
import { silentLog } from '../helpers/silent-log.ts';
import { benchRuleset } from './bench-leads.ts';

/** As many channels as a company with a territory for each large country has. */
export const POOLS = 20;

export interface BenchApp {
  store: Store;
  receiveLeads: ReceiveLeads;
  routeLeads: RouteLeads;
  claimLead: ClaimLead;
  context: ChangeContext & { ruleset: PublishedRuleset };
  /** Statements sent so far, without the frames of transactions. */
  sent: string[];
  executeSql: ExecuteSql;
  close(): Promise<void>;
}

export async function openBenchApp(databaseUrl: string): Promise<BenchApp> {
  const { home, sent } = countStatements(connectPostgres(databaseUrl, silentLog));
  const database = await prepareDatabase(home, silentLog);
  const { store } = await storeOver(database, silentLog);
  const ruleset = { ...benchRuleset(POOLS), version: 1 };
  const conversations = await openConversations(store, systemIds, ruleset, ['slack']);
  const wake = { router: () => {}, assigner: () => {}, deliveries: () => {} };
  const context = {
    store,
    clock: systemClock,
    ids: systemIds,
    ruleset,
    conversations,
    wake,
    calendars: createCalendars(ruleset),
  };
  return {
    store,
    context,
    receiveLeads: createReceiveLeads(context),
    routeLeads: createRouteLeads(context, compileRuleset(ruleset)),
    claimLead: createClaimLead(context),
    sent,
    executeSql: database.executeSql,
    close: () => store.close(),
  };
}
