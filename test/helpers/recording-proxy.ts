/** Stands between Dibs and its Slack and keeps every request body, as sent and decoded. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordingProxy {
  /** For `SLACK_API_URL`, in place of the target's. */
  url: string;
  /** Everything sent so far, one text. */
  sent(): string;
  /** How often a method was called. */
  calls(method: string): number;
  forget(): void;
  close(): Promise<void>;
}

/** @param target the Web API behind it, with a slash at the end */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  let calls: { method: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    calls.push({ method: String(request.url).slice(1), body });
    const answer = await fetch(new URL(String(request.url).slice(1), target), {
      method: 'POST',
      headers: {
        'content-type': String(request.headers['content-type']),
        authorization: String(request.headers.authorization),
      },
      body,
    }).catch(() => null);
    if (!answer) return request.socket.destroy();
    const text = await answer.text();
    return response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    sent: () => calls.map(({ body }) => `${body}\n${decoded(body)}`).join('\n'),
    calls: (method) => calls.filter((call) => call.method === method).length,
    forget: () => {
      calls = [];
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Form values with their percent signs and JSON escapes undone, so that nothing hides in an encoding. */
function decoded(body: string): string {
  return [...new URLSearchParams(body).values()]
    .map((value) =>
      value.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    )
    .join('\n');
}
