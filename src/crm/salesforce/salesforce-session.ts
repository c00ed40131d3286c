/** A connection to Salesforce, with a token by the client-credentials flow that is made anew once it is over. */
import { Connection } from 'jsforce/lib/connection.js';
import { OAuth2 } from 'jsforce/lib/oauth2.js';
import { z } from 'zod';
import { SalesforceRefusal, toHandOverError } from './salesforce-errors.ts';
import { GuardedTransport } from './salesforce-transport.ts';

export interface SalesforceCredentials {
  /** The company's own domain there, without a slash at the end. */
  loginUrl: string;
  clientId: string;
  clientSecret: string;
}

/** Makes one call; with another token, once, where the one it had is over. @throws HandOverError */
export type CallSalesforce = <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;

const VERSION = '62.0';

const tokenAnswer = z.object({ access_token: z.string().min(1), instance_url: z.url() });

export function createCallSalesforce({ loginUrl, clientId, clientSecret }: SalesforceCredentials): CallSalesforce {
  const oauth2 = new OAuth2({ loginUrl, clientId, clientSecret });
  oauth2._transport = new GuardedTransport();
  let connected: Promise<Connection> | null = null;

  function connect(): Promise<Connection> {
    const made = authorize(oauth2).catch((error: unknown) => {
      if (connected === made) connected = null;
      throw error;
    });
    connected = made;
    return made;
  }

  return async (work) => {
    try {
      const connection = await (connected ?? connect());
      try {
        return await work(connection);
      } catch (error) {
        if (!(error instanceof SalesforceRefusal) || error.answer.status !== 401) throw error;
        // Somebody else may have made a new one since.
        const current = await (connected ?? connect());
        return await work(current === connection ? await connect() : current);
      }
    } catch (error) {
      throw toHandOverError(error);
    }
  };
}

async function authorize(oauth2: OAuth2): Promise<Connection> {
  const answer = tokenAnswer.parse(await oauth2.requestToken({ grant_type: 'client_credentials' }));
  // Without OAuth of its own it has no ways to get tokens that we do not know of.
  const connection = new Connection({
    instanceUrl: answer.instance_url,
    accessToken: answer.access_token,
    version: VERSION,
  });
  connection._transport = new GuardedTransport();
  return connection;
}
