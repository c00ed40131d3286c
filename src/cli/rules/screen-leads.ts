/** `dibs rules screen`: what the screening of a routing file makes of the leads in a CSV file. Nothing is stored or sent. */
import type { Writable } from 'node:stream';
import { loadRoutingFile } from '../../config/routing/load-routing-file.ts';
import { formatProblems } from '../../config/routing/problem.ts';
import { mapColumns } from '../../domain/csv/column-mapping.ts';
import { compileRuleset } from '../../domain/rules/route-lead.ts';
import { openCsv } from '../import/open-csv.ts';
import { createProgress } from '../import/progress.ts';
import { readLine } from '../import/read-line.ts';
import { TextFileError } from '../import/text-file.ts';
import type { RulesAnswer } from './rules-answer.ts';
import { createTally, tallyLines } from './screen-tally.ts';
import { type Won, wonLeads } from './won-leads.ts';

export interface ScreenOptions {
  /** Path of the routing file. */
  file: string;
  /** What the user says about columns, as `dibs import` takes it. */
  map: readonly string[];
  /** Path of a CSV file that says what became of the leads. */
  outcomes?: string;
  /** `column=value`: what says there that a lead was won. */
  won: string;
}

/**
 * @param leads path of the CSV file
 * @param progress where progress is shown, apart from the answer
 */
export async function screenLeads(leads: string, options: ScreenOptions, progress: Writable): Promise<RulesAnswer> {
  const loaded = await loadRoutingFile(options.file);
  if (!loaded.ok) return { ok: false, lines: [formatProblems(options.file, loaded.problems)] };
  if (!loaded.ruleset.screening) {
    return { ok: false, lines: [`${options.file} has no screening; docs/screening.md shows how to begin.`] };
  }
  try {
    const won = options.outcomes === undefined ? null : await wonLeads(options.outcomes, options.won);
    return await screenAll(leads, options, {
      router: compileRuleset({ ...loaded.ruleset, version: 0 }),
      won,
      progress,
    });
  } catch (error) {
    if (error instanceof TextFileError) return { ok: false, lines: [error.message] };
    if (error instanceof Error && 'syscall' in error)
      return { ok: false, lines: [`A file cannot be used: ${error.message}.`] };
    throw error;
  }
}

interface Parts {
  router: ReturnType<typeof compileRuleset>;
  won: Won | null;
  progress: Writable;
}

async function screenAll(file: string, { map }: ScreenOptions, { router, won, progress }: Parts): Promise<RulesAnswer> {
  let bytes = 0;
  const csv = await openCsv(file, (total) => {
    bytes = total;
  });
  const mapping = mapColumns(csv.headers, map);
  if (!mapping.ok) return { ok: false, lines: mapping.problems };
  const tally = createTally(won);
  const bar = createProgress(progress, csv.size);
  let lines = 0;
  for await (const record of csv.records) {
    const line = readLine(record, mapping.columns, { source: 'csv', dateOrder: null });
    if (line.kind === 'empty') continue;
    lines += 1;
    if (line.kind === 'bad') tally.bad(line.line, line.reason);
    else tally.screened(line.line, line.attributes, router.route(line.attributes));
    bar.update(bytes, lines);
  }
  bar.stop();
  return { ok: true, lines: tallyLines(tally.result()) };
}
