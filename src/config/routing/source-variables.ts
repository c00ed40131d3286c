/** What the environment variables of a source are called: `DIBS_SECRET_` and its id. */

export const SOURCE_VARIABLES = ['DIBS_SECRET', 'DIBS_VERIFY_TOKEN', 'DIBS_ACCESS_TOKEN', 'DIBS_API_URL'] as const;
export type SourceVariable = (typeof SOURCE_VARIABLES)[number];

/** A source's id as a variable's name has it: `web-forms` is `WEB_FORMS`. */
export function variablePart(id: string): string {
  return id.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

export function variableOf(kind: SourceVariable, id: string): string {
  return `${kind}_${variablePart(id)}`;
}

/** Those of an environment, trimmed. @param given names and values, without empty ones */
export function sourceVariables(given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const ours = Object.entries(given).flatMap(([name, value]): [string, string][] =>
    value !== undefined && SOURCE_VARIABLES.some((kind) => name.startsWith(`${kind}_`)) ? [[name, value.trim()]] : [],
  );
  return Object.fromEntries(ours);
}
