/** Microsoft's login as far as an app needs it: tokens for the right tenant, app and secret, and its own words for everything else. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeLogin {
  /** Ends in a slash. */
  url: string;
  /** Set: what it answers, whoever asks. */
  answer: Answer | null;
  /** Forms that came in. */
  asked: URLSearchParams[];
  close(): Promise<void>;
}

interface Answer {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

interface Known {
  tenantId: string;
  appId: string;
  appPassword: string;
}

export async function startFakeLogin({ tenantId, appId, appPassword }: Known): Promise<FakeLogin> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    login.asked.push(form);
    const { status, body = '', headers = {} } = login.answer ?? answerTo(String(request.url), form);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body);
  });

  function answerTo(path: string, form: URLSearchParams): Answer {
    if (path !== `/${tenantId}/oauth2/v2.0/token`)
      return refusal(400, 'invalid_tenant', 90002, `Tenant '${path}' not found.`);
    if (form.get('client_id') !== appId)
      return refusal(400, 'unauthorized_client', 700016, 'Application was not found.');
    const secret = form.get('client_secret');
    if (secret !== appPassword) {
      return refusal(401, 'invalid_client', 7000215, `Invalid client secret provided: '${secret}'.`);
    }
    const isForBots = form.get('scope') === 'https://api.botframework.com/.default';
    if (form.get('grant_type') !== 'client_credentials' || !isForBots)
      return refusal(400, 'invalid_scope', 70011, 'Scope.');
    return {
      status: 200,
      body: JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: 'token-of-the-app' }),
    };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const login: FakeLogin = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answer: null,
    asked: [],
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return login;
}

/** As the login writes it (Microsoft Entra error codes, sample error response). */
export function refusal(status: number, error: string, code: number, words: string): Answer {
  const description = `AADSTS${code}: ${words} Trace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333`;
  return { status, body: JSON.stringify({ error, error_description: description, error_codes: [code] }) };
}
