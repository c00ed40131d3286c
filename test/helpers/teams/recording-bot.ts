/** A bot that keeps what Teams sends it, and answers everything with the same. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from './inbound-activities.ts';

export interface RecordingBot {
  url: string;
  /** Oldest first, with the Authorization header of each. */
  heard: { activity: Activity; authorization: string | undefined }[];
  /** What it answers; an empty 200 until it is set. */
  answer: object | null;
  /** How many connections were opened to it. */
  connections: number;
  close(): Promise<void>;
}

export async function startRecordingBot(): Promise<RecordingBot> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { authorization } = request.headers;
    bot.heard.push({ activity: JSON.parse(Buffer.concat(chunks).toString()), authorization });
    response.writeHead(200, { 'content-type': 'application/json' }).end(bot.answer ? JSON.stringify(bot.answer) : '');
  });
  server.on('connection', () => {
    bot.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4_096, resolve));
  const bot: RecordingBot = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    heard: [],
    answer: null,
    connections: 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return bot;
}
