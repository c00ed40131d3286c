import { describe, expect, it } from 'vitest';
import { demoLead } from '../../src/playground/demo-leads.ts';
import { seededRandom } from '../../src/playground/seeded-random.ts';

const thousand = Array.from({ length: 1_000 }, (_, n) => demoLead(42, n));

describe('demoLead', () => {
  it('gives the same lead for the same seed and number, and another for another', () => {
    expect(demoLead(42, 7)).toEqual(thousand[7]);
    expect(demoLead(43, 7)).not.toEqual(thousand[7]);
    expect(demoLead(42, 8)).not.toEqual(thousand[7]);
  });

  it('covers 6 countries, 3 products and 7 sizes', () => {
    const values = (key: 'country' | 'product' | 'employees') => [...new Set(thousand.map((lead) => lead[key]))].sort();
    expect(values('country')).toEqual(['DE', 'ES', 'FR', 'GB', 'PT', 'US']);
    expect(values('product')).toEqual(['basic', 'enterprise', 'pro']);
    expect(values('employees')).toHaveLength(7);
  });

  it('invents nobody who could exist: .example addresses and 555 numbers', () => {
    for (const lead of thousand) {
      expect(lead.email).toMatch(/^[a-z]+\.[a-z]+@[a-z]+\.example$/);
      expect(lead.website).toMatch(/^https:\/\/[a-z]+\.example$/);
      expect(lead.phone).toMatch(/^\+\d{1,3} 555 01\d{4}$/);
    }
  });

  it('gives each lead of a series an id of its own', () => {
    expect(new Set(thousand.map((lead) => lead.externalId)).size).toBe(1_000);
  });
});

describe('seededRandom', () => {
  it('is even: 100,000 numbers fall into 10 bins of 10,000 ± 4 %', () => {
    const random = seededRandom(1);
    const bins = Array.from({ length: 10 }, () => 0);
    for (let n = 0; n < 100_000; n += 1) {
      const bin = Math.floor(random() * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    expect(Math.min(...bins)).toBeGreaterThan(9_600);
    expect(Math.max(...bins)).toBeLessThan(10_400);
  });
});
