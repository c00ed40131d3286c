/** The guards of forms, each by itself: tokens, limits, addresses, and HTML in which nothing comes unescaped. */
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../../src/http/forms/client-address.ts';
import { createFormLimits } from '../../../src/http/forms/form-limits.ts';
import { createFormTokens } from '../../../src/http/forms/form-token.ts';
import { html } from '../../../src/http/forms/html.ts';

const KEY = 'an-invented-key-for-tests';

describe('a form’s token', () => {
  const NOW = Date.UTC(2026, 2, 2);
  const at = (ms: number) => createFormTokens(KEY, () => NOW + ms);
  const token = at(0).issue('contact');

  it('holds from 2 s to 24 h on every instance with the same key, and is fast before', () => {
    expect(at(1_999).check('contact', token)).toMatchObject({ kind: 'valid', isFast: true });
    expect(at(2_000).check('contact', token)).toMatchObject({ kind: 'valid', isFast: false });
    expect(at(86_400_000).check('contact', token)).toMatchObject({ kind: 'valid', isFast: false });
    expect(at(86_400_001).check('contact', token)).toEqual({ kind: 'invalid' });
    expect(at(-60_001).check('contact', token)).toEqual({ kind: 'invalid' });
  });

  it('has a nonce of its own', () => {
    const nonces = Array.from({ length: 100 }, () => at(0).check('contact', at(0).issue('contact')));
    expect(new Set(nonces.map((check) => check.kind === 'valid' && check.nonce)).size).toBe(100);
  });

  it('is of no use with another form, another key, or no key', () => {
    expect(at(5_000).check('contac', token).kind).toBe('invalid');
    expect(createFormTokens(`${KEY}2`, () => NOW + 5_000).check('contact', token).kind).toBe('invalid');
    expect(createFormTokens(null, () => NOW + 5_000).check('contact', token).kind).toBe('invalid');
  });

  it('is invalid with any byte changed, and so is anything else', () => {
    const bytes = Buffer.from(token, 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, by) => {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ by;
        expect(at(5_000).check('contact', changed.toString('base64url')).kind).toBe('invalid');
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        expect(at(5_000).check('contact', text).kind).toBe('invalid');
      }),
    );
  });
});

describe('limits', () => {
  it('remember as many addresses as they may, and forget whoever has not sent for longest', () => {
    const takeTurn = createFormLimits({
      perAddress: { burst: 1, perSecond: 0.1 },
      perForm: { burst: 1_000, perSecond: 1 },
      mostAddresses: 3,
    });
    const sent = ['a', 'b', 'c', 'a', 'd', 'a', 'b'].map((address) => takeTurn('contact', address) === 0);
    expect(sent).toEqual([true, true, true, false, true, false, true]);
  });
});

describe('the sender’s address', () => {
  const request = (remoteAddress: string | undefined, forwarded?: string) =>
    ({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } }) as unknown as IncomingMessage;

  it.each([
    ['the socket’s', '192.0.2.1', undefined, false, '192.0.2.1'],
    ['IPv4 in IPv6', '::ffff:192.0.2.1', undefined, false, '192.0.2.1'],
    ['a network in IPv6', '2001:db8:1:2:3:4:5:6', undefined, false, '2001:db8:1:2::'],
    ['not what anybody writes', '192.0.2.1', '198.51.100.1', false, '192.0.2.1'],
    ['what our proxy writes, at the end', '192.0.2.1', '203.0.113.1, 198.51.100.1', true, '198.51.100.1'],
    ['with a port', '192.0.2.1', '198.51.100.1:80', true, '198.51.100.1'],
    ['the socket’s where a proxy writes none', '192.0.2.1', 'unknown', true, '192.0.2.1'],
    ['of a socket that is closed', undefined, undefined, false, 'unknown'],
  ])('is %s', (_, remote, forwarded, trustProxy, address) => {
    expect(clientAddress(request(remote, forwarded), trustProxy)).toBe(address);
  });
});

describe('html', () => {
  it('lets no value open a tag or leave its attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const { text } = html`<p title="${value}">${[value, html`<b>${value}</b>`]}</p>`;
        expect(text.replace(/<p title="[^"<>]*">[^<>]*<b>[^<>]*<\/b><\/p>/s, '')).toBe('');
      }),
    );
  });
});
