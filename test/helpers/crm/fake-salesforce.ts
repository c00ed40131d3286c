/** A Salesforce organisation on loopback: leads, contacts, users, tasks and tokens, with the refusals that Salesforce is known for. */
import { type Answer, type LocalServer, startLocalServer } from './local-server.ts';

type Row = Record<string, unknown> & { Id: string };

export interface FakeSalesforce extends LocalServer {
  /** By what they are: `Lead`, `Contact`, `User`, `Task`. */
  tables: Record<string, Row[]>;
  /** Sessions that are good. */
  sessions: Set<string>;
  credentials: { loginUrl: string; clientId: string; clientSecret: string };
  /** Fields of leads that are there besides Salesforce's own. */
  ownFields: Set<string>;
  /** Records that a page of a query has. */
  pageSize: number;
  /** Converts a lead to a contact with an opportunity. */
  convert(leadId: string, opportunity: Record<string, unknown>): void;
}

const LEAD_FIELDS =
  'FirstName LastName Email Phone Title Company Website NumberOfEmployees Industry Country State City PostalCode LeadSource Description Status OwnerId'.split(
    ' ',
  );

const PREFIX: Record<string, string> = { Lead: '00Q', Contact: '003', User: '005', Task: '00T' };

export async function startFakeSalesforce(): Promise<FakeSalesforce> {
  const tables: Record<string, Row[]> = { Lead: [], Contact: [], User: [], Task: [] };
  const sessions = new Set<string>();
  const ownFields = new Set(['Dibs_Lead_Id__c']);
  const cursors = new Map<string, Row[]>();
  let made = 0;
  const credentials = { loginUrl: '', clientId: 'consumer-key-0001', clientSecret: 'consumer-secret-0001' };

  const server = await startLocalServer((request) => {
    const url = new URL(request.path, 'http://salesforce');
    if (url.pathname === '/services/oauth2/token') return token(new URLSearchParams(request.body));
    const [, session = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (!sessions.has(session)) return refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    const path = url.pathname.replace(/^\/services\/data\/v[\d.]+/, '');
    if (path === '/query') return firstPage(url.searchParams.get('q') ?? '');
    if (path.startsWith('/query/')) return page(path.slice('/query/'.length));
    const { records = [] } = JSON.parse(request.body || '{}') as { records?: Record<string, unknown>[] };
    return write(`${request.method} ${path}`, records);
  });
  credentials.loginUrl = server.url;

  function write(action: string, records: Record<string, unknown>[]): Answer {
    if (records.length > 200) return refusal(400, 'INVALID_BATCH_SIZE', 'record limit reached');
    if (action === 'POST /composite/sobjects') return saved(records.map(create));
    if (action === 'PATCH /composite/sobjects') return saved(records.map(update));
    const [, external = ''] = /^PATCH \/composite\/sobjects\/Lead\/(\w+)$/.exec(action) ?? [];
    if (!ownFields.has(external)) return refusal(404, 'NOT_FOUND', 'Provided external ID field does not exist');
    return saved(records.map((record) => upsert(record, external)));
  }

  function token(form: URLSearchParams): Answer {
    if (form.get('grant_type') !== 'client_credentials') return oauthRefusal('unsupported_grant_type');
    if (form.get('client_secret') !== credentials.clientSecret) return oauthRefusal('invalid_client');
    made += 1;
    const session = `00D!session-${made}`;
    sessions.add(session);
    const id = `${server.url}/id/00D000000000001/005000000000001`;
    const json = { access_token: session, instance_url: server.url, id, token_type: 'Bearer', scope: 'api' };
    return { status: 200, json };
  }

  function firstPage(soql: string): Answer {
    const found = select(soql, tables, ownFields);
    if ('status' in found) return found;
    const cursor = `01g${cursors.size + 1}`;
    cursors.set(cursor, found.rows);
    return page(`${cursor}-0`);
  }

  function page(locator: string): Answer {
    const [cursor = '', from = '0'] = locator.split('-');
    const all = cursors.get(cursor) ?? [];
    const to = Number(from) + fake.pageSize;
    const records = all.slice(Number(from), to).map((row) => ({ attributes: { type: 'Lead' }, ...row }));
    const done = to >= all.length;
    const next = done ? {} : { nextRecordsUrl: `/services/data/v62.0/query/${cursor}-${to}` };
    return { status: 200, json: { totalSize: all.length, done, records, ...next } };
  }

  function create({ attributes, ...fields }: Record<string, unknown>) {
    const { type } = attributes as { type: string };
    const error = fieldError(type, fields) ?? whoError(type, fields);
    if (error) return error;
    made += 1;
    const row = { IsConverted: false, ...fields, Id: `${PREFIX[type]}${String(made).padStart(12, '0')}AAA` };
    tables[type]?.push(row);
    return { id: row.Id, success: true, errors: [], created: true };
  }

  function update({ attributes, id, ...fields }: Record<string, unknown>) {
    const { type } = attributes as { type: string };
    const row = tables[type]?.find(({ Id }) => Id === id);
    if (!row) return failed('ENTITY_IS_DELETED', 'entity is deleted');
    if (row.IsConverted) return failed('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
    const error = fieldError(type, { LastName: row.LastName, Company: row.Company, ...fields });
    if (error) return error;
    Object.assign(row, fields);
    return { id, success: true, errors: [], created: false };
  }

  function upsert(record: Record<string, unknown>, external: string) {
    const row = tables.Lead?.find((lead) => lead[external] === record[external]);
    return row ? update({ ...record, id: row.Id }) : create(record);
  }

  function fieldError(type: string, fields: Record<string, unknown>) {
    if (type !== 'Lead') return null;
    const unknown = Object.keys(fields).find((name) => !LEAD_FIELDS.includes(name) && !ownFields.has(name));
    if (unknown) return failed('INVALID_FIELD', `No such column '${unknown}' on entity 'Lead'`);
    if (!fields.LastName || !fields.Company)
      return failed('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName, Company]');
    return String(fields.Email ?? '').endsWith('.invalid')
      ? failed('INVALID_EMAIL_ADDRESS', 'Email: invalid email address')
      : null;
  }

  function whoError(type: string, { WhoId }: Record<string, unknown>) {
    if (type !== 'Task') return null;
    const open = [...(tables.Contact ?? []), ...(tables.Lead ?? []).filter(({ IsConverted }) => !IsConverted)];
    return open.some(({ Id }) => Id === WhoId)
      ? null
      : failed('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }

  function convert(leadId: string, opportunity: Record<string, unknown>): void {
    const lead = tables.Lead?.find(({ Id }) => Id === leadId);
    if (!lead) throw new Error(`there is no lead ${leadId}`);
    const contact = { Id: lead.Id.replace('00Q', '003'), Email: lead.Email };
    if (!lead.IsConverted) tables.Contact?.push(contact);
    Object.assign(lead, { IsConverted: true, ConvertedContactId: contact.Id, ConvertedOpportunity: opportunity });
  }

  const fake = Object.assign(server, { tables, sessions, credentials, ownFields, pageSize: 2_000, convert });
  return fake;
}

/** As much of SOQL as is asked: `FROM x WHERE a IN (…) AND …`. */
function select(soql: string, tables: Record<string, Row[]>, ownFields: ReadonlySet<string>): { rows: Row[] } | Answer {
  const [, table = '', where = ''] = /FROM (\w+) WHERE (.*?)(?: ORDER BY .*)?$/.exec(soql) ?? [];
  const unknown = [...soql.matchAll(/\b\w+__c\b/g)].find(([field]) => !ownFields.has(field));
  if (unknown) return refusal(400, 'INVALID_FIELD', `No such column '${unknown[0]}' on entity '${table}'`);
  const tests = where.split(' AND ').map(testOf);
  return { rows: (tables[table] ?? []).filter((row) => tests.every((holds) => holds(row))) };
}

function testOf(clause: string): (row: Row) => boolean {
  const [, field = '', list = ''] = /^(\w+) IN \((.*)\)$/.exec(clause) ?? [];
  if (field) {
    const values = [...list.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, value = '']) =>
      value.replace(/\\(.)/g, '$1').toLowerCase(),
    );
    return (row) => values.includes(String(row[field]).toLowerCase());
  }
  const [, prefix] = /^Subject LIKE '(.*)%'$/.exec(clause) ?? [];
  if (prefix) return ({ Subject }) => String(Subject).startsWith(prefix);
  const [, since] = /^ConvertedOpportunity\.SystemModstamp >= (.*)$/.exec(clause) ?? [];
  if (since) {
    return ({ ConvertedOpportunity: deal }) =>
      Date.parse(String((deal as Row | undefined)?.SystemModstamp)) >= Date.parse(since);
  }
  if (clause === 'IsConverted = true') return ({ IsConverted }) => IsConverted === true;
  if (clause === 'IsActive = true') return ({ IsActive }) => IsActive !== false;
  throw new Error(`the fake does not know: ${clause}`);
}

function saved(json: object[]): Answer {
  return { status: 200, json };
}

function failed(statusCode: string, message: string) {
  return { success: false, errors: [{ statusCode, message, fields: [] }] };
}

function refusal(status: number, errorCode: string, message: string): Answer {
  return { status, json: [{ errorCode, message }] };
}

function oauthRefusal(error: string): Answer {
  return { status: 400, json: { error, error_description: 'not allowed' } };
}
