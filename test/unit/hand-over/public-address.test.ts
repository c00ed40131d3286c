/** Where webhooks may go: the public internet, however the address is written and whatever a name says a moment later. */
import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkHost, guardedLookup, mayBeReached } from '../../../src/crm/webhook/public-address.ts';
import { createWebhookReceiver } from '../../../src/crm/webhook/webhook-receiver.ts';
import { systemClock } from '../../../src/system/system-clock.ts';

describe('an address', () => {
  it.each([
    ['this machine', ['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '::1', '::']],
    [
      'private networks',
      ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fc00::1', 'fdff::1', 'fec0::1'],
    ],
    ['carriers', ['100.64.0.1', '100.127.255.255']],
    ['the link, and the metadata of clouds', ['169.254.0.1', '169.254.169.254', 'fe80::1', 'febf::1']],
    ['multicast and broadcast', ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1']],
    [
      'documentation, benchmarks and the future',
      [
        '192.0.0.1',
        '192.0.2.1',
        '198.18.0.1',
        '198.51.100.1',
        '203.0.113.1',
        '240.0.0.1',
        '2001:db8::1',
        '3fff::1',
        '2001:2::1',
        '100::1',
        '5f00::1',
        '4000::1',
        '1::1',
      ],
    ],
    [
      'an IPv4 address in disguise',
      [
        '::ffff:127.0.0.1',
        '::ffff:10.0.0.1',
        '::ffff:8.8.8.8',
        '::127.0.0.1',
        '::7f00:1',
        '64:ff9b::7f00:1',
        '64:ff9b:1::7f00:1',
        '2002:7f00:1::',
        '2001:0:1::1',
        '::ffff:0:127.0.0.1',
      ],
    ],
  ])('of %s is not reached', (_, addresses) => {
    expect(addresses.filter((address) => mayBeReached(address))).toEqual([]);
  });

  it('of the public internet is', () => {
    const addresses = [
      '8.8.8.8',
      '1.1.1.1',
      '93.184.216.34',
      '172.15.255.255',
      '172.32.0.1',
      '100.63.0.1',
      '2606:4700:4700::1111',
      '2a00:1450:4001::200e',
    ];
    expect(addresses.filter((address) => !mayBeReached(address))).toEqual([]);
  });

  it('is reached where the environment allows its range, and no other by that', () => {
    expect(mayBeReached('10.1.2.3', ['10.1.0.0/16', 'fd00::/8'])).toBe(true);
    expect(mayBeReached('fd00::1', ['10.1.0.0/16', 'fd00::/8'])).toBe(true);
    expect(mayBeReached('10.2.0.1', ['10.1.0.0/16', 'fd00::/8'])).toBe(false);
    expect(mayBeReached('::ffff:10.1.2.3', ['10.1.0.0/16'])).toBe(false);
  });

  it('of 10/8, 172.16/12, 192.168/16 and 127/8 never is, whichever it is', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const inside = fc.oneof(
      fc.tuple(fc.constantFrom(10, 127), byte, byte, byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
      fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    );
    fc.assert(
      fc.property(inside, (bytes) => !mayBeReached(bytes.join('.')) && !mayBeReached(`::ffff:${bytes.join('.')}`)),
    );
  });
});

describe('a host that is an address itself', () => {
  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://169.254.169.254/latest/',
    'https://０.0.0.0/',
  ])('is checked however it is written: %s', (url) => {
    expect(() => checkHost(new URL(url), [])).toThrow('address_refused');
  });

  it('and is public may be reached', () => {
    expect(() => checkHost(new URL('https://8.8.8.8/'), [])).not.toThrow();
  });
});

describe('a name', () => {
  const answering = (...rounds: LookupAddress[][]) => {
    let round = 0;
    return ((_name: string, _options: object, answer: (error: null, found: LookupAddress[]) => void) => {
      answer(null, rounds[Math.min(round++, rounds.length - 1)] ?? []);
    }) as unknown as Parameters<typeof guardedLookup>[1];
  };
  const PUBLIC = { address: '93.184.216.34', family: 4 };
  const PRIVATE = { address: '10.0.0.1', family: 4 };

  function ask(found: LookupAddress[], options: { all?: boolean } = {}): Promise<unknown> {
    return new Promise((resolve) =>
      guardedLookup([], answering(found))('hook.example', options, (error, address, family) =>
        resolve(error ? error.message : [address, family]),
      ),
    );
  }

  it('leads to its public address', async () => {
    expect(await ask([PUBLIC])).toEqual([PUBLIC.address, 4]);
    expect(await ask([PUBLIC], { all: true })).toEqual([[PUBLIC], undefined]);
  });

  it.each([
    ['a private address', [PRIVATE]],
    ['a public one and a private one', [PUBLIC, PRIVATE]],
    ['none', []],
  ])('with %s leads nowhere', async (_, found) => {
    expect(await ask(found)).toBe('handing over failed: address_refused');
    expect(await ask(found, { all: true })).toBe('handing over failed: address_refused');
  });

  it('that was public when it was first asked for, and leads inside when the connection is made, is refused then', async () => {
    let reached = 0;
    const inside = createServer((_request, response) => {
      reached += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    afterAll(() => inside.close());
    await new Promise((resolve) => inside.once('listening', resolve));
    const { port } = inside.address() as AddressInfo;
    const lookup = answering([{ address: '127.0.0.1', family: 4 }]);
    const receiver = createWebhookReceiver({
      url: new URL(`http://rebind.example:${port}/`),
      secrets: ['a-secret-of-twenty-four-characters'],
      allowed: [],
      clock: systemClock,
      ...(lookup ? { lookup } : {}),
    });
    const message = {
      version: 1,
      id: 'm',
      body: { type: 'lead.received' as const, timestamp: new Date(), data: { lead: {}, event: {} } },
    };
    const [result] = await receiver.handOver([{ leadId: 'l', messages: [message] }], new AbortController().signal);
    expect(result).toMatchObject({
      kind: 'failed',
      error: { code: 'address_refused', scope: 'target', retry: 'never' },
    });
    expect(reached).toBe(0);
  });
});
