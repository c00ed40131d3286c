/** What a text of somebody else's is as a value of one's own field. */

/**
 * Numbers as a machine writes them, so that rules can compare them (`custom.seats: { gt: 50 }`). Codes with zeros in front
 * and numbers too long to keep every digit stay text.
 */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/;

export function cellValue(text: string): string | number {
  return NUMBER.test(text) ? Number(text) : text;
}
