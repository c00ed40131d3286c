/** What environment variables are called that belong to a source or a webhook of the routing file: `DIBS_SECRET_` and its id. */

export const NAMED_VARIABLES = ['DIBS_SECRET', 'DIBS_VERIFY_TOKEN', 'DIBS_ACCESS_TOKEN', 'DIBS_API_URL'] as const;
export type NamedVariable = (typeof NAMED_VARIABLES)[number];

/** An id as a variable's name has it: `web-forms` is `WEB_FORMS`. */
export function variablePart(id: string): string {
  return id.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

export function variableOf(kind: NamedVariable, id: string): string {
  return `${kind}_${variablePart(id)}`;
}

/** One secret, or two while one takes the place of the other; none where the variable is missing. */
export function secretsOf(variables: Readonly<Record<string, string>>, id: string): string[] {
  return (variables[variableOf('DIBS_SECRET', id)] ?? '').split(/\s+/).filter((secret) => secret !== '');
}

/** Those of an environment, trimmed. @param given names and values, without empty ones */
export function namedVariables(given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const ours = Object.entries(given).flatMap(([name, value]): [string, string][] =>
    value !== undefined && NAMED_VARIABLES.some((kind) => name.startsWith(`${kind}_`)) ? [[name, value.trim()]] : [],
  );
  return Object.fromEntries(ours);
}
