/**
 * How HubSpot's SDK reaches HubSpot: through our own calls, since its own have no time limit and follow redirects. Nothing is tried
 * twice here but what an outdated token kept from happening.
 */

import { type HttpAnswer, httpCall } from '../http-call.ts';
import { HubspotRefusal } from './hubspot-errors.ts';
import type { HubspotToken } from './hubspot-token.ts';

/** What the SDK's parts, each with classes of its own, have in common. */
export interface SdkRequest {
  getUrl(): string;
  getHttpMethod(): { toString(): string };
  getHeaders(): Record<string, string>;
  getBody(): unknown;
}

type SdkBody = { text(): Promise<string>; binary(): Promise<Buffer> };

export type Send = (request: SdkRequest) => Promise<HttpAnswer>;

const MAX_ANSWER_BYTES = 10_000_000;

/** @param token `null`: requests carry none @throws HubspotRefusal, HandOverError */
export function createSend(token: HubspotToken | null): Send {
  const call = (request: SdkRequest, authorization: Record<string, string>) => {
    const body = request.getBody();
    return httpCall({
      url: new URL(request.getUrl()),
      method: request.getHttpMethod().toString(),
      headers: { 'user-agent': 'Dibs', ...request.getHeaders(), ...authorization },
      ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? body.toString() : String(body) }),
      maxBytes: MAX_ANSWER_BYTES,
    });
  };
  return async (request) => {
    if (!token) return orRefusal(await call(request, {}));
    const current = await token.current();
    const answer = await call(request, bearer(current));
    const renewed = answer.status === 401 ? await token.renew(current) : null;
    return orRefusal(renewed === null ? answer : await call(request, bearer(renewed)));
  };
}

function orRefusal(answer: HttpAnswer): HttpAnswer {
  if (answer.status >= 300) throw new HubspotRefusal(answer);
  return answer;
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** As one of the SDK's parts wants it. @param ResponseContext that part's own class */
export function sdkLibrary<Response>(
  ResponseContext: new (status: number, headers: Record<string, string>, body: SdkBody) => Response,
  send: Send,
): { send(request: SdkRequest): Promise<Response> } {
  return {
    send: async (request) => {
      const { status, headers, text } = await send(request);
      return new ResponseContext(status, headers, {
        text: async () => text,
        binary: async () => Buffer.from(text),
      });
    },
  };
}
