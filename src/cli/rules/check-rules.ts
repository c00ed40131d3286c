/** `dibs rules check`: every problem of a routing file, or what is in it and what this version will not act on. */
import { loadRoutingFile } from '../../config/routing/load-routing-file.ts';
import { formatProblems } from '../../config/routing/problem.ts';
import { counted } from './counted.ts';
import type { RulesAnswer } from './rules-answer.ts';

/** @param file path of the routing file */
export async function checkRules(file: string): Promise<RulesAnswer> {
  const loaded = await loadRoutingFile(file);
  if (!loaded.ok) {
    const count = counted(loaded.problems.length, 'problem');
    return { ok: false, lines: [formatProblems(file, loaded.problems), `${file}: ${count}`] };
  }
  const { reps, pools, rules } = loaded.ruleset;
  const territories = reps.reduce((sum, { skills }) => sum + (skills?.territories?.length ?? 0), 0);
  const inIt = [
    counted(reps.length, 'rep'),
    counted(pools.length, 'pool'),
    counted(rules.length, 'rule'),
    ...(loaded.territories ? [counted(territories, 'territory')] : []),
  ].join(', ');
  return { ok: true, lines: [`OK: ${inIt} (${file})`, ...loaded.warnings.map((warning) => `warning: ${warning}`)] };
}
