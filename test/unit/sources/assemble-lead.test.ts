import { describe, expect, it } from 'vitest';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import { assembleLead } from '../../../src/domain/sources/assemble-lead.ts';
import type { JsonValue } from '../../../src/domain/sources/json-value.ts';
import { keepLead } from '../../../src/domain/sources/keep-lead.ts';
import { lookedUp, readDelivery } from '../../../src/domain/sources/read-delivery.ts';
import type { Source } from '../../../src/domain/sources/source.ts';
import { calendlyBody, hubspotWorkflowBody, typeformBody, webflowBody } from '../../helpers/vendor-webhooks.ts';

function source(kind: Source['kind'], more: Partial<Source> = {}): Source {
  return { id: 'web', kind, mapping: {}, ...more };
}

/** The first lead of a body, in its normal form. */
function leadOf(from: Source, body: unknown): LeadAttributes {
  const delivery = readDelivery(from, body as JsonValue);
  if (delivery.kind !== 'submissions') throw new Error(delivery.kind);
  const [submission] = delivery.submissions;
  const kept = submission && keepLead(assembleLead(from, submission));
  if (!kept?.ok) throw new Error(JSON.stringify(kept));
  return kept.attributes;
}

/** A Typeform response with these questions. */
function typeform(questions: { title: string; type: string; value: unknown }[]): object {
  return {
    event_type: 'form_response',
    form_response: {
      token: 't',
      definition: { fields: questions.map(({ title }, index) => ({ id: `q${index}`, title })) },
      answers: questions.map(({ type, value }, index) => ({
        type,
        [type]: value,
        field: { id: `q${index}`, ref: `r${index}` },
      })),
    },
  };
}

describe('an answer', () => {
  it.each([
    ['Work e-mail', 'email'],
    ['Teléfono', 'phone'],
    ['Prénom', 'firstName'],
    ['Nachname', 'lastName'],
    ['Anzahl der Mitarbeiter', 'employees'],
    ['Código postal', 'postalCode'],
    ['full_name', 'name'],
    ['jobTitle', 'jobTitle'],
  ])('to “%s” fills %s, as a column of that name does', (name, field) => {
    const value = field === 'email' ? 'lena@larch.example' : '12';
    const lead = leadOf(source('json'), { externalId: '1', [name]: value });
    expect(lead).toHaveProperty(field);
    expect(lead.custom).toEqual({});
  });

  it('of Typeform’s type e-mail is the address, whatever was asked, unless it is somebody else’s', () => {
    const asked = typeform([
      { title: 'Your manager’s e-mail', type: 'email', value: 'boss@larch.example' },
      { title: 'Where can we reach you?', type: 'email', value: 'lena@larch.example' },
      { title: 'Another way?', type: 'phone_number', value: '+34915550147' },
    ]);
    expect(leadOf(source('typeform'), asked)).toMatchObject({
      email: 'lena@larch.example',
      phone: '+34915550147',
      custom: { your_manager_s_e_mail: 'boss@larch.example' },
    });
  });

  it('of several choices is a list, with what was typed beside them', () => {
    const asked = typeform([
      { title: 'Topics', type: 'choices', value: { labels: ['Price', 'Support'], other: 'Boats' } },
      { title: 'Plan', type: 'choice', value: { label: 'Pro' } },
      { title: 'Own plan', type: 'choice', value: { other: 'Mine' } },
      { title: 'Newsletter', type: 'boolean', value: false },
    ]);
    expect(leadOf(source('typeform'), asked).custom).toEqual({
      topics: 'Price, Support, Boats',
      plan: 'Pro',
      own_plan: 'Mine',
      newsletter: false,
    });
  });

  it('in an object is found by the names on its way, and an owner’s address is not the lead’s', () => {
    const body = {
      owner: { email: 'rep@acme.example' },
      contact: { email: 'lena@larch.example', data: { city: 'Soria' } },
    };
    expect(leadOf(source('json'), body)).toMatchObject({
      email: 'lena@larch.example',
      city: 'Soria',
      custom: { owner_email: 'rep@acme.example' },
    });
  });

  it('under custom keeps its key, as the lead API has it', () => {
    expect(leadOf(source('json'), { email: 'lena@larch.example', custom: { seats: 40 } }).custom).toEqual({
      seats: 40,
    });
  });

  it('that is too long is cut, and what a lead has no room for is left out', () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`q${index}`, 'x'.repeat(3_000)]));
    const lead = leadOf(source('json'), { email: 'lena@larch.example', message: 'm'.repeat(20_000), ...many });
    expect(lead.message).toHaveLength(10_000);
    expect(Object.keys(lead.custom)).toHaveLength(50);
    expect(lead.custom.q0).toHaveLength(2_000);
  });
});

describe('a mapping', () => {
  it('decides alone, also where it finds nothing; what the answer said stays beside it', () => {
    const mapped = source('webflow', {
      mapping: {
        company: { paths: ['$.payload.data["Firma"]', '$.payload.data.brand'] },
        jobTitle: { paths: ['$.none'] },
        'custom.form': { paths: ['$.payload.name'] },
        product: { paths: ['$.none'], otherwise: 'pro' },
        externalId: { paths: ['$.none'] },
      },
    });
    const body = webflowBody() as { payload: { data: object } };
    body.payload.data = { ...body.payload.data, brand: 'Larch Boats' };
    const lead = leadOf(mapped, body);
    expect(lead).toMatchObject({
      company: 'Larch Boats',
      product: 'pro',
      custom: { form: 'Talk to sales', company: 'Larch & Sons' },
    });
    expect(lead).not.toHaveProperty('jobTitle');
    expect(lead).not.toHaveProperty('externalId');
  });

  it('finds an answer of Typeform by its reference', () => {
    const mapping = { revenue: { paths: ['$.form_response.answers[?@.field.ref == "ref-q9"].text'] } };
    expect(leadOf(source('typeform', { mapping }), typeformBody()).revenue).toBe(40);
  });

  it('joins several values, and takes no object for one', () => {
    const mapping = { product: { paths: ['$.items[*]', '$.items[*].name'] } };
    const body = { email: 'lena@larch.example', items: [{ name: 'pro' }, { name: 'lite' }] };
    expect(leadOf(source('json', { mapping }), body).product).toBe('pro, lite');
  });
});

describe('a vendor’s fixed places', () => {
  it('give the id and the time of a submission, and never the source', () => {
    const lead = leadOf(source('typeform'), typeformBody('tok-7'));
    expect(lead).toMatchObject({ externalId: 'tok-7', source: 'web', custom: { utm_source: 'newsletter' } });
  });

  it('are the invitee of Calendly, with the meeting beside it', () => {
    expect(leadOf(source('calendly'), calendlyBody()).custom).toEqual({
      seats: 40,
      utm_source: 'newsletter',
      meeting: 'Discovery call',
      meeting_at: '2026-03-04T10:00:00.000000Z',
    });
  });

  it('are the contact of a HubSpot workflow, without HubSpot’s bookkeeping', () => {
    expect(leadOf(source('hubspot'), hubspotWorkflowBody(12))).toMatchObject({
      externalId: '12',
      custom: { seats: 40 },
    });
    const bare = { email: 'lena@larch.example', hs_object_id: 13, mobilephone: '+34915550147', hs_language: 'es-es' };
    expect(leadOf(source('hubspot'), bare)).toMatchObject({
      externalId: '13',
      phone: '+34915550147',
      language: 'es',
      custom: {},
    });
  });

  it('are what the notice said, where the vendor has the lead no more', () => {
    const lookup = {
      id: '9',
      eventId: '9',
      notice: { form_id: '5' },
      facts: { receivedAt: '2026-03-02T09:00:00.000Z' },
    };
    const lead = assembleLead(source('facebook'), lookedUp(source('facebook'), lookup, null));
    expect(lead).toEqual({
      externalId: '9',
      source: 'web',
      receivedAt: '2026-03-02T09:00:00.000Z',
      custom: { facebook_form_id: 5 },
    });
  });
});

describe('a lead that is kept', () => {
  it('has each field that was not understood beside it, under custom', () => {
    const kept = keepLead({
      externalId: '1',
      email: 'nobody',
      employees: 'many',
      receivedAt: 'soon',
      name: 'Lena',
      custom: { a: 1 },
    });
    expect(kept).toMatchObject({
      ok: true,
      receivedAt: null,
      moved: ['email', 'employees', 'receivedAt'],
      attributes: {
        name: 'Lena',
        custom: { emailAsGiven: 'nobody', employeesAsGiven: 'many', receivedAtAsGiven: 'soon', a: 1 },
      },
    });
  });

  it('keeps them before answers, where there is room for 50', () => {
    const custom = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`q${index}`, index]));
    const kept = keepLead({ externalId: '1', email: 'nobody', custom });
    expect(kept.ok && Object.keys(kept.attributes.custom)).toHaveLength(50);
    expect(kept).toMatchObject({ attributes: { custom: { emailAsGiven: 'nobody', q0: 0 } } });
  });

  it('is none where nobody could be reached or recognised, for the reason that a person can mend', () => {
    expect(keepLead({ email: 'nobody', name: 'Lena' })).toEqual({
      ok: false,
      problems: [{ field: 'email', message: 'Expected one address such as ana@company.example.' }],
    });
    expect(keepLead({ name: 'Lena' })).toMatchObject({ ok: false, problems: [{ field: 'email' }] });
  });
});
