import countries from 'i18n-iso-countries';
import { describe, expect, it } from 'vitest';
import { normaliseCountry } from '../../../src/domain/normalise/country.ts';
import { COUNTRY_NICKNAMES } from '../../../src/domain/normalise/country-nicknames.ts';
import { normaliseRegion } from '../../../src/domain/normalise/region.ts';
import { REGION_NAMES } from '../../../src/domain/normalise/region-names.ts';
import { foldName } from '../../../src/domain/normalise/text.ts';

describe('normaliseCountry', () => {
  const spellings: Record<string, string[]> = {
    US: ['us', 'USA', '840', 'United States', 'U.S.A.', 'United States of America', 'America', 'EE. UU.', 'États-Unis'],
    GB: ['UK', 'U.K.', 'gbr', 'England', 'Scotland', 'Wales', 'Northern Ireland', 'Great Britain', 'Reino Unido'],
    ES: ['Spain', 'España', 'ESPANA', 'Espagne', 'Spanien', ' spain. '],
    DE: ['Germany', 'Deutschland', 'Alemania', 'Allemagne', 'Germania'],
    NL: ['Holland', 'The Netherlands', 'Nederland', 'Pays-Bas'],
    KR: ['Korea', 'South Korea', 'Korea, Republic of', 'Republic of Korea', '한국', '대한민국'],
    CZ: ['Czech Republic', 'Czechia'],
    CI: ['Ivory Coast', "Côte d'Ivoire", 'Côte d’Ivoire', 'COTE DIVOIRE'],
    AE: ['UAE', 'U.A.E.', 'Emirates', 'United Arab Emirates'],
    AT: ['Österreich', 'Osterreich', 'Oesterreich'],
    JP: ['日本', 'Japón', 'Japan'],
    BS: ['The Bahamas', 'Bahamas, The'],
    AF: ['4', '004'],
    TW: ['台灣', '臺灣', 'Taiwan'],
    GR: ['EL', 'Ελλάδα'],
    XK: ['Kosovo'],
  };
  it.each(Object.entries(spellings).flatMap(([code, names]) => names.map((name): [string, string] => [name, code])))(
    'reads %j as %s',
    (name, code) => {
      expect(normaliseCountry(name)).toBe(code);
    },
  );

  it.each(['Atlantis', 'xx', '', '-', 'Congo', '999', 'constructor', '__proto__'])('reads %j as no country', (name) => {
    expect(normaliseCountry(name)).toBeUndefined();
  });

  it('knows every English name of all 250 countries, and every nickname', () => {
    const names = Object.entries(countries.getNames('en'));
    expect(names.length).toBeGreaterThanOrEqual(249);
    const wrong = names.filter(([code, name]) => normaliseCountry(name) !== code).map(([, name]) => name);
    expect(wrong).toEqual([]);
    for (const [name, code] of Object.entries(COUNTRY_NICKNAMES)) {
      expect([foldName(name), normaliseCountry(name)]).toEqual([name, code]);
    }
  });
});

describe('normaliseRegion', () => {
  it.each([
    ['California', 'US', 'US-CA'],
    ['CA', 'US', 'US-CA'],
    ['us-ca', undefined, 'US-CA'],
    ['Washington, D.C.', 'US', 'US-DC'],
    ['State of Texas', 'US', 'US-TX'],
    ['Bayern', 'DE', 'DE-BY'],
    ['Bavaria', 'DE', 'DE-BY'],
    ['Île-de-France', 'FR', 'FR-IDF'],
    ['ile de france', 'FR', 'FR-IDF'],
    ['Comunidad de Madrid', 'ES', 'ES-MD'],
    ['Madrid', 'ES', 'ES-MD'],
    ['Cataluña', 'ES', 'ES-CT'],
    ['Tokyo', 'JP', 'JP-13'],
    ['13', 'JP', 'JP-13'],
    ['Seoul', 'KR', 'KR-11'],
    ['Guangdong Province', 'CN', 'CN-GD'],
    ['Québec', 'CA', 'CA-QC'],
    ['England', 'GB', 'GB-ENG'],
  ])('reads %j in %s as %s', (text, country, code) => {
    expect(normaliseRegion(text, country)).toBe(code);
  });

  it.each([
    ['California', undefined],
    ['Nowhere', 'US'],
    ['København', 'DK'],
    ['constructor', 'US'],
    ['Kent', 'XK'],
  ])('keeps %j in %s as typed', (text, country) => {
    expect(normaliseRegion(text, country)).toBe(text);
  });

  it('has only existing regions among the English names', () => {
    for (const [country, names] of Object.entries(REGION_NAMES)) {
      for (const [name, code] of Object.entries(names)) {
        expect(foldName(name)).toBe(name);
        expect(normaliseRegion(`${country}-${code}`.toLowerCase(), undefined)).toBe(`${country}-${code}`);
        expect(normaliseRegion(name, country)).toBe(`${country}-${code}`);
      }
    }
  });
});
