/**
 * Microsoft's side of the wire: who sent a request, and connections for our own. The one file that knows the Teams AI
 * Library; what it leaves out of it, and why, is in docs/decisions/0013.
 */
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import {
  type ConnectorClient,
  PasswordServiceClientCredentialFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';

/** Who the app is. `insecure-local`: nobody, and whoever sends something is believed; see `TEAMS_INSECURE_LOCAL`. */
export type TeamsAccess =
  | { kind: 'app'; appId: string; appPassword: string; tenantId: string; cloud?: TeamsCloud }
  | { kind: 'insecure-local' };

/** Another identity provider than Microsoft's public cloud. */
export interface TeamsCloud {
  /** Where the keys of inbound tokens are published (OpenID Connect discovery). */
  openIdMetadataUrl: string;
  /** Makes the tokens of outbound calls. */
  credentials: ServiceClientCredentialsFactory;
}

/** What the library calls when a request is authentic. */
type Turn = (context: TurnContext) => Promise<void>;

export interface BotAdapter {
  /**
   * Checks the token of a request (signature, issuer, audience, expiry, and that it was made for this service URL), and then runs the turn.
   * @param authorization the request's header, empty where it has none
   * @returns what an invoke is answered with; `undefined` for everything else
   * @throws whatever the check found wrong; the turn did not run then
   */
  receive(authorization: string, activity: Activity, turn: Turn): Promise<InvokeResponse | undefined>;
  /** A client for calls to a service URL, with the app's credentials. @param serviceUrl from a checked request only */
  connectTo(serviceUrl: string): Promise<ConnectorClient>;
}

type Settings = ConstructorParameters<typeof TeamsAdapter>[0];

class DibsAdapter extends TeamsAdapter implements BotAdapter {
  readonly #appId: string;

  /** @param appId empty: nobody is authenticated */
  constructor(appId: string, settings: Settings, credentials?: ServiceClientCredentialsFactory) {
    super(settings, credentials);
    this.#appId = appId;
  }

  receive(authorization: string, activity: Activity, turn: Turn): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity, turn);
  }

  connectTo(serviceUrl: string): Promise<ConnectorClient> {
    const identity = this.createClaimsIdentity(this.#appId);
    return this.botFrameworkAuthentication.createConnectorFactory(identity).create(serviceUrl, undefined);
  }
}

export function createAdapter(access: TeamsAccess): BotAdapter {
  // Without an app id the library switches authentication off.
  if (access.kind === 'insecure-local') return new DibsAdapter('', {});
  const { appId, appPassword, tenantId, cloud } = access;
  const credentials = cloud?.credentials ?? new PasswordServiceClientCredentialFactory(appId, appPassword, tenantId);
  return new DibsAdapter(appId, cloud ? cloudSettings(cloud) : {}, credentials);
}

/** The library takes all of these or none. Only the first differs from those of Microsoft's public cloud. */
function cloudSettings({ openIdMetadataUrl }: TeamsCloud): Settings {
  return {
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://api.botframework.com',
    CallerId: '',
    ValidateAuthority: true,
  };
}
