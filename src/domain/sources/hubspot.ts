/**
 * HubSpot in its two ways: a workflow sends a contact's properties, as they are (`{ email }`) or each with its history
 * (`{ properties: { email: { value } } }`); an app's subscription only says which contact was created or changed.
 */
import { z } from 'zod';
import {
  type Answer,
  type Delivery,
  isoMoment,
  type Lookup,
  oneSubmission,
  otherShape,
  type Submission,
} from './delivery.ts';
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from './json-value.ts';

const event = z.object({
  eventId: z.int(),
  subscriptionType: z.string(),
  objectId: z.int(),
  objectTypeId: z.string().optional(),
  occurredAt: z.number().optional(),
});

const MAKES_A_LEAD = /^contact\.(?:creation|propertyChange|restore)$/;
/** Newer subscriptions name the type of object beside the event; 0-1 is a contact. */
const MAKES_A_LEAD_OF = /^object\.(?:creation|propertyChange|restore)$/;
const CONTACT = '0-1';

/** Of a contact's hundreds of properties those that say who it is, under the name by which the rest of Dibs knows them. */
const KNOWN_AS: Readonly<Record<string, string>> = {
  hs_language: 'language',
  mobilephone: 'mobile phone',
  hs_analytics_source: 'analytics source',
  hs_lead_status: 'lead status',
};

/** What is asked for of a contact that an event names. */
export const CONTACT_PROPERTIES: readonly string[] = [
  'email',
  'firstname',
  'lastname',
  'phone',
  'jobtitle',
  'company',
  'website',
  'numberofemployees',
  'industry',
  'country',
  'state',
  'city',
  'zip',
  'message',
  'lifecyclestage',
  ...Object.keys(KNOWN_AS),
];

export function readHubspot(body: JsonValue): Delivery {
  return Array.isArray(body) ? readEvents(body) : readContact(body);
}

/** A contact as the CRM API gives it, for an event that named it. @param contact `null`: HubSpot no longer has it */
export function hubspotContact({ id, eventId, notice, facts }: Lookup, contact: JsonValue | null): Submission {
  return {
    eventId,
    document: { contact, event: notice },
    answers: propertiesOf(memberOf(contact ?? undefined, 'properties')),
    facts: { ...facts, externalId: id },
  };
}

/** One lead per contact, however many of its properties changed. */
function readEvents(body: JsonValue[]): Delivery {
  const parsed = z.array(event).min(1).safeParse(body);
  if (!parsed.success) return otherShape(parsed.error, 'a HubSpot webhook');
  const lookups = new Map<string, Lookup>();
  for (const [index, { eventId, subscriptionType, objectId, objectTypeId, occurredAt }] of parsed.data.entries()) {
    const isContact = MAKES_A_LEAD.test(subscriptionType);
    if (!isContact && !(MAKES_A_LEAD_OF.test(subscriptionType) && objectTypeId === CONTACT)) continue;
    const id = String(objectId);
    const receivedAt = isoMoment(occurredAt);
    if (lookups.has(id)) continue;
    lookups.set(id, {
      id,
      // HubSpot does not promise that an event's id is unique by itself.
      eventId: `${objectId}:${eventId}`,
      notice: body[index] ?? null,
      facts: receivedAt === undefined ? {} : { receivedAt },
    });
  }
  if (lookups.size === 0) return { kind: 'ignored', why: 'Only created, changed and restored contacts make leads.' };
  return { kind: 'lookups', lookups: [...lookups.values()] };
}

function readContact(body: JsonValue): Delivery {
  if (!isJsonObject(body)) {
    const message = 'Expected the properties of a contact, or a list of events.';
    return { kind: 'other-shape', problems: [{ field: 'body', message }] };
  }
  const properties = memberOf(body, 'properties');
  const id = contactId(body, properties);
  return oneSubmission({
    eventId: null,
    document: body,
    answers: propertiesOf(isJsonObject(properties) ? properties : body),
    facts: id === undefined ? {} : { externalId: id },
  });
}

const ID_MEMBERS = ['vid', 'objectId', 'hs_object_id'] as const;

function contactId(body: JsonObject, properties: JsonValue | undefined): string | undefined {
  const candidates = [
    ...ID_MEMBERS.map((name) => memberOf(body, name)),
    propertyOf(memberOf(properties, 'hs_object_id')),
  ];
  return candidates.map((value) => (typeof value === 'number' ? String(value) : value)).find(isId);
}

function isId(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value);
}

/** HubSpot's own bookkeeping (`hs_…`, `vid`, `portal-id`) is no answer of anybody's; a path of the routing file still finds it. */
function propertiesOf(properties: JsonValue | undefined): Answer[] {
  if (!isJsonObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, value]): Answer[] => {
    const known = KNOWN_AS[name];
    if (known === undefined && /^hs_|^vid$|^objectId$|vids?$|-/.test(name)) return [];
    return [{ names: known === undefined ? [name] : [known, name], value: propertyOf(value) ?? null }];
  });
}

/** Bare, or `{ value, versions }`. */
function propertyOf(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(value) ? memberOf(value, 'value') : value;
}
