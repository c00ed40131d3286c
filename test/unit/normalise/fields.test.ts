import { describe, expect, it } from 'vitest';
import { companyDomain } from '../../../src/domain/normalise/company-domain.ts';
import { normaliseEmail } from '../../../src/domain/normalise/email.ts';
import { normaliseLanguage } from '../../../src/domain/normalise/language.ts';
import { nearestName } from '../../../src/domain/normalise/nearest-name.ts';
import { parseAmount, parseHeadcount } from '../../../src/domain/normalise/numbers.ts';
import { normalisePhone } from '../../../src/domain/normalise/phone.ts';
import { normaliseWebsite } from '../../../src/domain/normalise/website.ts';

describe('normaliseEmail', () => {
  it.each([
    ['Ana@Acme.EXAMPLE', 'ana@acme.example'],
    ['mailto:ana@acme.example', 'ana@acme.example'],
    ['Ana Ruiz <ana@acme.example>', 'ana@acme.example'],
    ['<mailto:ana@acme.example>', 'ana@acme.example'],
    ['ana+news_1.x@mail.acme.co.uk', 'ana+news_1.x@mail.acme.co.uk'],
    ["o'neil@acme.example", "o'neil@acme.example"],
    ['ana@müller.example', 'ana@müller.example'],
  ])('reads %j as %s', (given, expected) => {
    expect(normaliseEmail(given)).toBe(expected);
  });

  it.each([
    'ana',
    'ana@',
    '@acme.example',
    'ana@localhost',
    'ana@acme.example.',
    'ana@acme..example',
    'ana@127.0.0.1',
    'a na@acme.example',
    'ana@acme.example, bob@acme.example',
    'ana@acme.example;bob@acme.example',
    `${'a'.repeat(65)}@acme.example`,
    `ana@${'a.'.repeat(130)}example`,
    '=cmd|calc@acme.example;',
    'ana@acme.example/x',
  ])('refuses %j', (given) => {
    expect(normaliseEmail(given)).toBeNull();
  });
});

describe('normalisePhone', () => {
  it.each([
    ['(212) 555-0123', 'US', '+12125550123'],
    ['+34 911 23 45 67', undefined, '+34911234567'],
    ['0034 911 234 567', undefined, '+34911234567'],
    ['0034 911 234 567', 'US', '+34911234567'],
    ['911 234 567', 'ES', '+34911234567'],
    ['020 7946 0958', 'GB', '+442079460958'],
    ['tel:+34911234567', 'DE', '+34911234567'],
  ])('reads %j in %s as %s', (given, country, number) => {
    expect(normalisePhone(given, country)).toEqual({ number });
  });

  it.each([
    ['911 234 567', undefined],
    ['555-0123', 'US'],
    ['ask for Ana', 'ES'],
    ['+34 911 234 567 or +34 911 234 568', 'ES'],
    ['911', 'XK'],
  ])('keeps %j in %s as typed', (given, country) => {
    expect(normalisePhone(given, country)).toEqual({ number: given });
  });

  it('keeps the extension, which E.164 has no place for', () => {
    expect(normalisePhone('(212) 555-0123 ext. 45', 'US')).toEqual({ number: '+12125550123', extension: '45' });
  });
});

describe('normaliseLanguage', () => {
  const spellings: Record<string, string[]> = {
    es: ['es', 'ES', 'es-ES', 'es_MX', 'spa', 'Spanish', 'español', 'Espagnol', 'Castellano'],
    en: ['English (UK)', 'en-US,en;q=0.9', 'Englisch', 'eng'],
    pt: ['Portuguese - Brazil', 'pt-BR', 'Português'],
    zh: ['zh-Hans', 'Chinese (Simplified)', '中文', 'Mandarin'],
    de: ['ger', 'deu', 'Deutsch'],
    he: ['iw', 'Hebrew'],
    tl: ['fil', 'Filipino'],
    ca: ['català'],
  };
  it.each(Object.entries(spellings).flatMap(([code, names]) => names.map((name): [string, string] => [name, code])))(
    'reads %j as %s',
    (name, code) => {
      expect(normaliseLanguage(name)).toBe(code);
    },
  );

  it.each(['Klingon', 'US', 'xx-YY', '', '-', '(', 'constructor'])('reads %j as no language', (name) => {
    expect(normaliseLanguage(name)).toBeUndefined();
  });
});

describe('normaliseWebsite', () => {
  it.each([
    ['acme.example', 'https://acme.example'],
    ['www.Acme.example/', 'https://www.acme.example'],
    ['//acme.example/a?b=1', 'https://acme.example/a?b=1'],
    ['HTTP://acme.example:8080', 'http://acme.example:8080'],
    ['acme.example:8080/x', 'https://acme.example:8080/x'],
    ['https://ana:secret@acme.example/x', 'https://acme.example/x'],
    ['müller.example', 'https://xn--mller-kva.example'],
  ])('reads %j as %s', (given, expected) => {
    expect(normaliseWebsite(given)).toBe(expected);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://acme.example',
    'file:///etc/passwd',
    'n/a',
    'none',
    'http://127.0.0.1',
    'two words.example',
  ])('takes %j for no web address', (given) => {
    expect(normaliseWebsite(given)).toBeNull();
  });
});

describe('companyDomain', () => {
  it.each([
    ['https://www.acme.co.uk/x', 'ana@other.example', 'acme.co.uk'],
    [undefined, 'ana@mail.acme.example', 'acme.example'],
    ['https://www.linkedin.com/company/acme', 'ana@acme.example', 'acme.example'],
    ['https://acme.myshopify.com', undefined, 'acme.myshopify.com'],
    [undefined, 'ana@gmail.com', undefined],
    [undefined, 'ana@yahoo.co.uk', undefined],
    ['https://facebook.com/acme', 'ana@hotmail.com', undefined],
    [undefined, undefined, undefined],
  ])('of website %s and e-mail %s is %s', (website, email, domain) => {
    expect(companyDomain(website, email)).toBe(domain);
  });
});

describe('parseAmount', () => {
  it.each([
    [1200.5, 1200.5],
    ['1200', 1200],
    ['1200.50', 1200.5],
    ['1,200', 1200],
    ['1,200,300.5', 1_200_300.5],
    ['1.200,50', 1200.5],
    ['1.200.300', 1_200_300],
    ['1 200,5', 1200.5],
    ["1'200.50", 1200.5],
    ['12,5', 12.5],
    ['0,500', 0.5],
    ['0.500', 0.5],
    ['1096.000', 1096],
  ])('reads %j as %d', (given, expected) => {
    expect(parseAmount(given)).toBe(expected);
  });

  it.each(['1.200', '12.345', '$5', '5 EUR', '-5', '1e5', '1,2,3', '1,20.5', '', 'abc', '=1+1', -1, 1e16])(
    'refuses %j',
    (given) => {
      expect(parseAmount(given)).toBeNull();
    },
  );
});

describe('parseHeadcount', () => {
  it.each([
    [250, 250],
    ['250', 250],
    ['1,200', 1200],
    ['1.200', 1200],
    ['51-200', 51],
    ['51 – 200 employees', 51],
    ['51 to 200', 51],
    ['1000+', 1000],
    ['10,001+ employees', 10_001],
    ['1,200 people', 1200],
  ])('reads %j as %d', (given, expected) => {
    expect(parseHeadcount(given)).toBe(expected);
  });

  it.each([12.5, '12.5', '200-51', '10-Jan', 'many', '-5', -5, '', '1e3', 1e9])('refuses %j', (given) => {
    expect(parseHeadcount(given)).toBeNull();
  });
});

describe('nearestName', () => {
  const names = ['email', 'firstName', 'company', 'city'] as const;
  it.each([
    ['emial', 'email'],
    ['first_name', 'firstName'],
    ['Compnay', 'company'],
    ['cty', 'city'],
    ['shoeSize', undefined],
  ])('suggests for %j %s', (given, expected) => {
    expect(nearestName(given, names)).toBe(expected);
  });

  it('does not compare names of more than 40 characters', () => {
    expect(nearestName('x'.repeat(40), ['x'.repeat(40)])).toBe('x'.repeat(40));
    expect(nearestName('x'.repeat(41), ['x'.repeat(41)])).toBeUndefined();
  });
});
