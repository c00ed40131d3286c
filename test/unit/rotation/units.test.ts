import { describe, expect, it } from 'vitest';
import { inLeads, LEAD, weightUnits } from '../../../src/domain/rotation/units.ts';

describe('units of the rotation', () => {
  it('divide a lead without a rest among 1 to 16 members of weight 1', () => {
    for (let members = 1; members <= 16; members += 1) expect(LEAD % BigInt(1000 * members)).toBe(0n);
  });

  it('are shown as leads with two decimals, and never as -0', () => {
    expect([LEAD, -LEAD / 3n, LEAD / 8n, -1n, 0n].map(inLeads)).toEqual([1, -0.33, 0.13, 0, 0]);
  });

  it('hold weights as thousandths from 0.001 to 1000, and refuse others', () => {
    expect([0.001, 0.1 + 0.2, 1.005, 1000].map(weightUnits)).toEqual([1, 300, 1005, 1_000_000]);
    for (const weight of [0, -1, 0.0004, 1000.001, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => weightUnits(weight)).toThrow(RangeError);
  });
});
