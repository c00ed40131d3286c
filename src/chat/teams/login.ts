/** Microsoft's login, asked for the app's own token: whether app id, secret and tenant go together, and which of them does not. */
import { z } from 'zod';
import { ChatError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { aheadOf } from '../http-exchange.ts';
import { neverConnected } from '../never-connected.ts';

const LOGIN_URL = 'https://login.microsoftonline.com/';

/** What a bot's token is for (Bot Framework REST reference, authentication). */
const SCOPE = 'https://api.botframework.com/.default';

const ANSWER_WITHIN_MS = 10_000;

const OVERVIEW = 'on the overview page of the app registration in Microsoft Entra';
const NEW_SECRET =
  'make a new one (Entra: Certificates & secrets), and set TEAMS_APP_PASSWORD to its value, not to its secret ID.';

const UNKNOWN_APP = `There is no such app in this tenant: set TEAMS_APP_ID to the Application (client) ID and TEAMS_TENANT_ID to the Directory (tenant) ID ${OVERVIEW}.`;
const UNKNOWN_TENANT = `Microsoft does not know this tenant: set TEAMS_TENANT_ID to the Directory (tenant) ID ${OVERVIEW}.`;
const WRONG_SECRET = `The client secret is not one of this app: ${NEW_SECRET}`;
const EXPIRED_SECRET = `The client secret has expired: ${NEW_SECRET}`;

/** By number (learn.microsoft.com: Microsoft Entra authentication and authorization error codes). */
const BY_CODE: ReadonlyMap<number, string> = new Map([
  [700011, UNKNOWN_APP],
  [700016, UNKNOWN_APP],
  [70001, 'The app is disabled: enable it in Microsoft Entra, under Enterprise applications.'],
  [7000112, 'The app is disabled: enable it in Microsoft Entra, under Enterprise applications.'],
  [70002, WRONG_SECRET],
  [7000215, WRONG_SECRET],
  [7000222, EXPIRED_SECRET],
  [90002, UNKNOWN_TENANT],
  [900023, UNKNOWN_TENANT],
  [53003, 'A Conditional Access policy keeps the app out: ask an admin of Microsoft Entra to let it in.'],
]);

/** Numbers change, Microsoft says; these words (RFC 6749) do not. */
const BY_ERROR: ReadonlyMap<string, string> = new Map([
  ['unauthorized_client', UNKNOWN_APP],
  ['invalid_client', WRONG_SECRET],
  ['invalid_tenant', UNKNOWN_TENANT],
]);

const LOOK_UP = 'Look this code up at https://login.microsoftonline.com/error.';
const WRONG_SERVER = 'What answered was not Microsoft’s login: look at any proxy in between.';

export interface AppCredentials {
  appId: string;
  appPassword: string;
  tenantId: string;
}

/**
 * Asks for a token, and throws it away.
 * @param options.loginUrl another server than Microsoft's, with a slash at the end
 * @returns Microsoft's time less ours, in ms and to about a second; `null` when it did not say
 * @throws ChatError with a remedy where a person must act; its code is Microsoft's, e.g. `AADSTS7000222`
 */
export async function tryLogin(
  { appId, appPassword, tenantId }: AppCredentials,
  { loginUrl = LOGIN_URL, clock }: { loginUrl?: string; clock: Clock },
): Promise<{ clockAheadMs: number | null }> {
  const form = { grant_type: 'client_credentials', client_id: appId, client_secret: appPassword, scope: SCOPE };
  const response = await reach(`${loginUrl}${encodeURIComponent(tenantId)}/oauth2/v2.0/token`, form);
  const clockAheadMs = aheadOf(clock.now(), response.headers.get('date'));
  const body = await bodyOf(response);
  if (!response.ok) throw refusal(response.status, body);
  if (!granted.safeParse(body).success) throw never('bad_answer', WRONG_SERVER);
  return { clockAheadMs };
}

async function reach(url: string, form: Record<string, string>): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(form),
      // The secret goes to Microsoft, and nowhere that an answer names.
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
  } catch (cause) {
    const code = neverConnected(cause) ? 'not_reached' : 'no_answer';
    throw new ChatError(code, { retry: 'later', scope: 'platform', cause });
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

const granted = z.object({ access_token: z.string().min(1) });

/** Microsoft's own words stay out: they name the tenant, and may repeat what was sent. */
const refused = z.object({
  error: z.string().regex(/^[a-z_]{1,64}$/),
  error_codes: z.array(z.number().int().positive()).catch([]),
});

function refusal(status: number, body: unknown): ChatError {
  const { data } = refused.safeParse(body);
  if (status === 429 || status >= 500 || data?.error === 'temporarily_unavailable') {
    return new ChatError(`http_${status}`, { retry: 'later', scope: 'platform' });
  }
  if (!data) return never(`http_${status}`, WRONG_SERVER);
  const [number] = data.error_codes;
  return never(number === undefined ? data.error : `AADSTS${number}`, loginRemedy(data.error, number));
}

/**
 * What to do about a login that was refused.
 * @param error as OAuth has it, e.g. `invalid_client`; `number`: Microsoft's own, e.g. 7000222
 */
export function loginRemedy(error: string, number: number | undefined): string {
  const known = number === undefined ? undefined : BY_CODE.get(number);
  return known ?? BY_ERROR.get(error) ?? LOOK_UP;
}

function never(code: string, remedy: string): ChatError {
  return new ChatError(code, { retry: 'never', scope: 'platform', remedy });
}
