/** Brings activities to the bot, over connections that stay open: hundreds of clicks at once are normal. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { readJson } from './json.ts';

/** What the bot said to an activity. */
export interface BotAnswer {
  /** The HTTP status; 0 when nothing reached the bot, or it hung up. */
  status: number;
  /** Parsed where it is JSON; `null` when it was empty. */
  body: unknown;
}

export const NOT_DELIVERED: BotAnswer = { status: 0, body: null };

export interface BotLink {
  /** Never rejects. @param token the Bearer token; `null`: none */
  post(url: string, activity: object, token: string | null): Promise<BotAnswer>;
  close(): void;
}

/** @param onAnswer gets each answer's body as it travelled */
export function createBotLink(onAnswer: (text: string) => void): BotLink {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  return {
    post(url, activity, token) {
      const body = JSON.stringify(activity);
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      };
      return new Promise((resolve) => {
        const lost = () => resolve(NOT_DELIVERED);
        const call = request(url, { method: 'POST', agent, headers }, (response) => {
          textOf(response).then((text) => {
            onAnswer(text);
            resolve({ status: response.statusCode ?? 0, body: text === '' ? null : (readJson(text) ?? text) });
          }, lost);
        });
        call.on('error', lost);
        call.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
