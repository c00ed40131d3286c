import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ParsedLead, parseLeadInput } from '../../../src/domain/lead-input.ts';
import { INPUT_FIELDS } from '../../../src/domain/normalise/lead-schema.ts';

/** Values that the normal form changes, or that are awkward to change. */
const TELLING = [
  'Spain',
  'California',
  'español',
  'www.müller.example/ä b',
  '+34 911 234 567 x9',
  'ßßß',
  'İ',
  'e\u0301',
  '\u202eabc',
  'yes',
];

function accepted(raw: unknown, defaultCountry?: string) {
  const parsed = parseLeadInput(raw, defaultCountry ? { defaultCountry } : {});
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed;
}

function problemsOf(raw: unknown): Record<string, string> {
  const parsed = parseLeadInput(raw);
  return parsed.ok ? {} : Object.fromEntries(parsed.problems.map(({ field, message }) => [field, message]));
}

describe('parseLeadInput', () => {
  it('puts every field into its normal form', () => {
    const parsed = accepted({
      externalId: 42,
      email: ' Ana Ruiz <Ana@Acme.example> ',
      firstName: 'Ana',
      lastName: 'Ruiz',
      phone: '(212) 555-0123',
      company: '  Acme\tSL ',
      website: 'www.acme.example',
      employees: '51-200',
      language: 'Spanish',
      country: 'United States',
      region: 'California',
      postalCode: 'ab1  2cd',
      revenue: '1,200',
      message: 'Hi,\r\ncall me\u0007',
      consent: 'yes',
      receivedAt: '2026-03-01T09:30:00+02:00',
      custom: { size: 5, plan: ' pro ', beta: true, gone: null, empty: ' ' },
    });
    expect(parsed.receivedAt?.toISOString()).toBe('2026-03-01T07:30:00.000Z');
    expect(parsed.attributes).toEqual({
      externalId: '42',
      email: 'ana@acme.example',
      firstName: 'Ana',
      lastName: 'Ruiz',
      name: 'Ana Ruiz',
      phone: '+12125550123',
      company: 'Acme SL',
      website: 'https://www.acme.example',
      domain: 'acme.example',
      employees: 51,
      language: 'es',
      country: 'US',
      region: 'US-CA',
      postalCode: 'AB1 2CD',
      revenue: 1200,
      message: 'Hi,\ncall me',
      consent: true,
      custom: { size: 5, plan: 'pro', beta: true },
    });
  });

  it('loses no lead over a country, language or website that nobody knows: they move to custom', () => {
    const raw = { email: 'a@b.example', country: 'Atlantis', language: 'Klingon', website: 'javascript:alert(1)' };
    expect(accepted(raw).attributes).toEqual({
      email: 'a@b.example',
      domain: 'b.example',
      custom: { countryAsGiven: 'Atlantis', languageAsGiven: 'Klingon', websiteAsGiven: 'javascript:alert(1)' },
    });
  });

  it('reads phone numbers by the country of the lead, else by the default country', () => {
    expect(accepted({ phone: '911 234 567', country: 'Spain' }, 'US').attributes.phone).toBe('+34911234567');
    expect(accepted({ phone: '911 234 567' }, 'ES').attributes.phone).toBe('+34911234567');
    expect(accepted({ phone: '911 234 567' }).attributes.phone).toBe('911 234 567');
  });

  it('keeps a phone extension beside the number', () => {
    expect(accepted({ phone: '+1 212 555 0123 x45' }).attributes.custom).toEqual({ phoneExtension: '45' });
  });

  it('never splits a full name, and keeps it beside its parts', () => {
    expect(accepted({ email: 'a@b.example', name: 'Ana Ruiz Gil' }).attributes).not.toHaveProperty('firstName');
    expect(accepted({ email: 'a@b.example', name: 'Dr. Ana', lastName: 'Ruiz' }).attributes.name).toBe('Dr. Ana');
  });

  it('takes null and empty text for absent', () => {
    const raw = { email: 'a@b.example', phone: '', name: null, custom: null, revenue: ' ', receivedAt: '' };
    expect(accepted(raw)).toEqual({
      ok: true,
      attributes: { email: 'a@b.example', domain: 'b.example', custom: {} },
      receivedAt: null,
    });
  });

  it.each([null, 5, 'x', true, [], [{ email: 'a@b.example' }]])('refuses %j, which is no object', (raw) => {
    expect(problemsOf(raw)).toEqual({ lead: 'Expected a JSON object with the fields of one lead.' });
  });

  it('wants at least one of email, phone and externalId', () => {
    expect(problemsOf({ name: 'Ana', custom: { a: 1 } }).email).toMatch(/at least one of email, phone and externalId/);
    for (const field of ['email', 'phone', 'externalId']) {
      expect(parseLeadInput({ [field]: field === 'email' ? 'a@b.example' : '1' }).ok).toBe(true);
    }
  });

  it('names an unknown field and the one that was probably meant', () => {
    expect(problemsOf({ email: 'a@b.example', first_name: 'x', emial: null, shoeSize: 5, 'a b': 1 })).toEqual({
      first_name: 'There is no field of this name. Did you mean firstName?',
      emial: 'There is no field of this name. Did you mean email?',
      shoeSize: 'There is no field of this name. Fields of your own go under custom, as custom.shoeSize.',
      'a b': 'There is no field of this name. Fields of your own go under custom.',
    });
  });

  it.each([
    '{"email":"a@b.example","__proto__":{"x":1}}',
    '{"email":"a@b.example","constructor":1}',
    '{"email":"a@b.example","custom":{"__proto__":"x"}}',
    '{"email":"a@b.example","custom":{"prototype":"x"}}',
  ])('refuses the reserved key in %s', (json) => {
    const parsed = parseLeadInput(JSON.parse(json));
    expect(parsed).toMatchObject({ ok: false, problems: [{ message: expect.stringContaining('reserved') }] });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it.each([
    ['email', 'without a host', 'ana@company.example', 'ana'],
    ['email', 'in a list', 'ana@company.example', ['a@b.example']],
    ['name', 'of 251 characters', '250 characters', 'n'.repeat(251)],
    ['name', 'in an object', 'text', { first: 'Ana' }],
    ['message', 'of 10,001 characters', '10,000 characters', 'm'.repeat(10_001)],
    ['externalId', 'that is a fraction', 'whole number', 1.5],
    ['employees', 'that is a fraction', '51-200', 12.5],
    ['employees', 'of 61 digits', '51-200', '5'.repeat(61)],
    ['revenue', 'that reads two ways', 'only one way', '1.200'],
    ['revenue', 'with a currency', 'without a currency', 'USD 5'],
    ['revenue', 'that is infinite', 'plain amount', Number.POSITIVE_INFINITY],
    ['consent', 'in an object', 'true, false', {}],
    ['receivedAt', 'on 30 February', '2026-03-01T09:30:00Z', '2026-02-30'],
    ['receivedAt', 'without an offset', '2026-03-01T09:30:00Z', '2026-03-01T09:30:00'],
    ['receivedAt', 'in seconds', '2026-03-01T09:30:00Z', 1_700_000_000],
    ['receivedAt', 'in the year 1', 'from 1970 to 2199', '0001-01-01'],
    ['custom', 'in a list', '{"size": 5}', [1]],
  ])('refuses %s %s, and says what would be right: %s', (field, _what, hint, value) => {
    expect(problemsOf({ phone: '1', externalId: 'x', [field]: value })[field]).toContain(hint);
  });

  it('limits custom to 50 keys of 60 plain characters and values to 2,000 characters, without nesting', () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 1]));
    const custom = (value: Record<string, unknown>) => problemsOf({ phone: '1', custom: value });
    expect(custom(many).custom).toBe('Expected at most 50 keys.');
    expect(custom({ ...many, k50: null })).toEqual({});
    expect(Object.keys(custom({ 'a b': 1 }))).toEqual(['custom.a b']);
    expect(custom({ ['k'.repeat(61)]: 1 })).not.toEqual({});
    expect(custom({ a: 'x'.repeat(2_001) })['custom.a']).toContain('2,000');
    expect(custom({ a: { b: 1 } })['custom.a']).toContain('true or false');
  });

  it('lists at most 20 problems, under names cut to 80 characters without control characters', () => {
    const raw = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, index) => [`\u202e${index}${'x'.repeat(1_000)}`, 1]),
    );
    const parsed = parseLeadInput(raw);
    const fields = parsed.ok ? [] : parsed.problems.map(({ field }) => field);
    expect(fields).toHaveLength(20);
    expect(fields.every((field) => field.length <= 80 && !field.includes('\u202e'))).toBe(true);
  });
});

describe('parseLeadInput, on anything', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string(), fc.constantFrom(...TELLING));
  const scalar = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null));
  const likely = fc.record(
    {
      ...Object.fromEntries(INPUT_FIELDS.map((field) => [field, fc.oneof({ weight: 8, arbitrary: text }, scalar)])),
      email: fc.constantFrom('a@b.example', 'Ana <ANA@İb.example>', 'ana@gmail.com'),
      externalId: text,
      employees: fc.constantFrom('51-200', 7, '1,200'),
      revenue: fc.constantFrom('1,200', 7.5, '1.200,50'),
      receivedAt: fc.constantFrom('2026-03-01', '2026-03-01T09:30:00Z'),
      custom: fc.dictionary(fc.stringMatching(/^[A-Za-z0-9_.-]{1,8}$/), scalar, { maxKeys: 5 }),
    },
    { requiredKeys: ['email'] },
  );

  it('never throws, whatever the JSON', () => {
    const parses = (value: unknown) => typeof parseLeadInput(value).ok === 'boolean';
    fc.assert(fc.property(fc.jsonValue(), parses));
    const fields = fc.dictionary(fc.constantFrom(...INPUT_FIELDS, 'x', '__proto__'), fc.jsonValue());
    fc.assert(fc.property(fields, parses));
  });

  it('gives the same again when its own result is put in', () => {
    fc.assert(
      fc.property(likely, (raw) => {
        const first = parseLeadInput(raw);
        if (!first.ok) return;
        const { domain: _, ...again } = first.attributes;
        expect(parseLeadInput(again)).toEqual({ ok: true, attributes: first.attributes, receivedAt: null });
      }),
      { numRuns: 500 },
    );
  });

  it('lets no control or bidi character through, except line breaks in the message', () => {
    fc.assert(
      fc.property(likely, (raw) => {
        const parsed = parseLeadInput(raw);
        if (!parsed.ok) return;
        const { message = '', ...rest } = parsed.attributes;
        const seen = JSON.stringify(rest) + message.replaceAll('\n', '');
        expect(seen).not.toMatch(/[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]|\\u00[01]/u);
      }),
      { numRuns: 500 },
    );
  });

  it('never repeats a value in a problem', () => {
    const fields = fc.dictionary(fc.constantFrom(...INPUT_FIELDS), fc.constantFrom('s3cr3t-value', ['s3cr3t-value']));
    fc.assert(
      fc.property(fields, (raw) => {
        const parsed: ParsedLead = parseLeadInput({ ...raw, custom: { a: { b: 's3cr3t-value' } } });
        expect(JSON.stringify(parsed)).not.toContain('s3cr3t');
      }),
    );
  });
});

describe('the shared leads', () => {
  const file = new URL('../../../../shared/data/leads.csv', import.meta.url);
  it.runIf(existsSync(file))('are 8,800 and every one is understood, 1,425 of them without a country', () => {
    const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true });
    const parsed = rows.map((row) =>
      accepted({
        externalId: row.external_id,
        receivedAt: row.received_on,
        email: row.email,
        company: row.company,
        country: row.country,
        employees: row.employees,
        revenue: row.potential_revenue_usd,
      }),
    );
    expect(parsed).toHaveLength(8_800);
    expect(parsed.filter(({ attributes }) => attributes.country === undefined)).toHaveLength(1_425);
    expect(parsed.filter(({ attributes }) => 'countryAsGiven' in attributes.custom)).toEqual([]);
    expect(parsed.filter(({ receivedAt }) => receivedAt === null)).toHaveLength(500);
  });
});
