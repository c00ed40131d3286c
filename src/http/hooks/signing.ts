/**
 * How each vendor signs with HMAC-SHA256, as its documentation has it: which headers, what is signed, how the result is written. Vendors
 * that sign no time (Typeform, Facebook) can be replayed at any time; the id of what happened makes that harmless.
 */
import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { SourceKind } from '../../domain/sources/source.ts';

export interface HookRequest {
  method: string;
  /** The whole address as the sender knows it. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface SigningScheme {
  /** All of them must be there. The first has the signature. */
  headers: readonly [string, ...string[]];
  /** The signatures in the headers; more than one while the sender changes its secret. */
  signatures(headers: IncomingHttpHeaders): string[];
  /** When it was signed; `null` where the vendor signs no time. */
  time: { header: string; read(headers: IncomingHttpHeaders): string; unitMs: 1 | 1_000 } | null;
  encoding: 'hex' | 'base64';
  /** What was signed, in pieces. */
  content(request: HookRequest, time: string): (string | Buffer)[];
}

export type SigningKind = Exclude<SourceKind, 'standard' | 'json'>;

export const SIGNING: Readonly<Record<SigningKind, SigningScheme>> = {
  hubspot: {
    headers: ['x-hubspot-signature-v3', 'x-hubspot-request-timestamp'],
    signatures: (headers) => [text(headers, 'x-hubspot-signature-v3')],
    time: { ...timeIn('x-hubspot-request-timestamp'), unitMs: 1 },
    encoding: 'base64',
    content: ({ method, url, body }, time) => [method, asHubspotSigns(url), body, time],
  },
  typeform: {
    headers: ['typeform-signature'],
    signatures: (headers) => prefixed(headers, 'typeform-signature'),
    time: null,
    encoding: 'base64',
    content: ({ body }) => [body],
  },
  facebook: {
    headers: ['x-hub-signature-256'],
    signatures: (headers) => prefixed(headers, 'x-hub-signature-256'),
    time: null,
    encoding: 'hex',
    content: ({ body }) => [body],
  },
  calendly: {
    headers: ['calendly-webhook-signature'],
    signatures: (headers) => partsOf(headers, 'v1'),
    time: {
      header: 'calendly-webhook-signature',
      read: (headers) => partsOf(headers, 't')[0] ?? '',
      unitMs: 1_000,
    },
    encoding: 'hex',
    content: ({ body }, time) => [`${time}.`, body],
  },
  webflow: {
    headers: ['x-webflow-signature', 'x-webflow-timestamp'],
    signatures: (headers) => [text(headers, 'x-webflow-signature')],
    time: { ...timeIn('x-webflow-timestamp'), unitMs: 1 },
    encoding: 'hex',
    content: ({ body }, time) => [`${time}:`, body],
  },
};

/** What a sender with this secret would have written. */
export function sign(scheme: SigningScheme, secret: string, request: HookRequest, time: string): string {
  const hmac = createHmac('sha256', secret);
  for (const piece of scheme.content(request, time)) hmac.update(piece);
  return hmac.digest(scheme.encoding);
}

function text(headers: IncomingHttpHeaders, name: string): string {
  return String(headers[name] ?? '');
}

function timeIn(header: string) {
  return { header, read: (headers: IncomingHttpHeaders) => text(headers, header) };
}

/** `sha256=…` */
function prefixed(headers: IncomingHttpHeaders, name: string): string[] {
  const [, signature] = /^sha256=(\S+)$/.exec(text(headers, name)) ?? [];
  return signature === undefined ? [] : [signature];
}

/** `t=…,v1=…` */
function partsOf(headers: IncomingHttpHeaders, key: string): string[] {
  const parts = text(headers, 'calendly-webhook-signature').split(',', MAX_PARTS);
  return parts
    .map((part) => part.trim())
    .flatMap((part) => (part.startsWith(`${key}=`) ? [part.slice(key.length + 1)] : []));
}

const MAX_PARTS = 10;

/** HubSpot signs the address with these characters in the clear, however they were sent. */
function asHubspotSigns(url: string): string {
  return url.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent);
}
