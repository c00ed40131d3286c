/** Connections to Teams' servers, with everything that the SDK does on its own switched off: deliveries decide what is tried again. */
import type { Activity } from 'botbuilder';
import { type ConnectorClient, TeamsConnectorClient } from 'botframework-connector';
import { z } from 'zod';
import type { BotAdapter } from './adapter.ts';

/** Teams' answers take well under a second; nobody waits longer than this for a card. */
const CALL_TIMEOUT_MS = 10_000;

/** What every call to Teams is made with. */
interface CallOptions {
  abortSignal: AbortSignal;
}

export function callOptions(): CallOptions {
  return { abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) };
}

/** The calls that we make, as the Bot Connector reference has them; answers are checked where they are read. */
export interface Conversations {
  /** Posts a message; in a channel a new one of its own, no reply. */
  sendToConversation(conversation: string, message: Partial<Activity>, options: CallOptions): Promise<{ id?: string }>;
  updateActivity(
    conversation: string,
    message: string,
    change: Partial<Activity>,
    options: CallOptions,
  ): Promise<{ id?: string }>;
  /** Opens a chat with somebody; the same one each time. */
  createConversation(
    wish: {
      isGroup: false;
      bot: { id: string; name: string };
      members: { id: string; name: string }[];
      tenantId: string;
      channelData: { tenant: { id: string } };
    },
    options: CallOptions,
  ): Promise<{ id?: string }>;
  getConversationMember(conversation: string, address: string, options: CallOptions): Promise<object>;
}

export interface Connector {
  conversations: Conversations;
  /** One page of a conversation's members, `pageSize` at most. @param continuationToken from the page before */
  pagedMembers(conversation: string, pageSize: number, continuationToken?: string): Promise<unknown>;
  teams: {
    fetchChannelList(team: string, options: CallOptions): Promise<object>;
    fetchTeamDetails(team: string, options: CallOptions): Promise<object>;
  };
  /** For calls that the SDK does not know. @returns the value of the Authorization header; empty without credentials */
  authorization(): Promise<string>;
}

/** One connection for each service URL, made when it is first needed. */
export type Connectors = (serviceUrl: string) => Promise<Connector>;

export function createConnectors(adapter: BotAdapter): Connectors {
  const known = new Map<string, Promise<Connector>>();
  return (serviceUrl) => {
    const made = known.get(serviceUrl) ?? connect(adapter, serviceUrl);
    known.set(serviceUrl, made);
    made.catch(() => known.delete(serviceUrl));
    return made;
  };
}

async function connect(adapter: BotAdapter, serviceUrl: string): Promise<Connector> {
  const connector = await adapter.connectTo(serviceUrl);
  const teams = new TeamsConnectorClient(connector.credentials, { baseUri: serviceUrl });
  for (const client of [connector, teams]) {
    const pipeline = pipelineOf(client);
    // It would post again after 429, 500, 502, 503 and 504, and so leave a card twice (design D4).
    pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    // The app's token goes to the address that Teams signed, and nowhere else.
    pipeline.removePolicy({ name: 'redirectPolicy' });
  }
  return {
    conversations: connector.conversations,
    pagedMembers: (conversation, pageSize, continuationToken) =>
      // By reflection, since its type demands a token for the first page too.
      Reflect.apply(connector.conversations.getConversationPagedMembers, connector.conversations, [
        conversation,
        { pageSize, ...(continuationToken ? { continuationToken } : {}), ...callOptions() },
      ]),
    teams: teams.teams,
    authorization: async () => authorizationOf(connector),
  };
}

async function authorizationOf({ credentials }: ConnectorClient): Promise<string> {
  if (!('getToken' in credentials) || typeof credentials.getToken !== 'function') return '';
  const token: unknown = await credentials.getToken();
  return typeof token === 'string' && token !== '' ? `Bearer ${token}` : '';
}

interface Pipeline {
  removePolicy(policy: { name: string }): unknown;
}

const sdkClient = z.object({
  client: z.object({
    pipeline: z.custom<Pipeline>(
      (value) => typeof value === 'object' && value !== null && 'removePolicy' in value,
      'has no pipeline: the retries of this version cannot be switched off',
    ),
  }),
});

/** The SDK's options for its retries have no effect, and what does have one is not in its types. */
function pipelineOf(client: object): Pipeline {
  return sdkClient.parse(client).client.pipeline;
}
