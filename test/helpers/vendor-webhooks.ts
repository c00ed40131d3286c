/**
 * One person as each vendor's webhook tells of her, with the members that the vendor documents, and the vendor's signature made without
 * any code of ours. Everything about the person is invented.
 */
import { createHmac } from 'node:crypto';

export const HOOK_SECRET = 'an-invented-secret-of-a-vendor';

/** The address under which a sender knows the server. */
export const PUBLIC_URL = 'https://dibs.example';

/** What the person said, by the names that a form in plain English has. */
const PERSON = {
  'First name': 'Lena',
  'Last name': 'Birch',
  'Work e-mail': 'Lena.Birch@Larch.example',
  Teléfono: '+34 915 550 147',
  Company: 'Larch & Sons',
  'Job title': 'Head of Timber',
  Country: 'Spain',
  'Number of employees': '250',
  Message: 'Please call me about the pro plan.',
  Seats: '40',
} as const;

/** The lead that all of them are, but for its source, its external id and what only one vendor says. */
export const PERSON_ATTRIBUTES = {
  email: 'lena.birch@larch.example',
  firstName: 'Lena',
  lastName: 'Birch',
  name: 'Lena Birch',
  phone: '+34915550147',
  company: 'Larch & Sons',
  jobTitle: 'Head of Timber',
  country: 'ES',
  employees: 250,
  message: 'Please call me about the pro plan.',
  domain: 'larch.example',
};

const WHEN = '2026-03-02T09:00:00Z';

export function typeformBody(token = 'tok-1'): object {
  const questions = Object.entries(PERSON).map(([title, answer], index) => ({ id: `q${index}`, title, answer }));
  return {
    event_id: 'LtWXD3crgy',
    event_type: 'form_response',
    form_response: {
      form_id: 'lT4Z3j',
      token,
      landed_at: WHEN,
      submitted_at: WHEN,
      hidden: { utm_source: 'newsletter' },
      calculated: { score: 9 },
      definition: {
        id: 'lT4Z3j',
        title: 'Talk to sales',
        fields: questions.map(({ id, title }) => ({
          id,
          title,
          type: typeOf(title),
          ref: `ref-${id}`,
          properties: {},
        })),
      },
      answers: questions.map(({ id, title, answer }) => ({
        type: answerTypeOf(title),
        [answerTypeOf(title)]: answerTypeOf(title) === 'choice' ? { label: answer } : answer,
        field: { id, type: typeOf(title), ref: `ref-${id}` },
      })),
    },
  };
}

function answerTypeOf(title: string): string {
  return { 'Work e-mail': 'email', Teléfono: 'phone_number', Country: 'choice' }[title] ?? 'text';
}

function typeOf(title: string): string {
  return (
    { 'Work e-mail': 'email', Teléfono: 'phone_number', Country: 'dropdown', Message: 'long_text' }[title] ??
    'short_text'
  );
}

export const INVITEE = 'https://api.calendly.com/scheduled_events/AAAAAAAAAAAAAAAA/invitees/BBBBBBBBBBBBBBBB';

export function calendlyBody(changes: object = {}, event = 'invitee.created'): object {
  const { 'First name': first, 'Last name': last, 'Work e-mail': email, ...asked } = PERSON;
  return {
    event,
    created_at: '2026-03-02T09:00:00.000000Z',
    created_by: 'https://api.calendly.com/users/CCCCCCCCCCCCCCCC',
    payload: {
      cancel_url: 'https://calendly.com/cancellations/BBBBBBBBBBBBBBBB',
      created_at: '2026-03-02T09:00:00.000000Z',
      email,
      event: 'https://api.calendly.com/scheduled_events/AAAAAAAAAAAAAAAA',
      first_name: first,
      last_name: last,
      name: `${first} ${last}`,
      new_invitee: null,
      old_invitee: null,
      no_show: null,
      payment: null,
      questions_and_answers: Object.entries(asked).map(([question, answer], position) => ({
        answer,
        position,
        question,
      })),
      rescheduled: false,
      status: 'active',
      text_reminder_number: null,
      timezone: 'Europe/Madrid',
      tracking: { utm_campaign: null, utm_source: 'newsletter', utm_medium: null, utm_content: null, utm_term: null },
      updated_at: '2026-03-02T09:00:00.000000Z',
      uri: INVITEE,
      scheduled_event: { name: 'Discovery call', start_time: '2026-03-04T10:00:00.000000Z', status: 'active' },
      ...changes,
    },
  };
}

export function webflowBody(id = '6321ca84df3949bfc6752327'): object {
  return {
    triggerType: 'form_submission',
    payload: {
      name: 'Talk to sales',
      siteId: '62749158efef318abc8d5a0f',
      data: PERSON,
      schema: [
        { fieldName: 'First name', fieldType: 'FormTextInput', fieldElementId: '285042f7-d554-dc7f-102c-aa10d6a2d2c4' },
      ],
      submittedAt: WHEN,
      id,
      formId: '65429eadebe8a9f3a30f62d0',
      formElementId: '4e038d2c-6a1e-4953-7be9-a59a2b453177',
    },
  };
}

/** A contact's properties by the names of HubSpot. */
export const HUBSPOT_PROPERTIES = {
  firstname: PERSON['First name'],
  lastname: PERSON['Last name'],
  email: PERSON['Work e-mail'],
  phone: PERSON.Teléfono,
  company: PERSON.Company,
  jobtitle: PERSON['Job title'],
  country: PERSON.Country,
  numberofemployees: PERSON['Number of employees'],
  message: PERSON.Message,
  seats: PERSON.Seats,
};

/** A workflow's webhook with all properties of the contact. */
export function hubspotWorkflowBody(vid = 4511): object {
  const properties = Object.entries({ ...HUBSPOT_PROPERTIES, hs_object_id: String(vid), hs_is_unworked: 'true' });
  return {
    vid,
    'canonical-vid': vid,
    'merged-vids': [],
    'portal-id': 62515,
    'is-contact': true,
    properties: Object.fromEntries(
      properties.map(([name, value]) => [
        name,
        { value, versions: [{ value, timestamp: 1772442000000, 'source-type': 'FORM' }] },
      ]),
    ),
    'form-submissions': [],
    'list-memberships': [],
    'identity-profiles': [],
  };
}

export function hubspotEvent(objectId: number, changes: object = {}): object {
  return {
    eventId: 100 + objectId,
    subscriptionId: 1184,
    portalId: 62515,
    appId: 54321,
    occurredAt: Date.parse(WHEN),
    subscriptionType: 'contact.creation',
    attemptNumber: 0,
    objectId,
    changeSource: 'FORM',
    changeFlag: 'NEW',
    ...changes,
  };
}

export function facebookBody(...ids: string[]): object {
  return {
    object: 'page',
    entry: [
      {
        id: '153125381133',
        time: 1772442002,
        changes: ids.map((id) => ({
          field: 'leadgen',
          value: {
            leadgen_id: id,
            page_id: '153125381133',
            form_id: '12312312312',
            adgroup_id: '12312312312',
            ad_id: '12312312313',
            created_time: Date.parse(WHEN) / 1_000,
          },
        })),
      },
    ],
  };
}

/** The lead as the Graph API gives it. */
export function graphLead(id: string): object {
  const names: Record<string, string> = {
    'First name': 'first_name',
    'Last name': 'last_name',
    'Work e-mail': 'work_email',
    Teléfono: 'phone_number',
    Company: 'company_name',
    'Job title': 'job_title',
    Country: 'country',
    'Number of employees': 'number_of_employees',
    Message: 'message',
    Seats: 'seats',
  };
  return {
    created_time: '2026-03-02T09:00:00+0000',
    id,
    field_data: Object.entries(PERSON).map(([name, value]) => ({ name: names[name], values: [value] })),
  };
}

export function jsonBody(): object {
  return PERSON;
}

export function standardBody(type = 'lead.created'): object {
  return { type, timestamp: WHEN, data: PERSON };
}

export interface Signing {
  secret?: string;
  /** When the vendor signed it; now, unless said. */
  atMs?: number;
  /** Where HubSpot sends it. */
  path?: string;
  /** The id of a Standard Webhook. */
  id?: string;
}

/** The headers with which a vendor sends a body. */
export const SIGNED: Record<string, (body: string, signing?: Signing) => Record<string, string>> = {
  typeform: (body, { secret = HOOK_SECRET } = {}) => ({
    'typeform-signature': `sha256=${hmac(secret, body, 'base64')}`,
  }),
  facebook: (body, { secret = HOOK_SECRET } = {}) => ({ 'x-hub-signature-256': `sha256=${hmac(secret, body, 'hex')}` }),
  calendly: (body, { secret = HOOK_SECRET, atMs = Date.now() } = {}) => {
    const seconds = Math.floor(atMs / 1_000);
    return { 'calendly-webhook-signature': `t=${seconds},v1=${hmac(secret, `${seconds}.${body}`, 'hex')}` };
  },
  webflow: (body, { secret = HOOK_SECRET, atMs = Date.now() } = {}) => ({
    'x-webflow-timestamp': String(atMs),
    'x-webflow-signature': hmac(secret, `${atMs}:${body}`, 'hex'),
  }),
  hubspot: (body, { secret = HOOK_SECRET, atMs = Date.now(), path = '/hooks/hubspot' } = {}) => ({
    'x-hubspot-request-timestamp': String(atMs),
    'x-hubspot-signature-v3': hmac(secret, `POST${PUBLIC_URL}${path}${body}${atMs}`, 'base64'),
  }),
  standard: (body, { secret = HOOK_SECRET, atMs = Date.now(), id = 'msg_1' } = {}) => {
    const seconds = Math.floor(atMs / 1_000);
    return {
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,${hmac(secret, `${id}.${seconds}.${body}`, 'base64')}`,
    };
  },
  json: (_body, { secret = HOOK_SECRET } = {}) => ({ authorization: `Bearer ${secret}` }),
};

function hmac(secret: string, text: string, encoding: 'hex' | 'base64'): string {
  return createHmac('sha256', secret).update(text).digest(encoding);
}
