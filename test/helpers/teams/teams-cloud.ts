/** The identity provider of a strict Teams: where the bot's tokens come from, and the keys of those that it receives. */
import { PasswordServiceClientCredentialFactory } from 'botframework-connector';
import type { TeamsCloud } from '../../../src/chat/teams/adapter.ts';
import type { FakeTeams } from './fake-teams.ts';

/** Outbound tokens come from Microsoft's login, which is not here: these are what the strict Teams asks for. */
class LocalCredentials extends PasswordServiceClientCredentialFactory {
  readonly #token: string;

  constructor(appId: string, token: string) {
    super(appId, 'an-invented-secret');
    this.#token = token;
  }

  override async createCredentials(): ReturnType<PasswordServiceClientCredentialFactory['createCredentials']> {
    const authorization = `Bearer ${this.#token}`;
    return Object.assign(
      {
        signRequest: async <Request extends { headers: { set(name: string, value: string): void } }>(
          request: Request,
        ) => {
          request.headers.set('authorization', authorization);
          return request;
        },
      },
      { getToken: async () => this.#token },
    );
  }
}

export function teamsCloud({ appId, outboundToken, openIdUrl }: FakeTeams): TeamsCloud {
  return { openIdMetadataUrl: openIdUrl, credentials: new LocalCredentials(appId, outboundToken) };
}
