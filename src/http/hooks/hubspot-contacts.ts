/** Contacts from HubSpot's CRM API, a hundred per request. HubSpot waits 5 s for an answer and tries again for a day. */
import { CONTACT_PROPERTIES } from '../../domain/sources/hubspot.ts';
import { type JsonValue, memberOf } from '../../domain/sources/json-value.ts';
import type { Source } from '../../domain/sources/source.ts';
import type { SourceSecrets } from '../../domain/sources/source-secrets.ts';
import { createLimit } from './limit.ts';
import type { LookUp } from './look-up.ts';
import { vendorFetch } from './vendor-fetch.ts';

const API_URL = 'https://api.hubapi.com';

/** What one batch may ask for. */
const PER_REQUEST = 100;

const AT_ONCE = 4;
const WITHIN_MS = 4_000;

/** `207`: some of the contacts are there no more. */
const READ = [200, 207];

export function createHubspotLookUp(
  { contactProperties = [] }: Source,
  { accessToken, apiUrl }: SourceSecrets & { accessToken: string },
): LookUp {
  const url = new URL(`${apiUrl ?? API_URL}/crm/v3/objects/contacts/batch/read`);
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const wanted = [...new Set([...CONTACT_PROPERTIES, ...contactProperties])];
  const limit = createLimit(AT_ONCE);

  async function readSome(ids: readonly string[], deadline: AbortSignal): Promise<[string, JsonValue | null][]> {
    const body = JSON.stringify({ properties: wanted, inputs: ids.map((id) => ({ id })) });
    const answer = await vendorFetch(url, { method: 'POST', headers, body }, deadline);
    if (answer.kind === 'away' || !READ.includes(answer.status)) return [];
    const results = memberOf(answer.body, 'results');
    if (!Array.isArray(results)) return [];
    const contacts = new Map(results.map((contact) => [String(memberOf(contact, 'id')), contact]));
    return ids.map((id) => [id, contacts.get(id) ?? null]);
  }

  return async (ids) => {
    const deadline = AbortSignal.timeout(WITHIN_MS);
    const parts = Array.from({ length: Math.ceil(ids.length / PER_REQUEST) }, (_, index) =>
      ids.slice(index * PER_REQUEST, (index + 1) * PER_REQUEST),
    );
    return new Map((await Promise.all(parts.map((part) => limit(() => readSome(part, deadline))))).flat());
  };
}
