/** Leads of Lead Ads, from the Graph API. Facebook waits about 20 s for an answer and sends a refused delivery again for 36 hours. */
import { createHmac } from 'node:crypto';
import { type JsonValue, memberOf } from '../../domain/sources/json-value.ts';
import type { Source } from '../../domain/sources/source.ts';
import type { SourceSecrets } from '../../domain/sources/source-secrets.ts';
import { createLimit } from './limit.ts';
import type { LookUp } from './look-up.ts';
import { vendorFetch } from './vendor-fetch.ts';

const GRAPH_URL = 'https://graph.facebook.com';

/** Each version works for about two years; a source may name a later one. */
const GRAPH_VERSION = 'v24.0';

/** Those that need no permission beyond reading leads. */
const FIELDS = 'id,created_time,field_data';

const AT_ONCE = 8;
const EACH_WITHIN_MS = 5_000;
const ALL_WITHIN_MS = 15_000;

/** "Object with ID does not exist, …": deleted, or a test of the app's dashboard, which names a lead that there never was. */
const GONE = { code: 100, error_subcode: 33 };

export function createFacebookLookUp(
  { graphVersion = GRAPH_VERSION }: Source,
  { secrets, accessToken, apiUrl }: SourceSecrets & { accessToken: string },
): LookUp {
  const limit = createLimit(AT_ONCE);
  const addresses = secrets.map((secret) => (id: string) => {
    const url = new URL(`${apiUrl ?? GRAPH_URL}/${graphVersion}/${id}`);
    url.searchParams.set('fields', FIELDS);
    url.searchParams.set('access_token', accessToken);
    // Proves that the token is used by its app; the token alone is then of no use to a thief.
    url.searchParams.set('appsecret_proof', createHmac('sha256', secret).update(accessToken).digest('hex'));
    return url;
  });

  /** @returns `undefined` when it could not be read now */
  async function readLead(id: string, deadline: AbortSignal): Promise<JsonValue | null | undefined> {
    // While the app secret changes only one of the two is Facebook's.
    for (const address of addresses) {
      const signal = AbortSignal.any([deadline, AbortSignal.timeout(EACH_WITHIN_MS)]);
      const answer = await vendorFetch(address(id), {}, signal);
      if (answer.kind === 'away') return undefined;
      if (answer.status === 200) return memberOf(answer.body, 'id') === id ? answer.body : undefined;
      if (isGone(answer.body)) return null;
    }
    return undefined;
  }

  return async (ids) => {
    const deadline = AbortSignal.timeout(ALL_WITHIN_MS);
    const found = new Map<string, JsonValue | null>();
    await Promise.all(
      ids.map((id) =>
        limit(async () => {
          const lead = deadline.aborted ? undefined : await readLead(id, deadline);
          if (lead !== undefined) found.set(id, lead);
        }),
      ),
    );
    return found;
  };
}

function isGone(body: JsonValue): boolean {
  const error = memberOf(body, 'error');
  return Object.entries(GONE).every(([name, value]) => memberOf(error, name) === value);
}
