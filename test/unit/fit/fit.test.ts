import { describe, expect, it } from 'vitest';
import { createFit } from '../../../src/domain/fit/fit.ts';
import type { FitOptions, RepSkills, Territory } from '../../../src/domain/fit/skills.ts';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import { FULL_ATTRIBUTES } from '../../helpers/leads.ts';

function misfits(skills: RepSkills, lead: Partial<LeadAttributes>, options?: FitOptions) {
  return createFit(skills, options).misfits({ custom: {}, ...lead });
}

function fits(skills: RepSkills, lead: Partial<LeadAttributes>, options?: FitOptions): boolean {
  return misfits(skills, lead, options).length === 0;
}

describe('what a rep takes', () => {
  it('a rep without skills takes every lead', () => {
    expect(createFit(undefined).misfits(FULL_ATTRIBUTES)).toEqual([]);
    expect(createFit({}).misfits({ custom: {} })).toEqual([]);
  });

  it('tells every misfit, with what the rep takes and what the lead has', () => {
    const skills: RepSkills = {
      countries: ['PT', 'FR'],
      regions: ['ES-CT'],
      postalCodes: ['08', '25000-25999'],
      languages: ['pt'],
      industries: ['Retail'],
      employees: { from: 50, to: 500 },
      products: ['Pro'],
    };
    expect(createFit(skills).misfits(FULL_ATTRIBUTES)).toEqual([
      { skill: 'countries', wants: 'PT, FR', has: 'ES' },
      { skill: 'regions', wants: 'ES-CT', has: 'ES-MD' },
      { skill: 'postalCodes', wants: '08, 25000-25999', has: '28108' },
      { skill: 'languages', wants: 'pt', has: 'es' },
      { skill: 'industries', wants: 'Retail', has: 'Confiture' },
      { skill: 'employees', wants: '50–500 employees', has: '8317' },
      { skill: 'products', wants: 'Pro', has: 'Jarmaster' },
    ]);
  });

  it('a list of more than five is shortened', () => {
    const [misfit] = misfits({ countries: ['AT', 'BE', 'CH', 'DE', 'FR', 'NL', 'LU'] }, { country: 'ES' });
    expect(misfit?.wants).toBe('AT, BE, CH, DE, FR and 2 more');
  });

  it('a lead that does not say fits nobody whose skill asks, and everybody where the pool says so', () => {
    const skills: RepSkills = {
      countries: ['ES'],
      languages: ['es'],
      employees: { from: 10 },
      postalCodes: ['28'],
      regions: ['ES-MD'],
    };
    expect(misfits(skills, {}).map(({ skill, has }) => [skill, has])).toEqual([
      ['countries', null],
      ['regions', null],
      ['postalCodes', null],
      ['languages', null],
      ['employees', null],
    ]);
    expect(misfits(skills, {}, { unknown: 'fit' })).toEqual([]);
    expect(misfits(skills, { country: 'FR' }, { unknown: 'fit' })).toHaveLength(1);
  });

  it.each([
    ['GTX Pro', 'GTXPro', true],
    ['GTX Pro', 'gtx-pro', true],
    ['Café', 'CAFE', true],
    ['Pro', 'Pro+', false],
    ['Pro+', 'pro plus', true],
    ['C#', 'C++', false],
    ['日本', '日本', true],
    ['🚀', '🚀', true],
    ['🚀', '🎈', false],
  ])('product %s takes a lead for %s: %s', (takes, product, expected) => {
    expect(fits({ products: [takes] }, { product })).toBe(expected);
    expect(fits({ industries: [takes] }, { industry: product })).toBe(expected);
  });

  it.each([
    [{ from: 50 }, 49, false],
    [{ from: 50 }, 50, true],
    [{ to: 500 }, 500, true],
    [{ to: 500 }, 501, false],
    [{ from: 50, to: 500 }, 0, false],
    [{}, 3, true],
  ])('company size %o takes %d employees: %s', (employees, count, expected) => {
    expect(fits({ employees }, { employees: count })).toBe(expected);
  });

  it('a region written out means its code in the countries that the rep takes', () => {
    expect(fits({ countries: ['US'], regions: ['California'] }, { country: 'US', region: 'US-CA' })).toBe(true);
    expect(fits({ regions: ['us-ca'] }, { region: 'US-CA' })).toBe(true);
    expect(fits({ regions: ['Middle Earth'] }, { region: 'middle-earth' })).toBe(true);
  });

  it('a region contains its parts: Paris is in Île-de-France, and Île-de-France is not in Paris', () => {
    expect(fits({ regions: ['FR-IDF'] }, { region: 'FR-75C' })).toBe(true);
    expect(fits({ regions: ['FR-75C'] }, { region: 'FR-IDF' })).toBe(false);
    expect(fits({ regions: ['FR-BRE'] }, { region: 'FR-75C' })).toBe(false);
  });
});

describe('territories', () => {
  const territories: Territory[] = [
    { country: 'ES', postalFrom: '28000', postalTo: '28999' },
    { country: 'PT', product: 'Pro' },
    { region: 'US-CA', country: 'US' },
  ];

  it.each([
    [{ country: 'ES', postalCode: '28013' }, true],
    [{ country: 'ES', postalCode: '29013' }, false],
    [{ country: 'FR', postalCode: '28013' }, false],
    [{ country: 'PT', product: 'pro' }, true],
    [{ country: 'PT', product: 'basic' }, false],
    [{ country: 'US', region: 'US-CA' }, true],
    [{ country: 'US', region: 'US-NV' }, false],
  ])('a lead with %o lies in one of three rows: %s', (lead, expected) => {
    expect(fits({ territories }, lead)).toBe(expected);
  });

  it('are alternatives to each other, and come on top of the other skills', () => {
    const skills = { territories, languages: ['es'] };
    expect(fits(skills, { country: 'ES', postalCode: '28013', language: 'es' })).toBe(true);
    expect(misfits(skills, { country: 'ES', postalCode: '28013', language: 'en' })).toEqual([
      { skill: 'languages', wants: 'es', has: 'en' },
    ]);
  });

  it('say what they are and what the lead has', () => {
    expect(misfits({ territories }, { country: 'ES', postalCode: '41001' })).toEqual([
      { skill: 'territories', wants: 'ES 28000-28999, PT, product Pro, US-CA', has: 'ES 41001' },
    ]);
    expect(misfits({ territories }, {})[0]?.has).toBeNull();
  });

  it('a lead that leaves the deciding field out lies in none, unless the pool lets unknown fit', () => {
    expect(fits({ territories }, { country: 'ES' })).toBe(false);
    expect(fits({ territories }, { country: 'ES' }, { unknown: 'fit' })).toBe(true);
    expect(fits({ territories }, { country: 'FR' }, { unknown: 'fit' })).toBe(false);
  });

  it('rows of another pool do not count, and a rep with only such rows is not narrowed', () => {
    const skills = { territories: [{ country: 'ES', pool: 'iberia' }] };
    expect(fits(skills, { country: 'FR' }, { pool: 'iberia' })).toBe(false);
    expect(fits(skills, { country: 'FR' }, { pool: 'world' })).toBe(true);
  });
});
