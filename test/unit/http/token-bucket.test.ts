import { expect, it } from 'vitest';
import { createTokenBucket } from '../../../src/http/token-bucket.ts';

it('lets a burst of 3 through, then 2 a second, and says how long to wait', () => {
  let now = 0;
  const bucket = createTokenBucket({ perSecond: 2, burst: 3, nowMs: () => now });
  expect([1, 2, 3].map(() => bucket.take())).toEqual([0, 0, 0]);
  expect(bucket.take()).toBe(0.5);
  now = 500;
  expect(bucket.take()).toBe(0);
  expect(bucket.take()).toBe(0.5);
  now = 1_000_000;
  expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([0, 0, 0, 0.5]);
});
