import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MappedColumn, mapColumns } from '../../../src/domain/csv/column-mapping.ts';
import { CUSTOM_KEY } from '../../../src/domain/normalise/lead-schema.ts';

function columnsOf(headers: string[], overrides: string[] = []): MappedColumn[] {
  const mapping = mapColumns(headers, overrides);
  if (!mapping.ok) throw new Error(mapping.problems.join('\n'));
  return mapping.columns;
}

function shown({ target }: MappedColumn): string {
  if (target.kind === 'ignored') return '-';
  return target.kind === 'field' ? target.field : `custom.${target.key}`;
}

function targetsOf(headers: string[], overrides: string[] = []): Record<string, string> {
  return Object.fromEntries(columnsOf(headers, overrides).map((column) => [column.header, shown(column)]));
}

function problemsOf(headers: string[], overrides: string[] = []): string[] {
  const mapping = mapColumns(headers, overrides);
  return mapping.ok ? [] : mapping.problems;
}

describe('mapColumns on the exports of common CRMs', () => {
  it('knows a Salesforce lead report', () => {
    const expected = {
      'Lead ID': 'externalId',
      'First Name': 'firstName',
      'Last Name': 'lastName',
      Title: 'jobTitle',
      'Company / Account': 'company',
      Email: 'email',
      Phone: 'phone',
      Mobile: 'custom.mobile',
      'Lead Source': 'source',
      'Lead Owner': 'custom.lead_owner',
      'Owner Email': 'custom.owner_email',
      'Email Opt Out': 'custom.email_opt_out',
      'No. of Employees': 'employees',
      'Annual Revenue': 'custom.annual_revenue',
      Industry: 'industry',
      City: 'city',
      'State/Province': 'region',
      'Zip/Postal Code': 'postalCode',
      Country: 'country',
      Website: 'website',
      Description: 'message',
      'Create Date': 'receivedAt',
      Rating: 'custom.rating',
    };
    expect(targetsOf(Object.keys(expected))).toEqual(expected);
  });

  it('knows a Salesforce data export, whose names are those of the API', () => {
    const expected = {
      Id: 'externalId',
      FirstName: 'firstName',
      LastName: 'lastName',
      Company: 'company',
      LeadSource: 'source',
      NumberOfEmployees: 'employees',
      PostalCode: 'postalCode',
      Email: 'email',
      MobilePhone: 'phone',
      CreatedDate: 'receivedAt',
    };
    expect(targetsOf(Object.keys(expected))).toEqual(expected);
  });

  it('knows a HubSpot contact export', () => {
    const expected = {
      'Record ID': 'externalId',
      'First Name': 'firstName',
      'Last Name': 'lastName',
      Email: 'email',
      'Phone Number': 'phone',
      'Job Title': 'jobTitle',
      'Company name': 'company',
      'Website URL': 'website',
      'Country/Region': 'country',
      'State/Region': 'region',
      City: 'city',
      'Postal Code': 'postalCode',
      Industry: 'industry',
      'Number of employees': 'employees',
      'Preferred language': 'language',
      'Original Source': 'source',
      Message: 'message',
      'Create Date': 'receivedAt',
      'Contact owner': 'custom.contact_owner',
      'Lifecycle Stage': 'custom.lifecycle_stage',
    };
    expect(targetsOf(Object.keys(expected))).toEqual(expected);
  });

  it('knows a Pipedrive export, whose names begin with the kind of thing', () => {
    const expected = {
      'Deal - ID': 'externalId',
      'Deal - Title': 'custom.deal_title',
      'Deal - Value': 'revenue',
      'Deal - Deal created': 'receivedAt',
      'Person - Name': 'name',
      'Person - Email - Work': 'email',
      'Person - Email - Home': 'custom.person_email_home',
      'Person - Phone - Work': 'phone',
      'Organization - Name': 'company',
      'Organization - Country of address': 'country',
    };
    expect(targetsOf(Object.keys(expected))).toEqual(expected);
    const plain = ['Person - Email', 'Organization - Name', 'Deal - Title', 'Person - Phone'];
    expect(Object.values(targetsOf(plain))).toEqual(['email', 'company', 'custom.deal_title', 'phone']);
  });

  it('knows the shared data set and plain snake or camel case', () => {
    const headers =
      'external_id,received_on,email,company,industry,country,employees,company_revenue_musd,product,potential_revenue_usd';
    expect(Object.values(targetsOf(headers.split(',')))).toEqual(
      'externalId,receivedAt,email,company,industry,country,employees,custom.company_revenue_musd,product,revenue'.split(
        ',',
      ),
    );
    expect(Object.values(targetsOf(['firstName', 'job_title', 'postalCode', 'E-Mail']))).toEqual([
      'firstName',
      'jobTitle',
      'postalCode',
      'email',
    ]);
  });
});

describe('mapColumns', () => {
  it('says how sure it is, and why', () => {
    const columns = columnsOf(
      ['Email', 'Head office country', 'Shoe size', 'Annual Revenue', 'E-mail'],
      ['Shoe size=custom.shoe'],
    );
    expect(columns.map(({ certainty, because }) => [certainty, because])).toEqual([
      ['sure', 'a known name'],
      ['guess', 'its name ends in “country”'],
      ['given', 'you said so'],
      ['none', 'what the company turns over, not what this lead may bring'],
      ['none', 'email is already “Email”'],
    ]);
  });

  it('lets a known name win over a guess before it, and the user over both', () => {
    expect(targetsOf(['Billing e-mail', 'Email'])).toEqual({
      'Billing e-mail': 'custom.billing_e_mail',
      Email: 'email',
    });
    expect(targetsOf(['Billing e-mail', 'Email', 'x'], ['Billing e-mail=email', 'x=-'])).toEqual({
      'Billing e-mail': 'email',
      Email: 'custom.email',
      x: '-',
    });
  });

  it('finds a column of --map in another spelling, and one with “=” in its name', () => {
    expect(targetsOf(['E-Mail', 'a=b'], ['e_mail=phone', 'a=b=company'])).toEqual({
      'E-Mail': 'phone',
      'a=b': 'company',
    });
  });

  it.each([
    ['Nope=email', 'no column “Nope”. It has: Email, Size'],
    ['Size=emial', 'Did you mean email?'],
    ['Size=domain', 'There are: externalId, email'],
    ['Size=custom.__proto__', 'it looks like custom.seats'],
    ['Size=custom.a b', 'it looks like custom.seats'],
    ['Size', 'must look like Column=field'],
  ])('refuses --map %s: %s', (override, problem) => {
    expect(problemsOf(['Email', 'Size'], [override]).join()).toContain(problem);
  });

  it('refuses two columns for one field when the user says so', () => {
    expect(problemsOf(['Email', 'Size'], ['Email=name', 'Size=name'])).toEqual(['--map: two columns for name']);
    expect(problemsOf(['Email', 'a', 'b'], ['a=-', 'b=-'])).toEqual([]);
  });

  it('refuses a file without e-mail, phone or id, and says how to name one', () => {
    expect(problemsOf(['Ort', 'Firma'])).toEqual([
      'No column looks like an e-mail address, a phone number or an id. Name one: --map "Ort=email"',
    ]);
  });

  it('does not take the address of an owner or an opt-out for the one of the lead', () => {
    expect(targetsOf(['Phone', 'Owner Email', 'Billing Email Opt Out', 'Parent company', 'Deal owner email'])).toEqual({
      Phone: 'phone',
      'Owner Email': 'custom.owner_email',
      'Billing Email Opt Out': 'custom.billing_email_opt_out',
      'Parent company': 'custom.parent_company',
      'Deal owner email': 'custom.deal_owner_email',
    });
  });

  it('ignores the columns of its own report', () => {
    expect(targetsOf(['dibs_line', 'dibs_problem', 'email'])).toEqual({
      dibs_line: '-',
      dibs_problem: '-',
      email: 'email',
    });
  });

  it('gives a key under custom to 50 columns and ignores the rest, and says so', () => {
    const columns = columnsOf(['email', ...Array.from({ length: 60 }, (_, index) => `Property ${index}`)]);
    expect(columns.filter(({ target }) => target.kind === 'custom')).toHaveLength(50);
    const ignored = columns.filter(({ target }) => target.kind === 'ignored');
    expect(ignored).toHaveLength(10);
    expect(ignored[0]?.because).toContain('room for 50 columns');
  });

  it('makes a different usable key of every header, whatever it says', () => {
    expect(targetsOf(['email', '', '会社', 'constructor', 'a b', 'A-b'])).toEqual({
      email: 'email',
      'column 2': 'custom.column_2',
      会社: 'custom.column_3',
      constructor: 'custom.column_4',
      'a b': 'custom.a_b',
      'A-b': 'custom.a_b_6',
    });
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 80 }), { maxLength: 12 }), (headers) => {
        const columns = columnsOf(['email', ...headers]);
        const keys = columns.flatMap(({ target }) => (target.kind === 'custom' ? [target.key] : []));
        expect(keys.filter((key) => !CUSTOM_KEY.test(key))).toEqual([]);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
