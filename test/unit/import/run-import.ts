/** Imports a file in a process of its own, to be killed: `run-import.ts <file> <url>`. */
import { importCsv } from '../../../src/cli/import/import-csv.ts';
import { systemClock } from '../../../src/system/system-clock.ts';

const [, , file = '', url = ''] = process.argv;
const options = { map: [], source: 'csv', dateOrder: null, dryRun: false, key: null, report: null };
await importCsv({ ...options, file, to: new URL(url), out: process.stdout, clock: systemClock });
