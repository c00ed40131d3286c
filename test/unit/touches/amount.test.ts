import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AMOUNT_MAX, isAmount, parseAmount } from '../../../src/domain/amount.ts';

const read = (text: string, currency = 'EUR') => {
  const result = parseAmount(text, currency);
  return result.ok ? result.amount : result.problem;
};

describe('an amount', () => {
  it.each([
    ['12.5k€', 12_500],
    ['12,5k €', 12_500],
    ['€12,500', 12_500],
    ['€ 12,500.75', 12_500.75],
    ['12.500,00', 12_500],
    ['12.500', 12_500],
    ['12,500', 12_500],
    ['1 200 EUR', 1_200],
    ['1\u202F200,50 €', 1_200.5],
    ["1'200.50", 1_200.5],
    ['1.2m', 1_200_000],
    ['1.234m', 1_234_000],
    ['5 mio. €', 5_000_000],
    ['2 million euros', 2_000_000],
    ['1.234.567,89', 1_234_567.89],
    ['12,34,567', 1_234_567],
    ['0.5', 0.5],
    ['0,125', 0.13],
    ['.5', 0.5],
    ['EUR5k', 5_000],
    ['+1200', 1_200],
    ['99', 99],
    ['１２５００', 12_500],
  ])('typed as %s is %d', (text, amount) => expect(read(text)).toBe(amount));

  it.each([
    ['USD 5k', 'USD', 5_000],
    ['$5k', 'USD', 5_000],
    ['£20', 'GBP', 20],
    ['5 kr', 'SEK', 5],
    ['5k kr', 'SEK', 5_000],
    ['¥10,000', 'JPY', 10_000],
  ])('typed as %s is in the company’s %s', (text, currency, amount) => expect(read(text, currency)).toBe(amount));

  it.each(['USD 5k', '$5,000', '5k dollars', '£20', '12.5k CHF', '100 zł', '5kr'])(
    '%s is in another currency than euros',
    (text) => expect(read(text)).toBe('Amounts are in EUR here. Convert it, and type it again.'),
  );

  it('has no currency where the routing file names none', () => {
    expect(parseAmount('12.5k', undefined)).toEqual({ ok: true, amount: 12_500 });
    expect(parseAmount('12.5k€', undefined)).toMatchObject({ problem: expect.stringContaining('number alone') });
  });

  it.each(['-5', '−5 €', '0', '0.00', '0,004', '(500)'])('%s is nothing, or less', (text) =>
    expect(read(text)).toBe('An amount is more than nothing.'),
  );

  it.each([
    '1e99',
    'NaN',
    'Infinity',
    '',
    'a lot',
    '12.5.5',
    '1,2,3',
    '1 2 3',
    '12 500 0',
    '12..5',
    '0x10',
    '5 apples',
    '1.2345',
    '9'.repeat(50),
  ])('%s is none', (text) => expect(read(text)).toBe('An amount is a number such as 12500, 12.5k or EUR 12,500.'));

  it('above a trillion is a slip', () => {
    expect(read('1000bn')).toBe(AMOUNT_MAX);
    expect(read('1001bn')).toContain('trillion');
  });

  it('comes back from how any country writes it', () => {
    const locales = fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'es-ES', 'en-IN', 'sv-SE');
    const cents = fc.integer({ min: 1, max: 10 ** 14 });
    fc.assert(
      fc.property(locales, cents, fc.boolean(), (locale, count, withCurrency) => {
        const amount = count / 100;
        const style = withCurrency ? { style: 'currency' as const, currency: 'EUR' } : { minimumFractionDigits: 2 };
        expect(read(new Intl.NumberFormat(locale, style).format(amount))).toBe(amount);
      }),
    );
  });

  it('of any text is usable or refused with a sentence that repeats nothing', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[€$ +-]{0,2}[\d., ']{1,12}[kmb€ ]{0,3}$/));
    fc.assert(
      fc.property(text, (typed) => {
        const result = parseAmount(typed, 'EUR');
        expect(result.ok ? isAmount(result.amount) : result.problem.endsWith('.')).toBe(true);
      }),
    );
  });
});
