/**
 * Postal codes that a rep takes: beginnings (`28`), and ranges (`28000-28999`, `K1A-K2B`). Case and spaces do not count.
 * As text a beginning and a range are the same thing, an interval. Only British districts need to be understood: `E1` is
 * not `E10`, and `SW2` comes before `SW19`.
 */

export interface PostalPattern {
  /** As it was written, in upper case. */
  written: string;
  /** Codes that fit lie between these as text; `null` where only the numbers of districts have an order. */
  text: Interval | null;
  /** For British codes, which have districts; `null` where the pattern names none. */
  districts: Districts | null;
}

export interface Interval {
  low: string;
  high: string;
}

interface Districts {
  area: string;
  from: number;
  to: number;
}

export type PostalReading = { ok: true; pattern: PostalPattern } | { ok: false; problem: string };

/** Sorts behind everything that may follow a beginning. */
const AFTER_ALL = '\uffff';

const DISTRICT = /^([A-Z]{1,2})(\d{1,2})$/;
/** A district alone, or a whole code. */
const BRITISH = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})?$/;
/** A district and the beginning of what follows it, which only the space tells apart from a longer district. */
const BRITISH_SECTOR = /^([A-Z]{1,2}\d[A-Z\d]?)\s+(\d[A-Z]{0,2})$/;

/**
 * A code in the form in which it is compared: upper case, without spaces and hyphens; whole British ones with one space,
 * before the last three characters.
 */
export function postalKey(code: string): string {
  const plain = withoutSpaces(code).replaceAll('-', '');
  const [, district, rest] = BRITISH.exec(plain) ?? [];
  return district !== undefined && rest !== undefined ? `${district} ${rest}` : plain;
}

/**
 * A beginning, or a range: a hyphen between two ends of equal length, or between two British districts. Codes with a
 * hyphen of their own (`1000-001` in Portugal, `150-0001` in Japan) have parts of different lengths, and so are no ranges.
 */
export function parsePostalPattern(text: string): PostalReading {
  const [from = '', to = '', ...more] = text.split(/[-–—]/).map(withoutSpaces);
  const districts = districtRange(from, to);
  const range = more.length === 0 && from !== '' && (from.length === to.length || districts !== null);
  return range ? postalRange(from, to) : parseBeginning(text);
}

/** @param from @param to first and last code, or beginnings of them, both included */
export function postalRange(from: string, to: string): PostalReading {
  const [low, high] = [withoutSpaces(from).replaceAll('-', ''), withoutSpaces(to).replaceAll('-', '')];
  if (low === '' || high === '') return { ok: false, problem: 'a range needs both ends, such as 28000-28999' };
  const written = `${low}-${high}`;
  const districts = districtRange(low, high);
  const sameLength = low.length === high.length;
  if (!districts && !sameLength) {
    return { ok: false, problem: `${written}: both ends must have the same length, such as 28000-28999` };
  }
  if (districts ? districts.from > districts.to : low > high) {
    return { ok: false, problem: `${written} is upside down; write ${high}-${low}` };
  }
  const text = sameLength ? { low, high: high + AFTER_ALL } : null;
  return { ok: true, pattern: { written, text, districts } };
}

/** @param key as `postalKey` gives it */
export function fitsPostal({ text, districts }: PostalPattern, key: string): boolean {
  const own = districts && districtOf(key);
  if (own) return own.area === districts.area && own.from >= districts.from && own.from <= districts.to;
  return text !== null && key >= text.low && key <= text.high;
}

/** Whether some code may fit both. */
export function postalOverlap(a: PostalPattern, b: PostalPattern): boolean {
  if (a.districts && b.districts) {
    const sameArea = a.districts.area === b.districts.area;
    return sameArea && a.districts.from <= b.districts.to && b.districts.from <= a.districts.to;
  }
  const [one, other] = [postalBounds(a), postalBounds(b)];
  return one.low <= other.high && other.low <= one.high;
}

/** No code outside these fits. */
export function postalBounds({ text, districts }: PostalPattern): Interval {
  const area = districts?.area ?? '';
  return text ?? { low: area, high: area + AFTER_ALL };
}

function parseBeginning(text: string): PostalReading {
  const [, district, rest] = BRITISH_SECTOR.exec(text.trim().toUpperCase()) ?? [];
  const low = district !== undefined && rest !== undefined ? `${district} ${rest}` : postalKey(text);
  if (!/[\p{L}\p{N}]/u.test(low)) {
    return { ok: false, problem: 'a postal code has letters or digits, such as 28 or SW1A' };
  }
  const pattern = { written: low, text: { low, high: low + AFTER_ALL }, districts: districtRange(low, low) };
  return { ok: true, pattern };
}

function districtRange(from: string, to: string): Districts | null {
  const [, area, first] = DISTRICT.exec(from) ?? [];
  const [, lastArea, last] = DISTRICT.exec(to) ?? [];
  return area !== undefined && area === lastArea ? { area, from: Number(first), to: Number(last) } : null;
}

/** The district of a whole British code, or of one that is only the district (`E1W` is in `E1`); `null` for all others. */
function districtOf(key: string): Districts | null {
  const [outward = ''] = key.split(' ', 1);
  if (!BRITISH.test(outward)) return null;
  const [, area = '', number] = /^([A-Z]{1,2})(\d{1,2})/.exec(outward) ?? [];
  return { area, from: Number(number), to: Number(number) };
}

function withoutSpaces(text: string): string {
  return text.replace(/\s+/g, '').toUpperCase();
}
