/** `dibs rules test`: routes one lead by a routing file, without storing anything, and tells why it goes where it goes. */
import { loadRoutingFile } from '../../config/routing/load-routing-file.ts';
import { formatProblems } from '../../config/routing/problem.ts';
import { parseLeadInput } from '../../domain/lead-input.ts';
import { compileRuleset } from '../../domain/rules/route-lead.ts';
import { describeTrace } from '../../domain/trace.ts';
import { readJson } from './read-json.ts';
import type { RulesAnswer } from './rules-answer.ts';

/**
 * @param leadFile path of a JSON file with one lead; `-`: standard input
 * @param file path of the routing file
 */
export async function testRules(leadFile: string, file: string): Promise<RulesAnswer> {
  const loaded = await loadRoutingFile(file);
  if (!loaded.ok) return { ok: false, lines: [formatProblems(file, loaded.problems)] };
  const raw = await readJson(leadFile);
  if (!raw.ok) return { ok: false, lines: [`${leadFile}: ${raw.problem}`] };
  const lead = parseLeadInput(raw.value);
  if (!lead.ok) {
    return { ok: false, lines: lead.problems.map(({ field, message }) => `${leadFile}: ${field}: ${message}`) };
  }
  const { trace } = compileRuleset({ ...loaded.ruleset, version: 0 }).route(lead.attributes);
  return { ok: true, lines: describeTrace(trace) };
}
