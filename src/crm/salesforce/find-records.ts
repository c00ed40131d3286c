/** Which record in Salesforce a lead belongs to: its own, one that is there under the same address, or none yet. */
import { z } from 'zod';
import { HandOverError } from '../../domain/hand-over/failure.ts';
import type { CrmItem } from '../../ports/crm.ts';
import type { CallSalesforce } from './salesforce-session.ts';
import { isOneOf, queryEach } from './soql.ts';

/** The external id of leads, which an organisation makes for us. */
export const LEAD_ID = 'Dibs_Lead_Id__c';

/** `lead`: to be changed · `contact`: a customer, on whom only notes are put · `new`: to be made */
export type FoundRecord =
  | { kind: 'lead'; id: string; hasLeadId: boolean }
  | { kind: 'contact'; id: string; contactId: string }
  | { kind: 'new' };

const leadRow = z.object({
  Id: z.string(),
  Email: z.string().nullish(),
  IsConverted: z.boolean(),
  ConvertedContactId: z.string().nullish(),
  [LEAD_ID]: z.string().nullish(),
});
type LeadRow = z.output<typeof leadRow>;

const contactRow = z.object({ Id: z.string(), Email: z.string().nullish() });

const COLUMNS = `Id, Email, IsConverted, ConvertedContactId, ${LEAD_ID}`;

/** Records' ids begin with what they are. */
const CONTACT = '003';

/** @returns by lead @throws HandOverError */
export async function findRecords(
  call: CallSalesforce,
  items: readonly CrmItem[],
): Promise<Map<string, FoundRecord | HandOverError>> {
  const known = items.flatMap(({ leadId, remoteId }) => (remoteId === null ? [] : [{ leadId, remoteId }]));
  const unknown = items.filter(({ remoteId }) => remoteId === null);
  return new Map([...(await lookAgain(call, known)), ...(await lookForTheFirstTime(call, unknown))]);
}

async function lookAgain(
  call: CallSalesforce,
  known: readonly { leadId: string; remoteId: string }[],
): Promise<[string, FoundRecord | HandOverError][]> {
  const ids = known.map(({ remoteId }) => remoteId);
  const [contactIds, leadIds] = [ids.filter(isContact), ids.filter((id) => !isContact(id))];
  const leads = await queryEach(
    call,
    leadIds,
    (some) => `SELECT ${COLUMNS} FROM Lead WHERE ${isOneOf('Id', some)}`,
    leadRow,
  );
  const contacts = await queryEach(
    call,
    contactIds,
    (some) => `SELECT Id, Email FROM Contact WHERE ${isOneOf('Id', some)}`,
    contactRow,
  );
  return known.map(({ leadId, remoteId }) => {
    const lead = leads.find(({ Id }) => sameId(Id, remoteId));
    if (lead) return [leadId, recordOf(lead)];
    const isThere = contacts.some(({ Id }) => sameId(Id, remoteId));
    const deleted = new HandOverError('record_deleted', { retry: 'never' });
    return [leadId, isThere ? { kind: 'contact', id: remoteId, contactId: remoteId } : deleted];
  });
}

async function lookForTheFirstTime(call: CallSalesforce, items: readonly CrmItem[]): Promise<[string, FoundRecord][]> {
  const emails = items.flatMap(({ attributes: { email } }) => (email === undefined ? [] : [email]));
  const own = await queryEach(
    call,
    items.map(({ leadId }) => leadId),
    (some) => `SELECT ${COLUMNS} FROM Lead WHERE ${isOneOf(LEAD_ID, some)}`,
    leadRow,
  );
  const leads = await queryEach(
    call,
    emails,
    (some) => `SELECT ${COLUMNS} FROM Lead WHERE ${isOneOf('Email', some)}`,
    leadRow,
  );
  const contacts = await queryEach(
    call,
    emails,
    (some) => `SELECT Id, Email FROM Contact WHERE ${isOneOf('Email', some)}`,
    contactRow,
  );
  return items.map(({ leadId, attributes: { email } }) => {
    const sameEmail = (row: { Email?: string | null | undefined }) =>
      email !== undefined && row.Email?.toLowerCase() === email;
    const lead = own.find((row) => row[LEAD_ID] === leadId) ?? leads.find((row) => sameEmail(row) && !row.IsConverted);
    if (lead) return [leadId, recordOf(lead)];
    const contact = contacts.find(sameEmail);
    return [leadId, contact ? { kind: 'contact', id: contact.Id, contactId: contact.Id } : { kind: 'new' }];
  });
}

/** A converted lead cannot be changed; its story goes on with the contact. */
function recordOf({ Id, IsConverted, ConvertedContactId, ...row }: LeadRow): FoundRecord {
  if (IsConverted && ConvertedContactId) return { kind: 'contact', id: Id, contactId: ConvertedContactId };
  return { kind: 'lead', id: Id, hasLeadId: Boolean(row[LEAD_ID]) };
}

function isContact(id: string): boolean {
  return id.startsWith(CONTACT);
}

/** Ids have 15 or 18 characters: the last three only say which letters are large. */
function sameId(one: string, other: string): boolean {
  return one.slice(0, 15) === other.slice(0, 15);
}
