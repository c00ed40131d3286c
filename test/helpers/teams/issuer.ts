/** Who signs what the bot receives: Microsoft's OpenID issuer with its one key, and every kind of token that is not from it. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const ISSUER = 'https://api.botframework.com';
const KEY_ID = 'the-fake-teams-key';

/** How a token differs from a good one. */
export interface TokenOverrides {
  audience?: string;
  issuer?: string;
  /** `null`: without the claim. */
  serviceUrl?: string | null;
  /** By more than the 5 minutes that the SDK forgives. */
  expired?: boolean;
  /** `key`: one that the issuer does not know. `signature`: by that key, under the real one's name. `none`: unsigned. */
  wrong?: 'key' | 'signature' | 'none';
}

/** Every token that a bot must refuse, by what is wrong with it. */
export const BAD_TOKENS: Record<string, TokenOverrides> = {
  'for another audience': { audience: '99999999-aaaa-4bbb-8ccc-dddddddddddd' },
  'from another issuer': { issuer: 'https://login.evil.example' },
  'that has expired': { expired: true },
  'signed by an unknown key': { wrong: 'key' },
  'with a bad signature': { wrong: 'signature' },
  'that nobody signed': { wrong: 'none' },
  'for another service URL': { serviceUrl: 'https://evil.example/' },
  'without a service URL': { serviceUrl: null },
};

/** One pair for all tests of a process: they take long to make, and the SDK keeps keys by URL, where ports come back. */
const keys = generateKeyPair('RS256');
const strangersKeys = generateKeyPair('RS256');

export interface Issuer {
  /** @returns a token for the bot, good unless told otherwise. A good one is made once. */
  token(overrides?: TokenOverrides): Promise<string>;
  /** What `openIdUrl` answers. @param base where this server is, without a slash at the end */
  metadata(base: string): object;
  /** The keys that the metadata point to. */
  keySet(): Promise<object>;
}

export const OPENID_PATH = '/v1/.well-known/openidconfiguration';
export const KEYS_PATH = '/v1/.well-known/keys';

/** @param serviceUrl the claim of good tokens; the bot compares it with the activity's */
export function createIssuer(appId: string, serviceUrl: () => string): Issuer {
  let good: Promise<string> | null = null;
  return {
    async token(overrides) {
      if (overrides && Object.keys(overrides).length > 0)
        return sign(claimsOf(appId, serviceUrl(), overrides), overrides);
      good ??= sign(claimsOf(appId, serviceUrl(), {}), {});
      return good;
    },
    metadata: (base) => ({
      issuer: ISSUER,
      authorization_endpoint: 'https://invalid.botframework.com/',
      jwks_uri: `${base}${KEYS_PATH}`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    }),
    async keySet() {
      const jwk = await exportJWK((await keys).publicKey);
      return { keys: [{ ...jwk, kid: KEY_ID, x5t: KEY_ID, use: 'sig', endorsements: ['msteams'] }] };
    },
  };
}

/** The times are the system's and not a test clock's, since the SDK compares them with the system's. */
function claimsOf(appId: string, ownUrl: string, overrides: TokenOverrides): JWTPayload {
  const { serviceUrl = ownUrl, audience = appId, issuer = ISSUER, expired } = overrides;
  const issued = Math.floor(Date.now() / 1000) - (expired ? 2 * 3600 : 0);
  const claim = serviceUrl === null ? {} : { serviceurl: serviceUrl };
  return { ...claim, nbf: issued, exp: issued + 3600, iss: issuer, aud: audience };
}

async function sign(claims: JWTPayload, { wrong }: TokenOverrides): Promise<string> {
  if (wrong === 'none') return unsigned(claims);
  const { privateKey } = wrong ? await strangersKeys : await keys;
  const kid = wrong === 'key' ? 'nobody-knows-this-key' : KEY_ID;
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, x5t: kid }).sign(privateKey);
}

/** Under the name of the real key, as an attacker would. */
function unsigned(claims: JWTPayload): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT', kid: KEY_ID })}.${part(claims)}.`;
}
