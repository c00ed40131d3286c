/** Amounts of money as people type them: `12.5k€`, `€12,500`, `12.500,00`, `1 200 EUR`, `1.2m`. Always in the company's own currency. */

/** More is a slip of the finger: no deal brings a trillion. */
export const AMOUNT_MAX = 1e12;

/** Longer texts are no amount. */
const TEXT_MAX = 40;

export type ReadAmount =
  | { ok: true; amount: number }
  /** A sentence that says what would be right, without anything that was typed. */
  | { ok: false; problem: string };

/** Whether a number can be an amount: above nothing, not absurd, and with two decimals at most. */
export function isAmount(value: number): boolean {
  return value > 0 && value <= AMOUNT_MAX && Math.round(value * 100) / 100 === value;
}

/**
 * A point or a comma that stands alone before exactly three digits parts thousands (`12.500` is twelve thousand five hundred), unless a
 * multiplier follows (`1.234m`) or nothing but 0 is before it.
 * @param text any text, however hostile
 * @param currency ISO 4217, the company's; `undefined`: the routing file names none, and a number stands alone
 */
export function parseAmount(text: string, currency: string | undefined): ReadAmount {
  const parts = PARTS.exec(text.length > TEXT_MAX ? '' : text.normalize('NFKC').trim().toLowerCase());
  if (!parts) return notUnderstood(currency);
  const [, before = '', digits = '', after = ''] = parts;
  if (/[-−–(]/.test(before)) return problem('An amount is more than nothing.');
  const unit = unitOf(before, after, currency === undefined ? NO_NAMES : namesOf(currency.toLowerCase()));
  if (unit === 'other') return otherCurrency(currency);
  const number = unit && readNumber(digits.trim(), unit.factor > 1n);
  if (!unit || !number) return notUnderstood(currency);
  const cents = rounded(number.units * unit.factor * 100n, 10n ** BigInt(number.decimals));
  if (cents <= 0n) return problem('An amount is more than nothing.');
  if (cents > BigInt(AMOUNT_MAX) * 100n) return problem('This is more than a trillion. Check the number.');
  return { ok: true, amount: Number(cents) / 100 };
}

/** What is before the number, the number, what is after it. */
const PARTS = /^([^\d.,]*)((?:\d|[.,](?=\d))(?:[\d.,'’_\s]*\d)?)([^\d]*)$/u;

function problem(text: string): ReadAmount {
  return { ok: false, problem: text };
}

function notUnderstood(currency: string | undefined): ReadAmount {
  return problem(`An amount is a number such as 12500, 12.5k or ${currency ? `${currency} ` : ''}12,500.`);
}

function otherCurrency(currency: string | undefined): ReadAmount {
  return problem(
    currency
      ? `Amounts are in ${currency} here. Convert it, and type it again.`
      : 'Type the number alone: the routing file names no currency.',
  );
}

const FACTORS: readonly [RegExp, bigint][] = [
  [/^(?:k|tsd|thousand)/, 1_000n],
  [/^(?:million|mio|mn|m)/, 1_000_000n],
  [/^(?:billion|bn)/, 1_000_000_000n],
];

/**
 * @param own the company's currency, in all ways
 * @returns by how much the number counts; `other` for another currency; `null` where it is not understood
 */
function unitOf(before: string, after: string, own: ReadonlySet<string>): { factor: bigint } | 'other' | null {
  const first = before.replace(/[+\s]+/g, '');
  const last = after.replace(/[\s.]+/g, '');
  const isPlain = (word: string) => word === '' || own.has(word);
  const readings = [
    { factor: 1n, rest: last },
    ...FACTORS.flatMap(([word, factor]) => {
      const rest = last.replace(word, '');
      return rest === last ? [] : [{ factor, rest }];
    }),
  ];
  const meant = isPlain(first) ? readings.find(({ rest }) => isPlain(rest)) : undefined;
  if (meant) return { factor: meant.factor };
  return [first, ...readings.map(({ rest }) => rest)].some((word) => isOther(word, own)) ? 'other' : null;
}

const WORDS: Record<string, readonly string[]> = {
  eur: ['euro', 'euros'],
  usd: ['dollar', 'dollars'],
  gbp: ['pound', 'pounds'],
  chf: ['fr', 'sfr', 'franken'],
  pln: ['zł', 'zl'],
  jpy: ['yen'],
  inr: ['rs'],
};
const CURRENCIES: ReadonlySet<string> = new Set([
  ...Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()),
  ...['€', '$', '£', '¥', '₹', '₽', '₺', '₩', '₪', '₴', '₫', '₱', '₿', 'kr', 'us$', 'a$', 'c$'],
  ...Object.values(WORDS).flat(),
]);

const NO_NAMES: ReadonlySet<string> = new Set();
const known = new Map<string, ReadonlySet<string>>();

/** How people write a currency: its code, its sign, its name. */
function namesOf(currency: string): ReadonlySet<string> {
  const names = known.get(currency) ?? writtenAs(currency);
  known.set(currency, names);
  return names;
}

function writtenAs(currency: string): ReadonlySet<string> {
  const signs = (['narrowSymbol', 'symbol'] as const).flatMap((currencyDisplay) => {
    const format = new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay });
    return format.formatToParts(1).flatMap(({ type, value }) => (type === 'currency' ? [value.toLowerCase()] : []));
  });
  return new Set([currency, ...signs, ...(WORDS[currency] ?? [])]);
}

function isOther(word: string, own: ReadonlySet<string>): boolean {
  return CURRENCIES.has(word) && !own.has(word);
}

/** `units / 10 ** decimals`. */
interface Decimal {
  units: bigint;
  decimals: number;
}

/** @param multiplied whether thousands or millions are counted, so that any number of decimals makes sense */
function readNumber(text: string, multiplied: boolean): Decimal | null {
  // Spaces and apostrophes only ever part thousands.
  const spaced = /^\d{1,3}(?:[\s'’_]\d{3})+(?=[.,]\d{1,2}$|$)/u.exec(text)?.[0];
  const joined = spaced ? spaced.replace(/\D/g, '') + text.slice(spaced.length) : text;
  if (/[^\d.,]/.test(joined)) return null;
  const marks = [...joined.matchAll(/[.,]/g)];
  const last = marks.at(-1);
  if (!last) return decimal(joined, '');
  const [whole, fraction] = [joined.slice(0, last.index), joined.slice(last.index + 1)];
  const alone = marks.length === 1;
  const kinds = new Set(marks.map(([mark]) => mark));
  const partsThousands = alone ? fraction.length === 3 && !multiplied && !/^0*$/.test(whole) : kinds.size === 1;
  if (partsThousands) return GROUPED.test(joined) && !spaced ? decimal(joined, '') : null;
  if (!alone && !(GROUPED.test(whole) && kinds.size === 2 && !whole.includes(last[0]))) return null;
  return fraction.length <= 2 || multiplied || /^0*$/.test(whole) ? decimal(whole, fraction) : null;
}

/** `1.234.567`, and `12,34,567` as in India. */
const GROUPED = /^\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}$/;

function decimal(whole: string, fraction: string): Decimal {
  return { units: BigInt(whole.replace(/\D/g, '') + fraction), decimals: fraction.length };
}

function rounded(value: bigint, by: bigint): bigint {
  return (2n * value + by) / (2n * by);
}
