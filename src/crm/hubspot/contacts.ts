/** Contacts: made or changed in batches, found by their id, else by e-mail address, else by our own id of the lead. */

import { HandOverError } from '../../domain/hand-over/failure.ts';
import type { CrmTarget } from '../../domain/hand-over/target.ts';
import type { CrmItem } from '../../ports/crm.ts';
import { inBatches, type Written } from '../in-batches.ts';
import { recordFields, type UsualFields } from '../record-fields.ts';
import { BATCH, type HubspotApi } from './hubspot-api.ts';
import { existingId, ofCategory, toHandOverError } from './hubspot-errors.ts';

/** A unique property that an account makes for leads without an e-mail address. */
const LEAD_ID = 'dibs_lead_id';

/** Properties that every account has. Those with a fixed list of values are left to the routing file. */
const USUAL: UsualFields = {
  fields: {
    email: 'email',
    firstName: 'firstname',
    lastName: 'lastname',
    phone: 'phone',
    jobTitle: 'jobtitle',
    company: 'company',
    website: 'website',
    country: 'country',
    region: 'state',
    city: 'city',
    postalCode: 'zip',
    message: 'message',
  },
  stageProperty: 'hs_lead_status',
  stages: {
    new: 'NEW',
    owned: 'OPEN',
    contacted: 'CONNECTED',
    working: 'IN_PROGRESS',
    meeting: 'IN_PROGRESS',
    opportunity: 'OPEN_DEAL',
    proposal: 'OPEN_DEAL',
    won: 'OPEN_DEAL',
    lost: 'UNQUALIFIED',
    disqualified: 'UNQUALIFIED',
  },
};

interface Contact {
  leadId: string;
  /** HubSpot's, or the value of the property by which it is found. */
  id: string;
  properties: Record<string, string>;
}

type Owners = ReadonlyMap<string, string | null>;

/** @returns HubSpot's id of each lead's contact, or why there is none; what there was no time for is left out */
export async function writeContacts(
  api: HubspotApi,
  target: CrmTarget,
  items: readonly CrmItem[],
  owners: Owners,
  over: AbortSignal,
): Promise<Written> {
  const known = items.filter(({ remoteId }) => remoteId !== null);
  const found = await inBatches(
    known.map((item) => contactOf(item, target, owners, String(item.remoteId))),
    { size: BATCH, write: (contacts) => update(api, contacts), missing: deleted, over },
  );
  const byEmail = items.filter(({ remoteId, attributes }) => remoteId === null && attributes.email !== undefined);
  const byLead = items.filter(({ remoteId, attributes }) => remoteId === null && attributes.email === undefined);
  const upserted = await inBatches(
    byEmail.map((item) => contactOf(item, target, owners, String(item.attributes.email))),
    { size: BATCH, write: (contacts) => upsert(api, 'email', contacts), missing: unanswered, over },
  );
  const withLeadId = byLead.map((item) => {
    const contact = contactOf(item, target, owners, item.leadId);
    return { ...contact, properties: { ...contact.properties, [LEAD_ID]: item.leadId } };
  });
  const made = await inBatches(withLeadId, {
    size: BATCH,
    write: (contacts) => upsert(api, LEAD_ID, contacts),
    missing: unanswered,
    over,
  });
  return new Map([...found, ...upserted, ...made]);
}

function contactOf(
  { leadId, attributes, stage, owner }: CrmItem,
  target: CrmTarget,
  owners: Owners,
  id: string,
): Contact {
  const fields = recordFields(attributes, stage, target, USUAL);
  const properties = Object.fromEntries([...fields].map(([name, value]) => [name, String(value)]));
  if (owner === 'nobody') properties.hubspot_owner_id = '';
  const ownerId = typeof owner === 'string' ? null : owners.get(owner.email);
  if (ownerId) properties.hubspot_owner_id = ownerId;
  return { leadId, id, properties };
}

/** HubSpot leaves out of its answer what it does not have. */
function deleted(): HandOverError {
  return new HandOverError('record_deleted', { retry: 'never' });
}

function unanswered(): HandOverError {
  return new HandOverError('unexpected_answer', { retry: 'ambiguous' });
}

/** With ids of ours on the records HubSpot says of each what came of it, instead of refusing all for one. */
function traced(contacts: readonly Contact[]) {
  return contacts.map(({ leadId, id, properties }) => ({ id, properties, objectWriteTraceId: leadId }));
}

async function update(api: HubspotApi, contacts: readonly Contact[]): Promise<Written> {
  const answer = await api.records.update('contacts', { inputs: traced(contacts) }).catch((error: unknown) => {
    throw toHandOverError(error);
  });
  return readAnswer(answer, (id) => contacts.find((contact) => contact.id === id)?.leadId);
}

async function upsert(api: HubspotApi, idProperty: string, contacts: readonly Contact[]): Promise<Written> {
  const inputs = traced(contacts).map((input) => ({ ...input, idProperty }));
  try {
    const answer = await api.records.upsert('contacts', { inputs });
    const byValue = new Map(contacts.map(({ id, leadId }) => [id.toLowerCase(), leadId]));
    return readAnswer(answer, (_id, properties) => byValue.get(properties[idProperty]?.toLowerCase() ?? ''));
  } catch (error) {
    const there = contacts.length === 1 ? existingId(error) : null;
    // Under an address that is not its first one, say: then it is that contact.
    if (there !== null)
      return update(
        api,
        contacts.map((contact) => ({ ...contact, id: there })),
      );
    throw toHandOverError(error);
  }
}

interface BatchAnswer {
  results: readonly { id: string; objectWriteTraceId?: string; properties: Record<string, string | null> }[];
  errors?: readonly { category: string; context?: Record<string, readonly string[]> }[];
}

/** @param leadOf whose record it is, where HubSpot has not said so */
function readAnswer(
  { results, errors = [] }: BatchAnswer,
  leadOf: (id: string, properties: Record<string, string | null>) => string | undefined,
): Written {
  const written: Written = new Map();
  for (const { category, context } of errors) {
    for (const leadId of context?.objectWriteTraceId ?? []) written.set(leadId, ofCategory(category));
  }
  for (const { id, objectWriteTraceId, properties } of results) {
    const leadId = objectWriteTraceId ?? leadOf(id, properties);
    if (leadId !== undefined) written.set(leadId, id);
  }
  return written;
}
