/** A HubSpot account on loopback: contacts, notes, owners, deals, and tokens, with the refusals that HubSpot is known for. */
import { type Answer, type LocalServer, type Received, startLocalServer } from './local-server.ts';

type Properties = Record<string, string>;

export interface FakeHubspot extends LocalServer {
  contacts: Map<string, Properties>;
  /** By id, with the contact each is on. */
  notes: Map<string, { contactId: string; properties: Properties }>;
  deals: Map<string, { contactIds: string[]; properties: Properties }>;
  /** Address → owner's id. */
  owners: Map<string, string>;
  /** Tokens that are taken, and the refresh token that makes new ones. */
  tokens: Set<string>;
  refreshToken: string;
  /** Properties of contacts that are there besides HubSpot's own. */
  ownProperties: Set<string>;
  /** Deals found late by the search, by id. */
  notIndexed: Set<string>;
}

export const HUBSPOT_TOKEN = 'pat-eu1-00000000-test';

const USUAL_PROPERTIES =
  'email firstname lastname phone jobtitle company website country state city zip message hs_lead_status hubspot_owner_id'.split(
    ' ',
  );

interface Input {
  id: string;
  idProperty?: string;
  objectWriteTraceId?: string;
  properties: Properties;
  associations?: { to: { id: string } }[];
}

export async function startFakeHubspot(): Promise<FakeHubspot> {
  const contacts = new Map<string, Properties>();
  const notes: FakeHubspot['notes'] = new Map();
  const deals: FakeHubspot['deals'] = new Map();
  const owners = new Map<string, string>();
  const tokens = new Set([HUBSPOT_TOKEN]);
  const ownProperties = new Set(['dibs_lead_id']);
  const notIndexed = new Set<string>();
  const refreshToken = 'refresh-token-0001';
  let made = 1_000;

  const routes: [RegExp, (request: Received, body: string) => Answer][] = [
    [/^POST \/oauth\/v1\/token$/, (_, body) => token(new URLSearchParams(body))],
    [/^POST \/crm\/v3\/objects\/contacts\/batch\/upsert$/, (_, body) => upsert(inputsIn(body))],
    [/^POST \/crm\/v3\/objects\/contacts\/batch\/update$/, (_, body) => update(inputsIn(body))],
    [/^POST \/crm\/v3\/objects\/notes\/batch\/create$/, (_, body) => createNotes(inputsIn(body))],
    [/^POST \/crm\/v3\/objects\/notes\/batch\/read$/, (_, body) => readNotes(inputsIn(body))],
    [/^POST \/crm\/v4\/associations\/contacts\/notes\/batch\/read$/, (_, body) => notesOn(inputsIn(body))],
    [/^POST \/crm\/v4\/associations\/deals\/contacts\/batch\/read$/, (_, body) => contactsOf(inputsIn(body))],
    [/^POST \/crm\/v3\/objects\/deals\/search$/, (_, body) => search(JSON.parse(body))],
    [
      /^GET \/crm\/v3\/owners/,
      ({ path }) => findOwner(new URL(path, 'http://hubspot').searchParams.get('email') ?? ''),
    ],
  ];

  const server = await startLocalServer((request) => {
    const route = routes.find(([pattern]) => pattern.test(`${request.method} ${request.path}`));
    if (!route) return problem(404, 'NOT_FOUND', 'no such path');
    const [, bearer = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (!request.path.startsWith('/oauth') && !tokens.has(bearer)) {
      return problem(401, 'EXPIRED_AUTHENTICATION', 'The OAuth token used to make this call expired');
    }
    return route[1](request, request.body);
  });

  function token(form: URLSearchParams): Answer {
    if (form.get('grant_type') !== 'refresh_token' || form.get('refresh_token') !== refreshToken) {
      return problem(400, 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
    }
    made += 1;
    const access = `access-${made}`;
    tokens.add(access);
    const json = { access_token: access, refresh_token: refreshToken, expires_in: 1_800, token_type: 'bearer' };
    return { status: 200, json };
  }

  function upsert(inputs: Input[]): Answer {
    const refusal = refusalOf(inputs);
    if (refusal) return refusal;
    const ids = inputs.map(({ id }) => id);
    if (new Set(ids).size < ids.length) return problem(400, 'VALIDATION_ERROR', 'Duplicate IDs found in batch input');
    const taken = inputs.flatMap((input) => clash(input) ?? []);
    if (taken[0] && inputs.length === 1) {
      return problem(409, 'CONFLICT', `Contact already exists. Existing ID: ${taken[0].existing}`);
    }
    const free = inputs.filter((input) => !taken.some(({ of }) => of === input));
    const results = free.map(({ id, idProperty = '', properties, objectWriteTraceId }) => {
      const there = find(idProperty, id);
      return { ...put(there, { [idProperty]: id, ...properties }), new: !there, objectWriteTraceId };
    });
    return batch(
      results,
      taken.map(({ of }) => errorOf('CONFLICT', of.objectWriteTraceId)),
    );
  }

  function find(property: string, value: string | undefined): [string, Properties] | undefined {
    const wanted = value?.toLowerCase();
    return [...contacts].find(([, contact]) => wanted !== undefined && contact[property]?.toLowerCase() === wanted);
  }

  /** An address that belongs to another contact. */
  function clash(input: Input): { of: Input; existing: string } | null {
    const there = find(input.idProperty ?? '', input.id);
    const other = there ? undefined : find('email', input.properties.email);
    return other ? { of: input, existing: other[0] } : null;
  }

  function put(there: [string, Properties] | undefined, properties: Properties) {
    made += there ? 0 : 1;
    const [id, before] = there ?? [String(made), {}];
    const contact = { ...before, ...properties };
    contacts.set(id, contact);
    return record(id, contact);
  }

  function update(inputs: Input[]): Answer {
    const refusal = refusalOf(inputs);
    if (refusal) return refusal;
    const results = inputs.flatMap(({ id, properties, objectWriteTraceId }) => {
      const contact = contacts.get(id);
      if (!contact) return [];
      Object.assign(contact, properties);
      return [{ ...record(id, contact), objectWriteTraceId }];
    });
    // Who is not there is only missing from the results.
    return batch(results, [], results.length < inputs.length);
  }

  function createNotes(inputs: Input[]): Answer {
    if (inputs.some(({ associations }) => !contacts.has(associations?.[0]?.to.id ?? ''))) {
      return problem(400, 'VALIDATION_ERROR', 'One or more associations are not valid');
    }
    const results = inputs.map(({ properties, associations, objectWriteTraceId }) => {
      made += 1;
      notes.set(String(made), { contactId: associations?.[0]?.to.id ?? '', properties });
      return { ...record(String(made), properties), objectWriteTraceId };
    });
    return { ...batch(results, []), status: 201 };
  }

  function readNotes(inputs: Input[]): Answer {
    return batch(
      inputs.map(({ id }) => record(id, notes.get(id)?.properties ?? {})),
      [],
    );
  }

  function notesOn(inputs: Input[]): Answer {
    return associated(inputs, (id) => [...notes].filter(([, { contactId }]) => contactId === id).map(([note]) => note));
  }

  function contactsOf(inputs: Input[]): Answer {
    return associated(inputs, (id) => deals.get(id)?.contactIds ?? []);
  }

  function search({
    filterGroups,
    limit,
    after = '0',
  }: {
    filterGroups: { filters: { value: string }[] }[];
    limit: number;
    after?: string;
  }): Answer {
    const since = Number(filterGroups[0]?.filters[0]?.value);
    const at = ([, { properties }]: [string, { properties: Properties }]) =>
      Date.parse(String(properties.hs_lastmodifieddate));
    const found = [...deals]
      .filter((deal) => at(deal) >= since && !notIndexed.has(deal[0]))
      .sort((a, b) => at(a) - at(b));
    const page = found.slice(Number(after), Number(after) + limit);
    const next =
      Number(after) + limit < found.length ? { paging: { next: { after: String(Number(after) + limit) } } } : {};
    const results = page.map(([id, { properties }]) => record(id, properties));
    return { status: 200, json: { total: found.length, results, ...next } };
  }

  function findOwner(email: string): Answer {
    const id = owners.get(email.toLowerCase());
    const found = { id, email, type: 'PERSON', archived: false, createdAt: WHEN, updatedAt: WHEN };
    return { status: 200, json: { results: id === undefined ? [] : [found] } };
  }

  function refusalOf(inputs: Input[]): Answer | null {
    if (inputs.length > 100) return problem(400, 'VALIDATION_ERROR', 'The maximum batch size is 100');
    const unknown = inputs
      .flatMap(({ properties, idProperty }) => [...Object.keys(properties), ...(idProperty ? [idProperty] : [])])
      .find((name) => !USUAL_PROPERTIES.includes(name) && !ownProperties.has(name));
    if (unknown) {
      const message = `Property values were not valid: [{"error":"PROPERTY_DOESNT_EXIST","name":"${unknown}"}]`;
      return problem(400, 'VALIDATION_ERROR', message);
    }
    const invalid = inputs.some(({ properties }) => properties.email?.endsWith('.invalid'));
    return invalid ? problem(400, 'VALIDATION_ERROR', 'Property values were not valid: INVALID_EMAIL') : null;
  }

  return Object.assign(server, { contacts, notes, deals, owners, tokens, refreshToken, ownProperties, notIndexed });
}

const WHEN = '2026-01-01T00:00:00.000Z';

function inputsIn(body: string): Input[] {
  return (JSON.parse(body) as { inputs: Input[] }).inputs;
}

function record(id: string, properties: Properties) {
  return { id, properties, createdAt: WHEN, updatedAt: WHEN, archived: false };
}

function errorOf(category: string, traceId: string | undefined) {
  return {
    status: 'error',
    category,
    message: 'conflict',
    context: { objectWriteTraceId: [traceId] },
    links: {},
    errors: [],
  };
}

function batch(results: object[], errors: object[], isPartial = false): Answer {
  const json = {
    status: 'COMPLETE',
    results,
    startedAt: WHEN,
    completedAt: WHEN,
    ...(errors.length > 0 ? { errors, numErrors: errors.length } : {}),
  };
  return { status: errors.length > 0 || isPartial ? 207 : 200, json };
}

function associated(inputs: Input[], of: (id: string) => string[]): Answer {
  const results = inputs.map(({ id }) => ({
    from: { id },
    to: of(id).map((toObjectId) => ({ toObjectId, associationTypes: [] })),
  }));
  return batch(results, []);
}

function problem(status: number, category: string, message: string): Answer {
  return {
    status,
    json: { status: 'error', category, message, correlationId: 'aeb5f871-7f07-4993-9211-075dc63e7cbf' },
  };
}
