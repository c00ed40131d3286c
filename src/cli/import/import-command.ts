/** `dibs import <file.csv>`: the command line of the import. */
import { type Command, Option } from 'commander';
import type { Clock } from '../../ports/clock.ts';
import { ImportStopped } from './batch-client.ts';
import { importCsv } from './import-csv.ts';
import { exitCodeOf } from './import-summary.ts';
import { importTarget } from './import-target.ts';

interface ImportFlags {
  map?: string[];
  source: string;
  dryRun: boolean;
  to?: string;
  key?: string;
  dateOrder?: 'day-first' | 'month-first';
  report?: string;
}

const HELP = `
The file may be UTF-8, UTF-16 or Windows-1252, with commas, semicolons, tabs or bars. Columns are recognised by their
names; the mapping is shown first. Dates without an offset count as UTC. Run it again after an interruption: no lead is
lost or made twice.

Exit code: 0 every line is a lead, 3 some lines were bad, 1 it could not run or stopped half-way.`;

/** Adds the command; its outcome becomes the exit code of the process. */
export function importCommand(program: Command, clock: Pick<Clock, 'sleep'>): void {
  program
    .command('import')
    .description('import leads from a CSV file into a running Dibs')
    .argument('<file>', 'the CSV file; its first line names the columns')
    .option(
      '--map <column=field>',
      'what a column is: a field, custom.<key>, or - to ignore it (may be repeated)',
      collect,
    )
    .option('--source <name>', 'where leads come from whose line does not say so', 'csv')
    .option('--dry-run', 'check every line, send nothing', false)
    .option('--to <url>', 'the server (default: PUBLIC_URL, else http://127.0.0.1:$PORT)')
    .option('--key <key>', 'the API key (default: DIBS_API_KEY)')
    .addOption(new Option('--date-order <order>', 'how to read 05/06/2026').choices(['day-first', 'month-first']))
    .option('--report <file>', 'write the bad lines into this CSV file')
    .addHelpText('after', HELP)
    .action(async (file: string, flags: ImportFlags) => {
      process.exitCode = await runImport(file, flags, clock);
    });
}

async function runImport(file: string, flags: ImportFlags, clock: Pick<Clock, 'sleep'>): Promise<number> {
  try {
    const { to, key } = await importTarget(flags, process.env);
    const { map = [], source, dryRun, dateOrder = null, report = null } = flags;
    const summary = await importCsv({
      file,
      map,
      source,
      dryRun,
      dateOrder,
      report,
      to,
      key,
      out: process.stdout,
      clock,
    });
    return exitCodeOf(summary);
  } catch (error) {
    if (!(error instanceof ImportStopped)) throw error;
    console.error(error.message);
    return 1;
  }
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}
