/** Chance that is the same each time: who is drawn into which arm. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawArm, personKey } from '../../../src/domain/experiments/draw-arm.ts';
import { murmur3 } from '../../../src/domain/experiments/murmur.ts';

const EVEN = [{ share: 1 }, { share: 1 }];
const KEYS = Array.from({ length: 100_000 }, (_, index) => `email person.${index}@company-${index % 977}.example`);

function countDraws(arms: readonly { share: number }[], experiment: string): number[] {
  const counts = arms.map(() => 0);
  for (const key of KEYS) {
    const arm = drawArm(arms, experiment, key);
    counts[arm] = (counts[arm] ?? 0) + 1;
  }
  return counts;
}

/** How far the counts are from what the shares promise (Pearson). */
function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const all = shares.reduce((sum, share) => sum + share, 0);
  return counts.reduce((sum, count, index) => {
    const expected = (total * (shares[index] ?? 0)) / all;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

describe('the hash', () => {
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aa', 0x9747b28c, 0x5d211726],
    ['a', 0x9747b28c, 0x7fa09ea6],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ])('of "%s" with seed %i is what MurmurHash3 is known to give', (text, seed, hash) => {
    expect(murmur3(text, seed)).toBe(hash);
  });
});

describe('who is drawn into which arm', () => {
  // Beyond the 99.9 % point of χ² with as many degrees of freedom as there are arms less one.
  it.each([
    ['two', [1, 1], 10.83],
    ['three', [1, 1, 1], 13.82],
    ['six', [1, 1, 1, 1, 1, 1], 20.52],
    ['unequal', [8, 1, 1], 13.82],
    ['fractional', [0.5, 1.5], 10.83],
  ])('is as the shares say, over 100,000 e-mail addresses: %s arms', (_, shares, limit) => {
    const arms = shares.map((share) => ({ share }));
    for (const name of ['Iberia', 'Big deals', 'x']) {
      expect(chiSquare(countDraws(arms, name), shares)).toBeLessThan(limit);
    }
  });

  it('says nothing of where another experiment draws them', () => {
    const both = [0, 0, 0, 0];
    for (const key of KEYS) {
      const cell = 2 * drawArm(EVEN, 'Iberia', key) + drawArm(EVEN, 'Iberia 2', key);
      both[cell] = (both[cell] ?? 0) + 1;
    }
    expect(chiSquare(both, [1, 1, 1, 1])).toBeLessThan(16.27);
  });

  it('is always the same, and one of the arms', () => {
    const arms = fc.array(fc.record({ share: fc.double({ min: 0.001, max: 1000, noNaN: true }) }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(arms, fc.string(), fc.string(), (given, experiment, key) => {
        const arm = drawArm(given, experiment, key);
        expect(given[arm]).toBeDefined();
        expect(drawArm(given, experiment, key)).toBe(arm);
      }),
    );
  });
});

describe('a person', () => {
  it('is known by the e-mail address, else the phone number, else the sender’s id, else not', () => {
    const all = {
      email: 'ines@quarry.example',
      phone: '+34911234567',
      externalId: '42',
      source: 'hubspot',
      custom: {},
    };
    const { email: _email, ...reachable } = all;
    const { phone: _phone, ...listed } = reachable;
    expect(personKey(all)).toBe('email ines@quarry.example');
    expect(personKey({ email: all.email, custom: {} })).toBe(personKey(all));
    expect(personKey(reachable)).toBe('phone +34911234567');
    expect(personKey(listed)).toBe('external hubspot 42');
    expect(personKey({ ...listed, source: 'webinar' })).not.toBe(personKey(listed));
    expect(personKey({ name: 'Ines', company: 'Quarry', custom: {} })).toBeNull();
  });
});
