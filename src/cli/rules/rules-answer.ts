/** What a command has to say, and whether it went well. */
export interface RulesAnswer {
  ok: boolean;
  lines: string[];
}
