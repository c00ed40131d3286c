/** Finds the name somebody meant, for "did you mean" in error messages. */
import { foldName } from './text.ts';

/** Longer inputs are no typing mistakes, and comparing them would take time that a stranger decides about. */
const MAX_CHARACTERS = 40;

/**
 * @param given what was written
 * @param names what could have been meant
 * @returns the same name in another spelling (`first_name` for `firstName`), else the nearest within two typing mistakes
 */
export function nearestName<Name extends string>(given: string, names: readonly Name[]): Name | undefined {
  if (given.length > MAX_CHARACTERS) return undefined;
  const key = foldName(given);
  const ranked = names
    .map((name) => ({ name, mistakes: mistakesBetween(key, foldName(name)) }))
    .filter(({ name, mistakes }) => mistakes <= (name.length < 5 ? 1 : 2))
    .sort((a, b) => a.mistakes - b.mistakes);
  return ranked[0]?.name;
}

/** Levenshtein distance: letters to insert, delete or replace. */
function mistakesBetween(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
