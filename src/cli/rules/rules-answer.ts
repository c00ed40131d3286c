/** What a command has to say, and whether it went well. */
export interface RulesAnswer {
  ok: boolean;
  lines: string[];
}

/** Prints it; the exit code becomes 1 when something is wrong. */
export function say({ ok, lines }: RulesAnswer): void {
  for (const line of lines) (ok ? console.log : console.error)(line);
  if (!ok) process.exitCode = 1;
}
