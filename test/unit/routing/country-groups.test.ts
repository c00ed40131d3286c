/** The groups of countries: only real countries, no name that is also a code, and the world shared out without gaps. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { iso31661 } from 'iso-3166';
import { describe, expect, it } from 'vitest';
import { COUNTRY_GROUPS } from '../../../src/domain/country-groups.ts';

const group = (name: string): readonly string[] => COUNTRY_GROUPS.get(name) ?? [];
/** Without inhabitants of their own: Antarctica and the like. */
const UNINHABITED = ['AQ', 'BV', 'GS', 'HM', 'IO', 'TF', 'UM'];

describe('country groups', () => {
  it.each([...COUNTRY_GROUPS])('%s has only ISO codes, sorted, each once', (_, codes) => {
    const known = iso31661.map((country) => country.alpha2);
    expect(codes.filter((code) => !known.includes(code))).toEqual([]);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  it('have names that are no country codes', () => {
    const codes = iso31661.flatMap((country) => [country.alpha2, country.alpha3]);
    expect([...COUNTRY_GROUPS.keys()].filter((name) => codes.includes(name))).toEqual([]);
  });

  it('EMEA, AMER and APAC have every inhabited country exactly once', () => {
    const world = [...group('EMEA'), ...group('AMER'), ...group('APAC'), ...UNINHABITED].sort();
    expect(world).toEqual(iso31661.map((country) => country.alpha2).sort());
  });

  it.each([
    ['EU', 27],
    ['EEA', 30],
    ['EFTA', 4],
    ['DACH', 3],
    ['BENELUX', 3],
    ['IBERIA', 2],
    ['GCC', 6],
    ['ASEAN', 11],
    ['NORAM', 2],
  ])('%s has %i members', (name, count) => {
    expect(group(name)).toHaveLength(count);
  });

  it('are listed in docs/routing-file.md with their members', async () => {
    const page = await readFile(join(import.meta.dirname, '../../../docs/routing-file.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([A-Z]+)` \| ([A-Z ]+) \|$/gm)].map(([, name, codes]) => [
      name,
      codes?.split(' '),
    ]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(COUNTRY_GROUPS));
  });
});
