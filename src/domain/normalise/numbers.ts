/**
 * Numbers written as text. Only what can be read one way is taken: `1.200` is twelve hundred in Berlin and one point two in
 * Boston, and a wrong guess would send a small deal to the team for large ones.
 */

/** Head counts and money are below these, so that JSON and the database keep every digit. */
const MAX_HEADCOUNT = 100_000_000;
const MAX_AMOUNT = 1e15;

const GROUPED_BY_COMMA = /^\d{1,3}(,\d{3})+(\.\d+)?$/;
const GROUPED_BY_POINT = /^\d{1,3}(\.\d{3})+(,\d+)?$/;
/** Spaces (thin and no-break ones too) and the Swiss apostrophe group digits and never mark decimals. */
const GROUPED_BY_SPACE = /^\d{1,3}([\s'’]\d{3})+([.,]\d+)?$/;

/**
 * An amount of money, at least 0.
 * @param value a number, or text such as `1200.50`, `1,200.50`, `1.200,50`, `1 200` or `1,200`
 * @returns `null` when it is no such amount, has a currency, or could be read two ways (`1.200`)
 */
export function parseAmount(value: number | string): number | null {
  const amount = typeof value === 'number' ? value : amountFrom(value);
  return amount !== null && amount >= 0 && amount <= MAX_AMOUNT ? amount : null;
}

function amountFrom(text: string): number | null {
  // Money never has three decimals with a comma, but machines do write three behind a point.
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(text)) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (GROUPED_BY_COMMA.test(text) && !text.startsWith('0,')) return Number(text.replaceAll(',', ''));
  if (GROUPED_BY_POINT.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'));
  if (GROUPED_BY_SPACE.test(text)) return Number(text.replace(/[\s'’]/g, '').replace(',', '.'));
  return /^\d+,\d+$/.test(text) ? Number(text.replace(',', '.')) : null;
}

/**
 * A head count: a whole number. Of a range (`51-200`, `51 to 200 employees`, `1000+`) the lower bound, so that a company is
 * never taken for larger than it says.
 * @returns `null` when it is none of these
 */
export function parseHeadcount(value: number | string): number | null {
  const count = typeof value === 'number' ? value : headcountFrom(value);
  return count !== null && Number.isInteger(count) && count >= 0 && count <= MAX_HEADCOUNT ? count : null;
}

function headcountFrom(text: string): number | null {
  const match = /^([\d.,\s'’]*\d)\s*(?:\+|(?:-|–|—|to)\s*([\d.,\s'’]*\d))?\s*(?:employees|people)?$/i.exec(text);
  const from = wholeNumber(match?.[1]);
  const to = match?.[2] === undefined ? from : wholeNumber(match[2]);
  return from === null || to === null || to < from ? null : from;
}

/** Digits with or without groups of three; people are not counted in fractions, so either separator can only group. */
function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || !/^(\d+|\d{1,3}([.,\s'’]\d{3})+)$/.test(text)) return null;
  return Number(text.replace(/\D/g, ''));
}
