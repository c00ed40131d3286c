/** From zod's issues to findings: one per key and cause, and for a choice of shapes only what concerns the shape that was meant. */
import type { z } from 'zod';
import type { Finding, Path } from './problem.ts';

export function findingsOf(issues: readonly z.core.$ZodIssue[]): Finding[] {
  const found = issues.flatMap((issue) => unfold(issue, []));
  // An intersection reports the same mistake once per side.
  const seen = new Set<string>();
  return found.filter(({ path, message }) => {
    const key = JSON.stringify([path, message]);
    return !seen.has(key) && seen.add(key);
  });
}

function unfold(issue: z.core.$ZodIssue, parent: Path): Finding[] {
  const path = [...parent, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      path: [...path, key],
      message: messages[index] ?? issue.message,
      at: 'key',
    }));
  }
  if (issue.code === 'invalid_key') return [{ path, message: issue.message, at: 'key' }];
  if (issue.code !== 'invalid_union') return [{ path, message: issue.message }];
  const meant = issue.errors.find((branch) => !branch.some(isOtherShape));
  return meant ? meant.flatMap((nested) => unfold(nested, path)) : [{ path, message: issue.message }];
}

/** The value is no attempt at this shape: a list where text would be, or the like. */
function isOtherShape(issue: z.core.$ZodIssue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return issue.errors.every((branch) => branch.some(isOtherShape));
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof issue.input !== 'string');
}
