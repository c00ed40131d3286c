/**
 * A process for the crash tests: opens a store and stores leads one after the other, until it is killed. Tells its parent on
 * standard output, a word a line: `open`, then the id of each lead once it is acknowledged; or `refused <code> <ms>`.
 * Arguments: the data directory, and the URL of a PostgreSQL server where there is one.
 */
import { writeSync } from 'node:fs';
import { AppError } from '../../../src/domain/errors.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { silentLog } from '../../helpers/silent-log.ts';
import { newLead } from '../../helpers/store-data.ts';

const [dataDir = '', databaseUrl] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

const startedAt = performance.now();
try {
  const { store } = await openStore({ dataDir, log: silentLog, ...(databaseUrl && { databaseUrl }) });
  say('open');
  for (;;) {
    const lead = newLead();
    await store.leads.insert([lead]);
    say(lead.id);
  }
} catch (error) {
  say(`refused ${error instanceof AppError ? error.code : String(error)} ${Math.round(performance.now() - startedAt)}`);
  process.exitCode = 1;
}
