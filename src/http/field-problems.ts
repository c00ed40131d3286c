/** What zod found wrong, field by field, as problems say it. */
import type { z } from 'zod';
import type { FieldProblem } from './problem.ts';

/** Longer names are no field of ours. */
const NAME_MAX = 60;

/** @param whole the field to name where the whole is wrong */
export function fieldProblems(error: z.core.$ZodError, whole: string): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: key.slice(0, NAME_MAX), message: 'There is no field of this name.' }));
    }
    return [{ field: issue.path.join('.') || whole, message: issue.message }];
  });
}
