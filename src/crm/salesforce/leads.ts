/** Leads in Salesforce: made under our own id of the lead, so that the same call twice makes one, or changed. */
import { z } from 'zod';
import { HandOverError } from '../../domain/hand-over/failure.ts';
import type { CrmTarget } from '../../domain/hand-over/target.ts';
import type { LeadAttributes } from '../../domain/lead.ts';
import type { CrmItem } from '../../ports/crm.ts';
import { inBatches, type Written } from '../in-batches.ts';
import { type FieldValue, recordFields, type UsualFields } from '../record-fields.ts';
import { type FoundRecord, LEAD_ID } from './find-records.ts';
import { ofStatusCode } from './salesforce-errors.ts';
import type { CallSalesforce } from './salesforce-session.ts';

/** Salesforce takes so many records in one call. */
export const BATCH = 200;

const USUAL: UsualFields = {
  fields: {
    firstName: 'FirstName',
    lastName: 'LastName',
    email: 'Email',
    phone: 'Phone',
    jobTitle: 'Title',
    company: 'Company',
    website: 'Website',
    employees: 'NumberOfEmployees',
    industry: 'Industry',
    country: 'Country',
    region: 'State',
    city: 'City',
    postalCode: 'PostalCode',
    source: 'LeadSource',
    message: 'Description',
  },
  stageProperty: 'Status',
  // Converting a lead is for people, who say to which account it goes: a won one stays as it is.
  stages: {
    new: 'Open - Not Contacted',
    owned: 'Open - Not Contacted',
    contacted: 'Working - Contacted',
    working: 'Working - Contacted',
    meeting: 'Working - Contacted',
    opportunity: 'Working - Contacted',
    proposal: 'Working - Contacted',
    won: 'Working - Contacted',
    lost: 'Closed - Not Converted',
    disqualified: 'Closed - Not Converted',
  },
};

/** Where a rule of theirs sees a double and lets it pass, it passes; we have looked for one by the address. */
const HEADERS = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };

/** jsforce hands the answers on as they come; its types are of another call. */
const saved = z.array(
  z.object({
    id: z.string().nullish(),
    success: z.boolean(),
    errors: z.array(z.object({ statusCode: z.string() })).default([]),
  }),
);

interface LeadRecord {
  leadId: string;
  fields: Record<string, FieldValue>;
}

/** @returns Salesforce's id of each record, or why there is none; what there was no time for is left out */
export async function writeLeads(
  call: CallSalesforce,
  target: CrmTarget,
  items: readonly CrmItem[],
  records: ReadonlyMap<string, FoundRecord | HandOverError>,
  owners: ReadonlyMap<string, string | null>,
  over: AbortSignal,
): Promise<Written> {
  const made: LeadRecord[] = [];
  const changed: LeadRecord[] = [];
  const written: Written = new Map();
  for (const item of items) {
    const record = records.get(item.leadId);
    const fields = fieldsOf(item, target, owners);
    const own = { [LEAD_ID]: item.leadId };
    if (record instanceof HandOverError) written.set(item.leadId, record);
    else if (record?.kind === 'contact') written.set(item.leadId, record.id);
    else if (record?.kind === 'lead') {
      changed.push({ leadId: item.leadId, fields: { Id: record.id, ...(record.hasLeadId ? {} : own), ...fields } });
    } else made.push({ leadId: item.leadId, fields: { ...required(item.attributes), ...fields, ...own } });
  }
  const upsert = (some: readonly LeadRecord[]) =>
    save(some, (rows) =>
      call((connection) => connection.upsert('Lead', rows, LEAD_ID, { allOrNone: false, headers: HEADERS })),
    );
  const update = (some: readonly LeadRecord[]) =>
    save(some, (rows) =>
      call((connection) =>
        connection.update('Lead', rows as ({ Id: string } & LeadRecord['fields'])[], {
          allOrNone: false,
          headers: HEADERS,
        }),
      ),
    );
  const upserted = await inBatches(made, { size: BATCH, write: upsert, missing: unanswered, over });
  const updated = await inBatches(changed, { size: BATCH, write: update, missing: unanswered, over });
  return new Map([...written, ...upserted, ...updated]);
}

function fieldsOf(
  { attributes, stage, owner }: CrmItem,
  target: CrmTarget,
  owners: ReadonlyMap<string, string | null>,
): Record<string, FieldValue> {
  const fields = recordFields(attributes, stage, target, USUAL);
  const ownerId = typeof owner === 'string' ? null : owners.get(owner.email);
  // A record there always has an owner: one that was given back keeps the one it had.
  if (ownerId) fields.set('OwnerId', ownerId);
  return Object.fromEntries(fields);
}

/** Salesforce takes no lead without them. */
function required({ name, email, phone, domain }: LeadAttributes): Record<string, string> {
  return { LastName: (name ?? email ?? phone ?? '[not provided]').slice(0, 80), Company: domain ?? '[not provided]' };
}

/** Answers come in the order of the records. @param key by which each is known */
export async function save<Input extends { leadId: string; fields: Record<string, FieldValue> }>(
  inputs: readonly Input[],
  send: (rows: Record<string, FieldValue>[]) => Promise<unknown>,
): Promise<Written> {
  const answers = saved.safeParse(await send(inputs.map(({ fields }) => fields)));
  if (!answers.success || answers.data.length !== inputs.length) throw unanswered();
  return new Map(
    inputs.map(({ leadId }, index) => {
      const { id, success, errors } = answers.data[index] ?? { success: false, errors: [] };
      return [leadId, success && id ? id : ofStatusCode(errors[0]?.statusCode ?? '')];
    }),
  );
}

export function unanswered(): HandOverError {
  return new HandOverError('unexpected_answer', { retry: 'ambiguous' });
}
