/** The token that HubSpot is called with: that of a private app, or one that is made anew with a refresh token when it is over. */
import {
  createConfiguration,
  ResponseContext,
  ServerConfiguration,
  TokensApi,
  wrapHttpLibrary,
} from '@hubspot/api-client/lib/codegen/oauth/index.js';
import { toHandOverError } from './hubspot-errors.ts';
import { createSend, sdkLibrary } from './hubspot-http.ts';

export interface HubspotToken {
  current(): Promise<string>;
  /** @param refused the token that HubSpot did not take @returns another one, or `null`: there is only that one */
  renew(refused: string): Promise<string | null>;
}

export interface HubspotAppCredentials {
  clientId: string;
  clientSecret: string;
  refreshToken: string;
}

export function privateAppToken(accessToken: string): HubspotToken {
  return { current: async () => accessToken, renew: async () => null };
}

/** Calls at the same time wait for one new token. @throws HandOverError when HubSpot gives none */
export function appToken(
  apiUrl: string,
  { clientId, clientSecret, refreshToken }: HubspotAppCredentials,
): HubspotToken {
  const tokens = new TokensApi(
    createConfiguration({
      baseServer: new ServerConfiguration(apiUrl, {}),
      httpApi: wrapHttpLibrary(sdkLibrary(ResponseContext, createSend(null))),
    }),
  );
  let token: Promise<string> | null = null;

  function fetchToken(): Promise<string> {
    const made = tokens
      .create('refresh_token', undefined, undefined, clientId, clientSecret, refreshToken)
      .then(({ accessToken }) => accessToken)
      .catch((error: unknown) => {
        if (token === made) token = null;
        throw toHandOverError(error, 'unauthorized');
      });
    token = made;
    return made;
  }

  return {
    current: () => token ?? fetchToken(),
    renew: async (refused) => {
      // Somebody else may have made a new one since.
      const current = await (token ?? fetchToken());
      return current === refused ? fetchToken() : current;
    },
  };
}
