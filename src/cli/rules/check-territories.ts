/** `dibs rules territories`: checks a territory table before the routing file names it. */
import { readRoutingFile } from '../../config/routing/load-routing-file.ts';
import { formatProblems } from '../../config/routing/problem.ts';
import { noteText, readTerritoryFile } from '../../config/routing/territory-file.ts';
import { counted } from './counted.ts';
import type { RulesAnswer } from './rules-answer.ts';

/**
 * @param file path of the table
 * @param config path of the routing file whose reps and pools the table names; its own table is not looked at
 */
export async function checkTerritories(file: string, config: string): Promise<RulesAnswer> {
  const routing = await readRoutingFile(config);
  if (!routing.ok) return { ok: false, lines: [formatProblems(config, routing.problems)] };
  const read = await readTerritoryFile(file, routing.ruleset);
  if (!read.ok) return { ok: false, lines: [`${file} ${read.problem}`] };
  const { byRep, problems, warnings } = read.table;
  const perRep = routing.ruleset.reps.map(({ id }) => {
    const count = byRep.get(id)?.length ?? 0;
    return `${id}: ${count === 0 ? 'none, so territories narrow nothing for this rep' : counted(count, 'territory')}`;
  });
  const total = [...byRep.values()].reduce((sum, { length }) => sum + length, 0);
  const isGood = problems.length === 0;
  return {
    ok: isGood,
    lines: [
      ...problems.map((note) => noteText(file, note)),
      ...warnings.map((note) => `warning: ${noteText(file, note)}`),
      ...perRep,
      isGood
        ? `OK: ${counted(total, 'territory')} of ${counted(byRep.size, 'rep')} (${file})`
        : `${file}: ${counted(problems.length, 'problem')}`,
    ],
  };
}
