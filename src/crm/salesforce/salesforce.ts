/** Salesforce: a lead per person, finished tasks as notes, and the opportunities that come of it. */
import { z } from 'zod';
import { HandOverError } from '../../domain/hand-over/failure.ts';
import type { CrmTarget } from '../../domain/hand-over/target.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crm, CrmItem } from '../../ports/crm.ts';
import { failedForAll, resultOf } from '../item-results.ts';
import { createOwnerBook, type OwnerBook } from '../owner-book.ts';
import { type FoundRecord, findRecords } from './find-records.ts';
import { writeLeads } from './leads.ts';
import { readOpportunities } from './opportunities.ts';
import { type CallSalesforce, createCallSalesforce, type SalesforceCredentials } from './salesforce-session.ts';
import { isOneOf, queryEach } from './soql.ts';
import { writeTasks } from './tasks.ts';

export interface SalesforceOptions {
  target: CrmTarget;
  credentials: SalesforceCredentials;
  clock: Clock;
}

const AT_ONCE = 100;

export function createSalesforce({ target, credentials, clock }: SalesforceOptions): Crm {
  const call = createCallSalesforce(credentials);
  const book = createOwnerBook(clock, (emails) => findUsers(call, emails));
  return {
    atOnce: AT_ONCE,
    handOver: (items, over) => failedForAll(items, () => handOver(call, target, book, items, over)),
    readOutcomes: (position) => readOpportunities(call, position, clock.now()),
  };
}

async function handOver(
  call: CallSalesforce,
  target: CrmTarget,
  book: OwnerBook,
  items: readonly CrmItem[],
  over: AbortSignal,
) {
  const owners = await book.find(items.flatMap(({ owner }) => (typeof owner === 'string' ? [] : [owner.email])));
  const records = await findRecords(call, items);
  const written = await writeLeads(call, target, items, records, owners, over);
  const whoIds = new Map([...written].flatMap(([leadId, id]) => whoIdOf(leadId, id, records.get(leadId))));
  const notes = await writeTasks(call, items, whoIds, owners, over);
  return items.map(({ leadId }) => resultOf(leadId, written, notes));
}

function whoIdOf(
  leadId: string,
  id: string | HandOverError,
  record: FoundRecord | HandOverError | undefined,
): [string, string][] {
  if (id instanceof HandOverError) return [];
  return [[leadId, record && 'contactId' in record ? record.contactId : id]];
}

const userRow = z.object({ Id: z.string(), Email: z.string() });

async function findUsers(call: CallSalesforce, emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const soql = (some: readonly string[]) =>
    `SELECT Id, Email FROM User WHERE IsActive = true AND ${isOneOf('Email', some)}`;
  const users = await queryEach(call, emails, soql, userRow);
  return new Map(users.map(({ Id, Email }) => [Email.toLowerCase(), Id]));
}
