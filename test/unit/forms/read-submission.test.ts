/** From what was typed to a lead: every field right, every field wrong in every way, and whatever else may be sent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOrigin } from '../../../src/domain/forms/origin.ts';
import { mostOf } from '../../../src/domain/forms/read-field.ts';
import { readSubmission, type SubmissionContext } from '../../../src/domain/forms/read-submission.ts';
import { parseLeadInput } from '../../../src/domain/lead-input.ts';
import { EVERY_KIND, formOf } from '../../helpers/forms.ts';

const FULL = formOf(EVERY_KIND);

/** Everything as it should be. */
const RIGHT: Readonly<Record<string, string>> = {
  firstName: ' Lena ',
  lastName: 'Birch',
  email: 'Lena@Birch.example',
  phone: '911 234 567',
  website: 'birch.example',
  employees: '51-200',
  country: 'ES',
  postalCode: '28001',
  product: 'pro',
  'custom.seats': '1,200',
  'custom.terms': 'yes',
  'custom.plan': 'team',
  message: 'Hello\r\nthere',
  consent: 'yes',
};

const CONTEXT: SubmissionContext = { language: 'en', origin: {}, suspicion: null };

function read(changes: Record<string, string | undefined> = {}, context: Partial<SubmissionContext> = {}, form = FULL) {
  const typed: Record<string, string | undefined> = { ...RIGHT, ...changes };
  return readSubmission(form, (name) => typed[name], { ...CONTEXT, ...context });
}

function mistakes(changes: Record<string, string | undefined>, form = FULL): string[] {
  const submission = read(changes, {}, form);
  return submission.ok ? [] : submission.mistakes.map(({ field, message }) => `${field}: ${message}`);
}

/** The lead in its normal form. */
function attributes(submission: ReturnType<typeof read>) {
  if (!submission.ok) throw new Error(JSON.stringify(submission.mistakes));
  const parsed = parseLeadInput(submission.lead);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.attributes;
}

describe('a form that was filled in well', () => {
  it('is a lead in its normal form, with the consent’s text, the page’s language and the form’s own source', () => {
    expect(attributes(read())).toEqual({
      firstName: 'Lena',
      lastName: 'Birch',
      name: 'Lena Birch',
      email: 'lena@birch.example',
      phone: '+34911234567',
      website: 'https://birch.example',
      domain: 'birch.example',
      employees: 51,
      country: 'ES',
      postalCode: '28001',
      product: 'pro',
      message: 'Hello\nthere',
      consent: 'You may write to me. Privacy (https://acme.example/privacy)',
      language: 'en',
      source: 'full',
      campaign: 'spring',
      custom: { seats: 1200, terms: true, plan: 'team', place: 'landing-a' },
    });
  });

  it('keeps the consent that was read, in the language it was read in', () => {
    expect(attributes(read({}, { language: 'de' }))).toMatchObject({
      consent: 'Sie dürfen mir schreiben.',
      language: 'de',
    });
  });

  it('keeps no as no where a consent is not required', () => {
    const form = formOf('  - { id: a, title: A, fields: [email], consent: { text: Write to me } }');
    expect(attributes(read({ consent: undefined }, {}, form))).toMatchObject({ consent: false });
  });

  it('says nothing of the sender’s language where the page has only one', () => {
    const form = formOf('  - { id: a, title: A, fields: [email] }');
    expect(attributes(read({}, {}, form)).language).toBeUndefined();
  });

  it('reads a phone number by the country that was chosen, else by the form’s, and keeps its extension', () => {
    expect(attributes(read({ country: 'DE', phone: '030 901820' })).phone).toBe('+4930901820');
    const { phone, custom } = attributes(read({ country: '', phone: '911 234 567 ext. 12' }));
    expect([phone, custom.phoneExtension]).toEqual(['+34911234567', '12']);
  });

  it('takes the page’s campaign before the form’s, and keeps where the sender came from', () => {
    const origin = readOrigin(
      (key) => ({ utm_campaign: ' fair ', page: 'https://acme.example/x?email=a@b.example#c' })[key as string],
    );
    const { campaign, custom } = attributes(read({}, { origin }));
    expect([campaign, custom.utm_campaign, custom.page]).toEqual(['fair', 'fair', 'https://acme.example/x']);
  });

  it.each(['honeypot', 'too-fast'] as const)('is kept all the same when it is suspicious: %s', (suspicion) => {
    expect(attributes(read({}, { suspicion })).custom.suspicion).toBe(suspicion);
  });
});

describe('a form that was filled in badly', () => {
  const long = 'x'.repeat(10_001);
  it.each<[title: string, changes: Record<string, string | undefined>, mistakes: string[]]>([
    ['a required text is missing', { firstName: undefined }, ['firstName: required']],
    ['it is only spaces', { firstName: ' \u200b\u00a0' }, ['firstName: required']],
    ['it is too long', { firstName: long }, ['firstName: tooLong']],
    ['an optional one is too long', { lastName: long }, ['lastName: tooLong']],
    ['no address', { email: '' }, ['email: required']],
    ['half an address', { email: 'lena@' }, ['email: email']],
    ['two addresses', { email: 'a@birch.example, b@birch.example' }, ['email: email']],
    ['an address of nowhere', { email: 'lena@birch' }, ['email: email']],
    ['an address that is too long', { email: `${long}@birch.example` }, ['email: tooLong']],
    ['no number', { phone: 'call me' }, ['phone: phone']],
    ['a number that is too short', { phone: '12' }, ['phone: phone']],
    ['a number that is too long', { phone: '9'.repeat(30) }, ['phone: phone']],
    ['a number of a novel’s length', { phone: long }, ['phone: tooLong']],
    ['no web address', { website: 'not a site' }, ['website: website']],
    ['a web address that is a program', { website: 'javascript:alert(1)' }, ['website: website']],
    ['no head count', { employees: 'many' }, ['employees: number']],
    ['a head count below nothing', { employees: '-5' }, ['employees: number']],
    ['none at all', { employees: undefined }, ['employees: required']],
    ['a number that can be read two ways', { 'custom.seats': '1.200' }, ['custom.seats: number']],
    ['a number in words', { 'custom.seats': 'seven' }, ['custom.seats: number']],
    ['a country that is none', { country: 'XX' }, ['country: option']],
    ['a country by name, where codes are chosen', { country: 'Spain' }, ['country: option']],
    ['a postal code that is too long', { postalCode: '1'.repeat(21) }, ['postalCode: tooLong']],
    ['a choice that was not offered', { product: 'enterprise' }, ['product: option']],
    ['a box that is not ticked', { 'custom.terms': undefined }, ['custom.terms: tick']],
    ['no message', { message: '\r\n \r\n' }, ['message: required']],
    ['a message of a book’s length', { message: long }, ['message: tooLong']],
    ['no consent', { consent: undefined }, ['consent: tick']],
    [
      'everything at once, in the order of the page',
      {
        firstName: '',
        email: 'x',
        phone: 'x',
        website: 'x x',
        employees: 'x',
        country: 'x',
        product: 'x',
        consent: '',
      },
      [
        'firstName: required',
        'email: email',
        'phone: phone',
        'website: website',
        'employees: number',
        'country: option',
        'product: option',
        'consent: tick',
      ],
    ],
  ])('%s', (_, changes, expected) => {
    expect(mistakes(changes)).toEqual(expected);
  });

  it('needs an address or a number where neither is required', () => {
    const form = formOf('  - { id: a, title: A, fields: [name, phone, email] }');
    expect(mistakes({ phone: '', email: '' }, form)).toEqual(['phone: contact']);
    expect(mistakes({ phone: '', email: 'x' }, form)).toEqual(['email: email']);
    expect(mistakes({ phone: '', email: 'a@birch.example' }, form)).toEqual([]);
  });

  it('loses no lead over what nobody could put right: a hidden field that is wrong goes', () => {
    const form = formOf('  - { id: a, title: A, fields: [email, { field: employees, kind: hidden, query: size }] }');
    expect(attributes(read({ employees: 'many' }, {}, form)).employees).toBeUndefined();
  });
});

describe('whatever is sent', () => {
  const names = [
    'firstName',
    'email',
    'phone',
    'website',
    'employees',
    'country',
    'product',
    'custom.seats',
    'message',
    'consent',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(...Object.values(RIGHT), 'é'.repeat(5_001)),
  );

  it('gives a lead that the intake takes, or at least one mistake at a field of the form', () => {
    const known = [...FULL.fields.map(({ field }) => field), 'consent'];
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names), text),
        fc.dictionary(fc.constantFrom('utm_source', 'page'), text),
        (changes, sent) => {
          const origin = readOrigin((key) => sent[key]);
          const submission = read(changes, { origin });
          if (submission.ok) expect(parseLeadInput(submission.lead).ok).toBe(true);
          else {
            expect(submission.mistakes.length).toBeGreaterThan(0);
            expect(known).toEqual(expect.arrayContaining(submission.mistakes.map(({ field }) => field)));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of a text as long as it may be is taken, and of one character more is not', () => {
    for (const field of FULL.fields.filter(({ kind, field: name }) => kind === 'text' && name !== 'website')) {
      const most = mostOf(field);
      expect(mistakes({ [field.field]: 'x'.repeat(most) })).toEqual([]);
      expect(mistakes({ [field.field]: 'x'.repeat(most + 1) })).toEqual([`${field.field}: tooLong`]);
    }
  });
});
