/** The territory table that a routing file names: read, checked, and given to the reps as a skill. */
import { realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { parseTerritories, type TableNote, type TerritoryTable } from '../../domain/fit/territory-table.ts';
import type { Rep, Ruleset } from '../../domain/ruleset.ts';
import { type AcceptedFile, MOST_PROBLEMS, type RoutingFileResult } from './parse-routing-file.ts';
import { readText } from './read-text.ts';

/** About the 100,000 rows that a table may have. */
const MAX_TABLE_BYTES = 8 * 1_048_576;

/** More would bury everything else that is said at the start; `dibs rules territories` tells them all. */
const MOST_WARNINGS = 20;

export type TableReading = { ok: true; text: string; table: TerritoryTable } | { ok: false; problem: string };

/** @param ruleset whose reps and pools the table may name */
export async function readTerritoryFile(
  path: string,
  { reps, pools }: Pick<Ruleset, 'reps' | 'pools'>,
): Promise<TableReading> {
  const read = await readText(path, MAX_TABLE_BYTES);
  if (!read.ok) {
    const hint = read.code ? '' : ': save it from the spreadsheet as “CSV UTF-8”';
    return { ok: false, problem: `${read.problem}${hint}` };
  }
  return { ok: true, text: read.text, table: parseTerritories(read.text, { reps, pools: pools.map(({ id }) => id) }) };
}

/**
 * A file that names no table comes back as it is.
 * @param path of the routing file
 * @returns with the table's rows among the reps' skills, its warnings, and itself in `source`; or the table's problems
 */
export async function withTerritories(file: AcceptedFile, path: string): Promise<RoutingFileResult> {
  if (!file.territories) return file;
  const { path: name, line, column } = file.territories;
  const refused = (message: string): RoutingFileResult => {
    return { ok: false, problems: [{ line, column, path: 'territories', message }] };
  };
  const tablePath = join(dirname(path), name);
  if (await isElsewhere(dirname(path), tablePath)) return refused('leads out of the routing file’s folder');
  const read = await readTerritoryFile(tablePath, file.ruleset);
  if (!read.ok) return refused(`${tablePath} ${read.problem}`);
  const { byRep, problems, warnings } = read.table;
  if (problems.length > 0) {
    const first = problems.slice(0, MOST_PROBLEMS);
    return { ok: false, problems: first.map((note) => ({ ...note, file: tablePath, column: 1, path: '' })) };
  }
  const reps = file.ruleset.reps.map((rep) => withRows(rep, byRep));
  return {
    ...file,
    ruleset: { ...file.ruleset, reps },
    source: `${file.source}\n${asComment(`territories: ${name}\n${read.text}`)}\n`,
    warnings: [...file.warnings, ...shown(warnings, tablePath)],
  };
}

/** `territories.csv:12 message` */
export function noteText(path: string, { line, message }: TableNote): string {
  return `${path}:${line} ${message}`;
}

function shown(warnings: readonly TableNote[], path: string): string[] {
  const more = warnings.length - MOST_WARNINGS;
  const first = warnings.slice(0, MOST_WARNINGS).map((note) => noteText(path, note));
  return more > 0 ? [...first, `${path}: ${more} more; npm run dibs -- rules territories ${path} lists them`] : first;
}

function withRows(rep: Rep, byRep: TerritoryTable['byRep']): Rep {
  const territories = byRep.get(rep.id);
  return territories ? { ...rep, skills: { ...rep.skills, territories } } : rep;
}

/** A link may lead anywhere. What is not there leads nowhere: reading it will say so. */
async function isElsewhere(folder: string, path: string): Promise<boolean> {
  try {
    const way = relative(await realpath(folder), await realpath(path));
    return way === '..' || way.startsWith(`..${sep}`);
  } catch {
    return false;
  }
}

/** So the published text stays one YAML file, and a changed table is a new version. */
function asComment(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `# ${line}`)
    .join('\n');
}
