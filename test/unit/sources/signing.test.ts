/** Signatures against those of others: HubSpot's own library, and what vendors print in their documentation. */
import { Signature } from '@hubspot/api-client';
import { describe, expect, it } from 'vitest';
import { type HookRequest, SIGNING, sign } from '../../../src/http/hooks/signing.ts';

function request(changes: Partial<HookRequest> = {}): HookRequest {
  return {
    method: 'POST',
    url: 'https://dibs.example/hooks/crm',
    headers: {},
    body: Buffer.from('{"a":"ü"}'),
    ...changes,
  };
}

describe('our signature for HubSpot', () => {
  it('is that of HubSpot’s own library', () => {
    const timestamp = 1_772_442_000_000;
    const theirs = Signature.getSignature('POST', 'v3', {
      clientSecret: 'an-invented-client-secret',
      requestBody: '{"a":"ü"}',
      signature: '',
      url: 'https://dibs.example/hooks/crm',
      timestamp,
    });
    expect(sign(SIGNING.hubspot, 'an-invented-client-secret', request(), String(timestamp))).toBe(theirs);
  });

  it('has the characters of the address in the clear that HubSpot decodes, and no others', () => {
    const signed = (url: string) => sign(SIGNING.hubspot, 'secret', request({ url }), '1');
    expect(signed('https://dibs.example/h?a=%3A%2f%40%20%26')).toBe(signed('https://dibs.example/h?a=:/@%20%26'));
    expect(signed('https://dibs.example/h?a=%20')).not.toBe(signed('https://dibs.example/h?a= '));
  });
});

describe('the signatures in a header', () => {
  it('of Calendly are all that it has, beside the time', () => {
    const headers = { 'calendly-webhook-signature': 't=1492774577, v1=aa,v1=bb' };
    expect(SIGNING.calendly.signatures(headers)).toEqual(['aa', 'bb']);
    expect(SIGNING.calendly.time?.read(headers)).toBe('1492774577');
  });

  it.each(['aa', 'sha1=aa', 'sha256=', 'sha256=a a'])('of Facebook are none in %s', (header) => {
    expect(SIGNING.facebook.signatures({ 'x-hub-signature-256': header })).toEqual([]);
  });
});
