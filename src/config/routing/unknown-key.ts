/** What to say of a key that is not known where it stands; conditions get more help, because there it is a field or a test. */
import { nearestName } from '../../domain/normalise/nearest-name.ts';

/** @param known the keys that are; those of a condition's test, of a condition itself and of a source's mapping are told by what is among them */
export function unknownKey(key: string, known: readonly string[]): string {
  const why = unknownTest(key, known) ?? unknownField(key, known) ?? `there is no key ${JSON.stringify(key)} here`;
  const nearest = nearestName(key, known);
  if (nearest) return `${why}; did you mean ${nearest}?`;
  return known.length <= MOST_LISTED ? `${why}; use ${known.join(', ')}` : why;
}

/** A longer list helps nobody. */
const MOST_LISTED = 12;

const NUMBER_TESTS = ['gt', 'gte', 'lt', 'lte', 'between'];
const TEXT_TESTS = ['contains', 'startsWith'];

function unknownTest(key: string, known: readonly string[]): string | null {
  if (!known.includes('exists')) return null;
  if (NUMBER_TESTS.includes(key)) return `${key} compares numbers, and this field has none`;
  if (TEXT_TESTS.includes(key)) return `${key} looks into text, and this field has none`;
  return `there is no test ${JSON.stringify(key)}`;
}

function unknownField(key: string, known: readonly string[]): string | null {
  const isCondition = known.includes('none');
  const isMapping = known.includes('receivedAt');
  if (!isCondition && !isMapping) return null;
  if (key === 'custom') return 'a custom field is written with its name, such as custom.plan';
  if (isCondition && [...NUMBER_TESTS, ...TEXT_TESTS, 'in', 'notIn', 'exists'].includes(key)) {
    return `${key} belongs under a field, such as revenue: { gt: 100000 }`;
  }
  return `there is no lead field ${JSON.stringify(key)}`;
}
