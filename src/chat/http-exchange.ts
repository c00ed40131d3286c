/** Reading a platform's requests and answering them, below any framework: what is signed is the raw body. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** @returns the body; `null` when it is larger than `maxBytes` */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  // Kept open on return: the refusal goes back over the same connection.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    size += part.length;
    if (size > maxBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Answers once: a second answer is dropped. @param body sent as JSON, where there is one */
export function answer(response: ServerResponse, status: number, body?: unknown): void {
  if (response.headersSent) return;
  const content = body === undefined ? '' : JSON.stringify(body);
  // After a refusal the rest of a large body is not waited for.
  const headers = {
    ...(content ? { 'content-type': 'application/json' } : {}),
    ...(status >= 400 ? { connection: 'close' } : {}),
  };
  response.writeHead(status, headers).end(content);
}

/** HTTP dates are in whole seconds, so that this is off by up to one. @returns their time less ours, in ms; `null`: they did not say */
export function aheadOf(now: Date, dateHeader: string | null): number | null {
  const theirs = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  return Number.isNaN(theirs) ? null : theirs - now.getTime();
}
